import { HOMES, ROLES } from "../fixtures/accounts";
import { expectGoodPage } from "../fixtures/page";
import { expect, test } from "../fixtures/test";

test("/ welcomes a stranger", async ({ page }) => {
  await expectGoodPage(page, "/", "Welcome to Riverside Clinic · Carechart");
  await expect(page.getByRole("main").getByRole("link", { name: "Sign in" })).toBeVisible();
});

test("/ leads everybody to their own first page", async ({ as }) => {
  for (const role of ROLES) {
    const page = await as(role);
    await page.goto("/");
    expect(new URL(page.url()).pathname, role).toBe(HOMES[role]);
  }
});
