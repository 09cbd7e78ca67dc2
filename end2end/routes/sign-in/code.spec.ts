import { expectGood, expectGoodPage } from "../../fixtures/page";
import { expect, test } from "../../fixtures/test";

test("/sign-in/code is a good page, and says nothing without a password before", async ({ page, watch }) => {
  watch.expect(/status of 404/);
  await expectGoodPage(page, "/sign-in/code", "Enter your code · Carechart");
  await page.getByLabel("Code").fill("123456");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("This sign-in is over")).toBeVisible();
  await expectGood(page, "/sign-in/code that is over");
  await page.getByRole("link", { name: "Begin again with email and password" }).click();
  await expect(page).toHaveURL("/sign-in");
});
