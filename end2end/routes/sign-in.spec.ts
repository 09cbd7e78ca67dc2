import { EMAILS, PASSWORD } from "../fixtures/accounts";
import { expectGood, expectGoodPage, open } from "../fixtures/page";
import { newName } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("/sign-in is a good page", async ({ page }) => {
  await expectGoodPage(page, "/sign-in", "Sign in · Carechart");
});

test("/sign-in says the same for a wrong password and an unknown address", async ({ page, watch }) => {
  watch.expect(/status of 401/);
  await open(page, "/sign-in");
  const answers: string[] = [];
  for (const email of [EMAILS.ingrid, `${newName()}@example.org`]) {
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toContainText("Email or password is wrong.");
    answers.push(await page.getByRole("alert").innerText());
    await expect(page.getByLabel("Email")).toHaveValue(email);
  }
  expect(answers[0]).toBe(answers[1]);
  await expectGood(page, "/sign-in with a refusal");
});

test("/sign-in leads back to where one wanted to go, on this site only", async ({ page }) => {
  const signIn = async () => {
    await page.getByLabel("Email").fill(EMAILS.tomas);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await page.goto("/prescriptions");
  await expect(page).toHaveURL("/sign-in?next=%2Fprescriptions");
  await signIn();
  await expect(page).toHaveURL("/prescriptions");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.goto("/patients");
  await expect(page).toHaveURL(/^[^?]*\/sign-in\?/);

  await page.goto("/sign-in?next=%2F%2Felsewhere.example%2Fpatients");
  await signIn();
  await expect(page).toHaveURL("/patients");
});
