import { expectGoodPage } from "../fixtures/page";
import { newName } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("/reset-password/… says that a link doesn't work any more", async ({ page, watch }) => {
  watch.expect(/status of 404/);
  await expectGoodPage(page, `/reset-password/${newName()}`, "Choose a new password · Carechart");
  await expect(page.getByText("This link doesn't work any more")).toBeVisible();
  expect((await page.request.get(`/reset-password/${newName()}`)).status()).toBe(404);
});
