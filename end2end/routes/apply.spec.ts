import { EMAILS } from "../fixtures/accounts";
import { expectGood, expectGoodPage, open } from "../fixtures/page";
import { newName } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("/apply is a good page", async ({ page }) => {
  await expectGoodPage(page, "/apply", "Apply for an account · Carechart");
});

test("/apply says what is wrong beside the field", async ({ page, watch }) => {
  watch.expect(/status of 422/);
  await open(page, "/apply");
  await page.getByLabel("Name").fill("Dr. Test");
  await page.getByLabel("License number").fill("T-1");
  await page.getByLabel("Specialty").fill("Testing");
  await page.getByLabel("Email").fill("somebody@example");
  // The browser itself would refuse a short one.
  await page.getByLabel("Password").evaluate((input) => input.removeAttribute("minlength"));
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Apply for an account" }).click();
  await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Password")).toHaveAccessibleDescription(/at least 12 characters/i);
  await expect(page.getByLabel("Name")).toHaveValue("Dr. Test");
  await expectGood(page, "/apply with a refusal");
});

test("/apply answers a known address exactly like a new one", async ({ page }) => {
  const shown: string[] = [];
  for (const email of [EMAILS.maya, `${newName()}@example.org`]) {
    await open(page, "/apply");
    await page.getByLabel("Name").fill("Dr. Test");
    await page.getByLabel("License number").fill("T-1");
    await page.getByLabel("Specialty").fill("Testing");
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("a long enough password");
    await page.getByRole("button", { name: "Apply for an account" }).click();
    await expect(page.getByText("Your application has arrived.")).toBeVisible();
    shown.push(await page.getByRole("main").innerText());
  }
  expect(shown[0]).toBe(shown[1]);
});
