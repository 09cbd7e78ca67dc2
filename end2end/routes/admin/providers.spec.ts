import { chooseMore, expectGood, expectGoodPage, more, open } from "../../fixtures/page";
import { expect, test } from "../../fixtures/test";

test("/admin/providers is a good page", async ({ as }) => {
  const page = await as("administrator");
  await expectGoodPage(page, "/admin/providers", "Providers · Carechart");
  await open(page, "/admin/providers?search=ingrid");
  const row = page.getByRole("row").filter({ hasText: "Ingrid Osei" });
  await more(row).locator("summary").click();
  await expect(more(row).getByRole("button", { name: /^Suspend .*Ingrid Osei$/ })).toBeVisible();
  await expectGood(page, "/admin/providers with a provider's More");
  await page.keyboard.press("Escape");
  await chooseMore(row, /^Reset password of /);
  await expect(page.getByRole("dialog", { name: /^Reset the password of / })).toBeVisible();
  await expectGood(page, "the dialog that resets a password");
});

test("/admin/providers shows others the way to their own pages", async ({ as }) => {
  for (const role of ["maya", "patient"] as const) {
    const page = await as(role);
    await expectGoodPage(page, "/admin/providers", "Providers · Carechart");
    await expect(page.getByText("This page is for the clinic's administrator")).toBeVisible();
    await expect(page.getByRole("table")).toHaveCount(0);
  }
});
