// What was typed into a form isn't lost: when the session ends meanwhile, and when somebody else saves first.

import { EMAILS, PASSWORD } from "../fixtures/accounts";
import { ask } from "../fixtures/api";
import { expectGood, hydrated, open } from "../fixtures/page";
import { signIn } from "../fixtures/people";
import { DEMOGRAPHICS, fullRecord, register, setAllergies, VISIT_FORM } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("whose session has ended signs in beside the form and sends it again", async ({ as, page, watch }) => {
  watch.expect(/status of 401/);
  const patient = await register(await as("maya"));
  const maya = { email: EMAILS.maya, password: PASSWORD };
  await open(page, "/sign-in");
  await signIn(page, maya);
  await expect(page).toHaveURL("/patients");
  await open(page, `/patients/${patient.id}`);
  await page.getByRole("button", { name: "New visit" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New visit" });
  await dialog.getByLabel("Chief complaint").fill("A long story");
  await dialog.getByLabel("Notes").fill("Half an hour of it.");
  await page.context().clearCookies();
  await dialog.getByRole("button", { name: "Save visit" }).click();
  const refusal = dialog.getByRole("alert").filter({ hasText: "Your session has ended" });
  await expect(refusal).toBeVisible();
  await expectGood(page, "a form whose session has ended");

  const opened = page.context().waitForEvent("page");
  await refusal.getByRole("link", { name: "Sign in in a new tab" }).click();
  const tab = await opened;
  await hydrated(tab);
  await signIn(tab, maya);
  await expect(tab).toHaveURL("/patients");
  await tab.close();

  await expect(dialog.getByLabel("Notes")).toHaveValue("Half an hour of it.");
  await dialog.getByRole("button", { name: "Save visit" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("list", { name: "Visits" })).toContainText("A long story");
});

test("demographics that somebody else changed are shown beside what was typed", async ({ as, watch }) => {
  watch.expect(/status of 409/);
  const page = await as("maya");
  const patient = await register(page);
  const header = () =>
    ask<{ version: number; demographics: typeof DEMOGRAPHICS }>(page, "chart_header", { patient: patient.id });
  await open(page, `/patients/${patient.id}?tab=demographics`);
  await page.getByRole("button", { name: "Edit demographics" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit demographics" });
  await dialog.getByLabel("City").fill("Lowell");

  const { version, demographics } = await header();
  const form = { ...demographics, insurance: { company: "Mutual", policy_number: "P-1" } };
  await ask(page, "update_demographics", { patient: patient.id, version, form });
  const save = dialog.getByRole("button", { name: "Save demographics" });
  await save.click();
  await expect(dialog.getByRole("alert").filter({ hasText: "This was changed elsewhere" })).toBeVisible();

  // Not even closing the dialog loses it.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: "Edit demographics" }).click();
  await expect(dialog.getByLabel("City")).toHaveValue("Lowell");
  await dialog.getByText("Show what is saved now").click();
  await expect(dialog.locator(".saved-now")).toContainText("Mutual");
  await expectGood(page, "a form beside what is saved now");
  await save.click();
  await expect(dialog).toBeHidden();
  expect((await header()).demographics.address.city).toBe("Lowell");
});

test("allergies that somebody else changed are shown beside what was typed", async ({ as, watch }) => {
  watch.expect(/status of 409/);
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}?tab=demographics`);
  await page.getByRole("button", { name: "Edit allergies" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit allergies" });
  await dialog.getByRole("button", { name: "Add allergy" }).click();
  await dialog.getByLabel("Substance").fill("Latex");
  await setAllergies(page, patient.id, "recorded", [{ substance: "Penicillin", severity: "severe" }]);
  const save = dialog.getByRole("button", { name: "Save allergies" });
  await save.click();
  await dialog.getByText("Show what is saved now").click();
  await expect(dialog.locator(".saved-now")).toContainText("Penicillin");
  await dialog.getByRole("button", { name: "Add allergy" }).click();
  await dialog.getByLabel("Substance").last().fill("Penicillin");
  await save.click();
  await expect(dialog).toBeHidden();
  const allergies = page.getByRole("list", { name: "Allergies" });
  await expect(allergies).toContainText("Latex");
  await expect(allergies).toContainText("Penicillin");
});

test("a visit that was amended in another window is shown beside what was typed", async ({ as, watch }) => {
  watch.expect(/status of 409/);
  const page = await as("maya");
  const { patient, visit: id } = await fullRecord(page);
  await open(page, `/patients/${patient.id}`);
  const visit = page.getByRole("list", { name: "Visits" }).getByRole("listitem").first();
  await visit.locator("summary").click();
  await visit.getByRole("button", { name: "Amend" }).click();
  const dialog = page.getByRole("dialog", { name: "Amend visit" });
  await dialog.getByLabel("Notes").fill("Rest, and tea.");
  await dialog.getByLabel("Reason for the amendment").fill("Tea helps");
  const form = { ...VISIT_FORM, diagnosis: "Influenza" };
  await ask(page, "amend_visit", { visit: id, version: 1, reason: "The test came back", form });
  const save = dialog.getByRole("button", { name: "Save amendment" });
  await save.click();
  await dialog.getByText("Show what is saved now").click();
  await expect(dialog.locator(".saved-now")).toContainText("Influenza");
  await expect(dialog.getByLabel("Notes")).toHaveValue("Rest, and tea.");
  await dialog.getByLabel("Diagnosis").fill("Influenza");
  await save.click();
  await expect(dialog).toBeHidden();
  await expect(visit).toContainText("Rest, and tea.");
  await expect(visit.getByRole("button", { name: "2 earlier versions" })).toBeVisible();
});
