import { expectGood, expectGoodPage, open } from "../fixtures/page";
import { expect, test } from "../fixtures/test";

test("/colleagues is a good page, and so is its dialog", async ({ as, watch }) => {
  watch.expect(/status of 422/);
  const page = await as("maya");
  await expectGoodPage(page, "/colleagues", "Colleagues · Carechart");
  await page.getByRole("button", { name: "Ask for a cover" }).click();
  const dialog = page.getByRole("dialog", { name: "Ask for a cover" });
  await dialog.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(dialog.getByText("Choose a day and a time.").first()).toBeVisible();
  await expectGood(page, "the dialog that asks for a cover");
});

test("/colleagues shows others the way to their own pages", async ({ as }) => {
  const page = await as("patient");
  await open(page, "/colleagues");
  await expect(page.getByText("This page is for providers")).toBeVisible();
});
