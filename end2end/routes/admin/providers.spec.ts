import { expectGoodPage } from "../../fixtures/page";
import { expect, test } from "../../fixtures/test";

test("/admin/providers is a good page", async ({ as }) => {
  await expectGoodPage(await as("administrator"), "/admin/providers", "Providers · Carechart");
});

test("/admin/providers shows others the way to their own pages", async ({ as }) => {
  for (const role of ["maya", "patient"] as const) {
    const page = await as(role);
    await expectGoodPage(page, "/admin/providers", "Providers · Carechart");
    await expect(page.getByText("This page is for the clinic's administrator")).toBeVisible();
    await expect(page.getByRole("table")).toHaveCount(0);
  }
});
