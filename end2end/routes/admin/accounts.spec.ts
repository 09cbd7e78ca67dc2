import { EMAILS } from "../../fixtures/accounts";
import { expectGood, expectGoodPage, more } from "../../fixtures/page";
import { expect, test } from "../../fixtures/test";

test("/admin/accounts is a good page", async ({ as }) => {
  const page = await as("administrator");
  await expectGoodPage(page, "/admin/accounts", "Accounts · Carechart");
  const row = page.getByRole("row").filter({ hasText: EMAILS.patient });
  await expect(row.getByRole("rowheader")).toBeVisible();
  await expect(row.getByRole("button", { name: `Reset password of ${EMAILS.patient}` })).toBeEnabled();
  await more(row).locator("summary").click();
  await expect(more(row).getByRole("button")).toHaveText([`Unlink ${EMAILS.patient}`, `Suspend ${EMAILS.patient}`]);
  await expectGood(page, "/admin/accounts with an account's More");
});

test("/admin/accounts shows others the way to their own pages", async ({ as }) => {
  const page = await as("tomas");
  await expectGoodPage(page, "/admin/accounts", "Accounts · Carechart");
  await expect(page.getByText("This page is for the clinic's administrator")).toBeVisible();
});
