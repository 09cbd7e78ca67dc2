// Dialogs of more than one step keep the focus inside and say what came of it; and a list that can't be fetched says so.

import { confirmed } from "../fixtures/api";
import { chooseMore, expectGood, open } from "../fixtures/page";
import { register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("sharing a chart moves the focus to each step", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}`);
  await chooseMore(page, "Share chart");
  const dialog = page.getByRole("dialog", { name: `Share chart: ${patient.name}` });
  await expect(dialog.getByRole("searchbox")).toBeFocused();
  const colleague = dialog.getByRole("button", { name: /Herrera/ });
  await colleague.focus();
  await page.keyboard.press("Enter");
  const question = dialog.locator("#share-question");
  await expect(question).toContainText(`Share ${patient.name}'s chart with`);
  await expect(question).toBeFocused();
  await expectGood(page, "the question before a chart is shared");
  await dialog.getByRole("button", { name: "Choose someone else" }).press("Enter");
  await expect(dialog.getByRole("searchbox")).toBeFocused();
});

test("inviting a patient moves the focus to the link and announces it", async ({ as }) => {
  const page = await as("maya");
  await confirmed(page);
  const patient = await register(page);
  await open(page, `/patients/${patient.id}`);
  await chooseMore(page, "Invite patient");
  const dialog = page.getByRole("dialog", { name: `Invite patient: ${patient.name}` });
  await dialog.getByRole("button", { name: "Make the link" }).press("Enter");
  await expect(dialog.getByLabel("Link for the patient")).toBeFocused();
  await expect(dialog.getByRole("status").filter({ hasText: "The link is made." })).toHaveCount(1);
  await expectGood(page, "the link for the patient");
});

test("a list that can't be fetched says what to do", async ({ as, watch }) => {
  watch.expect(/status of 503/);
  const page = await as("maya");
  await open(page, "/patients");
  await page.route("**/api/list_patients", (route) => route.fulfill({ status: 503, body: '"unavailable"' }));
  await page.getByRole("columnheader").getByRole("link", { name: "Date of birth" }).click();
  const refusal = page.getByRole("main").getByRole("alert");
  await expect(refusal).toContainText("can't be reached just now");
  await expect(refusal.getByRole("link", { name: "Load the page again" })).toBeVisible();
  await expectGood(page, "/patients that can't be fetched");
});
