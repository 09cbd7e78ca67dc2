import { ask } from "../fixtures/api";
import { expectGood, expectGoodPage, open } from "../fixtures/page";
import { newName, register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("/invitation/… is a good page", async ({ as, page }) => {
  const maya = await as("maya");
  const { id } = await register(maya);
  const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: id });
  await expectGoodPage(page, new URL(url).pathname, "Set up your account · Carechart");
});

test("/invitation/… says that a link doesn't work any more", async ({ page, watch }) => {
  watch.expect(/status of 404/);
  await expectGoodPage(page, `/invitation/${newName()}`, "Set up your account · Carechart");
  await expect(page.getByText("This link doesn't work any more")).toBeVisible();
  expect((await page.request.get(`/invitation/${newName()}`)).status()).toBe(404);
});

test("/invitation/… ends after five wrong dates of birth, and a newer link replaces it", async ({ as, page, watch }) => {
  watch.expect(/status of 4(04|22)/);
  const maya = await as("maya");
  const patient = await register(maya);
  const invite = async () => new URL((await ask<{ url: string }>(maya, "invite_patient", { patient: patient.id })).url).pathname;
  const [replaced, path] = [await invite(), await invite()];
  await open(page, replaced);
  await expect(page.getByText("This link doesn't work any more")).toBeVisible();

  await open(page, path);
  await page.getByLabel("Email").fill(`${newName()}@example.org`);
  await page.getByLabel("Password").fill("a long enough password");
  const dead = page.getByText("This link doesn't work any more");
  for (let attempt = 1; attempt <= 5; attempt++) {
    await page.getByLabel("Date of birth").fill(`1980-02-1${attempt}`);
    const answered = page.waitForResponse(/accept_invitation/);
    await page.getByRole("button", { name: "Set up my account" }).click();
    await answered;
    if (attempt < 5) await expect(page.getByLabel("Date of birth")).toHaveAttribute("aria-invalid", "true");
    if (attempt === 1) await expectGood(page, "/invitation/… with a refusal");
  }
  await open(page, path);
  await expect(dead).toBeVisible();
});
