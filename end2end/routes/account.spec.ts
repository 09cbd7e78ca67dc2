import { expectGoodPage } from "../fixtures/page";
import { expect, test } from "../fixtures/test";

test("/account is a good page for everyone", async ({ as }) => {
  for (const role of ["maya", "patient", "administrator", "unverified"] as const) {
    const page = await as(role);
    await expectGoodPage(page, "/account", "Your account · Carechart");
    await expect(page.getByText("This browser", { exact: true })).toBeVisible();
  }
});

test("/account is where the top bar's name leads", async ({ as }) => {
  const page = await as("patient");
  await page.goto("/my-records");
  await page.getByRole("link", { name: /, your account$/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
});

test("/account asks for a sign-in first", async ({ page }) => {
  await page.goto("/account");
  await expect(page).toHaveURL("/sign-in?next=%2Faccount");
});
