import { expectGoodPage } from "../../fixtures/page";
import { expect, test } from "../../fixtures/test";

test("/admin/accounts is a good page", async ({ as }) => {
  const page = await as("administrator");
  await expectGoodPage(page, "/admin/accounts", "Accounts · Carechart");
  await expect(page.getByRole("rowheader", { name: "patient@demo.carechart.example" })).toBeVisible();
});

test("/admin/accounts shows others the way to their own pages", async ({ as }) => {
  const page = await as("tomas");
  await expectGoodPage(page, "/admin/accounts", "Accounts · Carechart");
  await expect(page.getByText("This page is for the clinic's administrator")).toBeVisible();
});
