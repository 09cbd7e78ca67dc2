// /patients/:id, where something is corrected: sent again, marked as entered in error, stopped, edited.

import { ask } from "../../fixtures/api";
import { expectGood, open } from "../../fixtures/page";
import { DEMOGRAPHICS, newId, PRESCRIPTION_FORM, register, VISIT_FORM } from "../../fixtures/records";
import { expect, test } from "../../fixtures/test";

/** So many days from now, as a form has it; in the clinic it is to come, too. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("/patients/:id doesn't call an edited visit saved when the answer to the first one was lost", async ({ as, watch }) => {
  watch.expect(/net::ERR_FAILED|status of 409/);
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}`);
  await page.getByRole("button", { name: "New visit" }).first().click();
  const dialog = page.getByRole("dialog", { name: `New visit: ${patient.name}` });
  await dialog.getByLabel("Chief complaint").fill("Sore throat");
  await dialog.getByLabel("Notes").fill("As first typed.");
  // It reaches the server, and its answer is lost.
  await page.route("**/api/record_visit", async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await dialog.getByRole("button", { name: "Save visit" }).click();
  await expect(dialog).toContainText("what you typed stays here");
  await dialog.getByLabel("Notes").fill("Edited meanwhile.");
  await dialog.getByRole("button", { name: "Save visit" }).click();
  await expect(dialog).toContainText("This was saved already, as you first sent it");
  await expect(dialog.getByLabel("Notes")).toHaveValue("Edited meanwhile.");
  await page.keyboard.press("Escape");
  const visits = page.getByRole("list", { name: "Visits" }).getByRole("listitem");
  await expect(visits).toHaveCount(1);
  await visits.locator("summary").click();
  await expect(visits).toContainText("As first typed.");
});

test("/patients/:id marks a visit as entered in error with what was prescribed in it", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  const form = { ...VISIT_FORM, prescriptions: [PRESCRIPTION_FORM, { ...PRESCRIPTION_FORM, medication: "Warfarin 5 mg" }] };
  await ask(page, "record_visit", { visit: { id: newId(), patient: patient.id, form } });
  await open(page, `/patients/${patient.id}?tab=visits`);
  const visit = page.getByRole("list", { name: "Visits" }).getByRole("listitem").first();
  await visit.locator("summary").click();
  await visit.getByRole("button", { name: "Mark entered in error" }).click();
  const dialog = page.getByRole("dialog", { name: `Visit entered in error: ${patient.name}` });
  await expect(dialog).toContainText("what was prescribed in it: Paracetamol 500 mg; Warfarin 5 mg.");
  await expectGood(page, "the dialog that marks a visit");
  await dialog.getByLabel("Reason").fill("Of another patient");
  await dialog.getByRole("button", { name: "Mark entered in error" }).click();
  await expect(visit).toContainText(/Entered in error, .*, by .*: Of another patient/);
  await open(page, `/patients/${patient.id}?tab=prescriptions`);
  for (const medication of ["Paracetamol 500 mg", "Warfarin 5 mg"]) {
    const row = page.getByRole("row").filter({ hasText: medication });
    await expect(row).toContainText("Of another patient");
    await expect(row.getByRole("button")).toHaveCount(0);
  }
});

test("/patients/:id offers a colleague to mark what they wrote themselves only", async ({ as }) => {
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const patient = await register(maya);
  await ask(maya, "start_prescription", { id: newId(), patient: patient.id, form: PRESCRIPTION_FORM });
  const found = await ask<{ id: string }[]>(maya, "find_colleagues", { patient: patient.id, search: "herrera" });
  await ask(maya, "share_chart", { patient: patient.id, colleague: found[0]!.id });
  for (const [page, count] of [[maya, 1], [tomas, 0]] as const) {
    await open(page, `/patients/${patient.id}?tab=prescriptions`);
    await expect(page.getByRole("button", { name: "Stop" })).toHaveCount(1);
    await expect(page.getByRole("button", { name: "Mark entered in error" })).toHaveCount(count);
  }
});

test("/patients/:id stops a prescription that hasn't begun, and says so", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  const form = { ...PRESCRIPTION_FORM, start_date: inDays(9), end_date: inDays(20) };
  await ask(page, "start_prescription", { id: newId(), patient: patient.id, form });
  await open(page, `/patients/${patient.id}?tab=prescriptions`);
  const row = page.getByRole("row").filter({ hasText: "Paracetamol" });
  await expect(row).toContainText("Not begun yet");
  await row.getByRole("button", { name: "Stop" }).click();
  const dialog = page.getByRole("dialog", { name: `Stop prescription: ${patient.name}` });
  await expect(dialog).toContainText(/was to begin on .*\. It doesn't begin/);
  await dialog.getByLabel("Reason").fill("Not needed");
  await dialog.getByRole("button", { name: "Stop prescription" }).click();
  await expect(row).toContainText("Was to begin");
  await expect(row).toContainText("Was planned until");
  await expect(row).toContainText("Inactive");
});

test("/patients/:id shows what the demographics said before", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}?tab=demographics`);
  await expect(page.getByRole("button", { name: "Edit demographics" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Earlier versions" })).toHaveCount(0);
  const form = { ...DEMOGRAPHICS, last_name: "Changed", blood_type: "B-" };
  await ask(page, "update_demographics", { patient: patient.id, version: 1, form });
  await open(page, `/patients/${patient.id}?tab=demographics`);
  await page.getByRole("button", { name: "Earlier versions" }).click();
  const dialog = page.getByRole("dialog", { name: "Earlier versions of the demographics: Test Changed" });
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await expect(dialog.getByRole("listitem")).toContainText(patient.name.split(" ")[1]!);
  await expect(dialog.getByRole("listitem")).toContainText("A+");
  await expect(dialog.getByRole("heading", { level: 3 })).toContainText(/^Replaced .* by /);
  await expectGood(page, "the dialog with earlier versions");
});
