import { expectGoodPage } from "../../fixtures/page";
import { expect, test } from "../../fixtures/test";

test("/admin/security is a good page", async ({ as }) => {
  await expectGoodPage(await as("administrator"), "/admin/security", "Security · Carechart");
});

test("/admin/security shows others the way to their own pages", async ({ as }) => {
  const page = await as("maya");
  await expectGoodPage(page, "/admin/security", "Security · Carechart");
  await expect(page.getByText("This page is for the clinic's administrator")).toBeVisible();
});
