// /my-records/caregivers and /caregiver/…

import { ask, confirmed } from "../fixtures/api";
import { chooseMore, expectGood, expectGoodPage, open } from "../fixtures/page";
import { DEMOGRAPHICS, newId, newName } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("/my-records/caregivers is a good page", async ({ as }) => {
  const page = await as("patient");
  await expectGoodPage(page, "/my-records/caregivers", "Caregivers · Carechart");
  await expect(page.getByLabel("Their name")).toBeVisible();
});

test("/my-records/caregivers shows others the way to their own pages", async ({ as }) => {
  const page = await as("maya");
  await open(page, "/my-records/caregivers");
  await expect(page.getByText("This page is for patients")).toBeVisible();
});

test("/caregiver/… says that a link doesn't work any more", async ({ page, watch }) => {
  watch.expect(/status of 404/);
  await expectGoodPage(page, `/caregiver/${newName()}`, "Read a record for somebody · Carechart");
  await expect(page.getByText("This link doesn't work any more")).toBeVisible();
});

test("/caregiver/… is a good page, for nobody and for a provider", async ({ as, page }) => {
  const patient = await as("patient");
  const { patient: record } = await ask<{ patient: string }>(patient, "current_user");
  const form = { name: newName(), months: "1" };
  const { url } = await ask<{ url: string }>(patient, "invite_caregiver", { patient: record, form });
  const { pathname } = new URL(url);
  await expectGoodPage(page, pathname, "Read a record for somebody · Carechart");
  const maya = await as("maya");
  await open(maya, pathname);
  await expect(maya.getByText("This account can't be a caregiver's")).toBeVisible();
  await expectGood(maya, "a caregiver's link, opened by a provider");
});

test("/patients/:id lets a provider choose a child's caregivers", async ({ as }) => {
  const page = await as("maya");
  const [id, name] = [newId(), newName()];
  const born = `${new Date().getFullYear() - 10}-01-05`;
  const form = { ...DEMOGRAPHICS, first_name: "Test", last_name: name, date_of_birth: born };
  await ask(page, "register_patient", { id, form, not_duplicates: [] });
  await confirmed(page);
  await open(page, `/patients/${id}`);
  await chooseMore(page, "Caregivers");
  const dialog = page.getByRole("dialog", { name: `Caregivers: Test ${name}` });
  await dialog.getByLabel("Their name").fill("A parent");
  await expectGood(page, "the dialog of a child's caregivers");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByLabel("Link for the caregiver")).toHaveValue(/\/caregiver\//);
  await dialog.getByRole("button", { name: "Done" }).click();
  const entry = dialog.getByRole("listitem").filter({ hasText: "A parent" });
  await expect(entry).toContainText("Invited");

  // Above the first dialog, and back to it.
  const button = entry.getByRole("button", { name: "End access" });
  await button.click();
  const ending = page.getByRole("dialog", { name: "End access of A parent" });
  await expect(ending.getByText("The link for A parent stops working.")).toBeVisible();
  await ending.getByRole("button", { name: "Cancel" }).click();
  await expect(ending).toBeHidden();
  await expect(button).toBeFocused();
  await button.click();
  await ending.getByRole("button", { name: "End access" }).click();
  await expect(dialog.getByText("Nobody yet")).toBeVisible();
});
