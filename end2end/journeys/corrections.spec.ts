// What was written is put right: demographics, visits with their earlier versions, and what was entered in error.

import type { Page } from "@playwright/test";

import { ask } from "../fixtures/api";
import { expectGood, open } from "../fixtures/page";
import { fullRecord, register, setAllergies } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

// axe runs four times over each dialog.
test.describe.configure({ timeout: 180_000 });

const firstVisit = (page: Page) => page.getByRole("list", { name: "Visits" }).getByRole("listitem").first();

/** Lets a colleague treat the patient, too. */
async function share(page: Page, patient: string, colleague: Page) {
  const { provider } = await ask<{ provider: string }>(colleague, "current_user");
  await ask(page, "share_chart", { patient, colleague: provider });
}

test("demographics are edited", async ({ as, watch }) => {
  watch.expect(/status of 422/);
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}?tab=demographics`);
  await page.getByRole("button", { name: "Edit demographics" }).click();
  const dialog = page.getByRole("dialog", { name: `Edit demographics: ${patient.name}` });
  await expect(dialog.getByLabel("First name")).toHaveValue("Test");
  await expectGood(page, "Edit demographics");
  await dialog.getByLabel("First name").fill("");
  await dialog.getByLabel("Blood type").selectOption("AB-");
  await dialog.getByLabel("City").fill("Lowell");
  await dialog.getByRole("button", { name: "Save demographics" }).click();
  await expect(dialog.getByLabel("First name")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("First name").fill("Renamed");
  await dialog.getByRole("button", { name: "Save demographics" }).click();
  await expect(dialog).toBeHidden();
  const name = `Renamed ${patient.name.split(" ")[1]}`;
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page).toHaveTitle(`${name} · Carechart`);
  await expect(page.getByRole("main")).toContainText("Lowell");
  await expect(page.getByRole("main")).toContainText("AB-");
});

test("a visit is amended by its author and added to by a colleague", async ({ as }) => {
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const { patient } = await fullRecord(maya);
  await share(maya, patient.id, tomas);
  const visit = firstVisit(maya);

  await test.step("the author amends it, and reads what it said before", async () => {
    await open(maya, `/patients/${patient.id}`);
    await visit.locator("summary").click();
    await expect(visit).toContainText("Rest.");
    await expectGood(maya, "a visit that is unfolded");
    await visit.getByRole("button", { name: "Amend" }).click();
    const dialog = maya.getByRole("dialog", { name: `Amend visit: ${patient.name}` });
    await expect(dialog.getByLabel("Diagnosis")).toHaveValue("Common cold");
    await expectGood(maya, "Amend visit");
    await dialog.getByLabel("Diagnosis").fill("Influenza");
    await dialog.getByLabel("Reason for the amendment").fill("The test came back");
    await dialog.getByRole("button", { name: "Save amendment" }).click();
    await expect(dialog).toBeHidden();
    await expect(visit).toContainText("Influenza");
    await expect(visit.getByText("Amended", { exact: true })).toBeVisible();
    await visit.getByRole("button", { name: "1 earlier version" }).click();
    const versions = maya.getByRole("dialog", { name: `Earlier versions of a visit: ${patient.name}` });
    await expect(versions).toContainText("Common cold");
    await expect(versions).toContainText("The test came back");
    await expectGood(maya, "Earlier versions of a visit");
    await maya.keyboard.press("Escape");
  });

  await test.step("the author keeps a private note", async () => {
    await visit.getByRole("button", { name: "Private note" }).click();
    const dialog = maya.getByRole("dialog", { name: `Private note: ${patient.name}` });
    await expectGood(maya, "Private note");
    await dialog.getByLabel("Private note").fill("Only mine to read");
    await dialog.getByRole("button", { name: "Save note" }).click();
    await expect(visit).toContainText("Only mine to read");
  });

  await test.step("a colleague adds to it, and changes nothing of it", async () => {
    await open(tomas, `/patients/${patient.id}`);
    const seen = firstVisit(tomas);
    await seen.locator("summary").click();
    await expect(seen).toContainText("Influenza");
    await expect(seen).not.toContainText("Only mine to read");
    for (const name of ["Amend", "Private note", "Mark entered in error"]) {
      await expect(seen.getByRole("button", { name })).toHaveCount(0);
    }
    await seen.getByRole("button", { name: "Add addendum" }).click();
    const dialog = tomas.getByRole("dialog", { name: `Add addendum: ${patient.name}` });
    await expectGood(tomas, "Add addendum");
    await dialog.getByRole("textbox", { name: "Addendum" }).fill("Seen again, better.");
    await dialog.getByRole("button", { name: "Add addendum" }).click();
    await expect(seen).toContainText("Seen again, better.");
    await open(maya, `/patients/${patient.id}`);
    await visit.locator("summary").click();
    await expect(visit).toContainText("Seen again, better.");
  });
});

test("a visit, a prescription and a document are marked as entered in error by who wrote them", async ({ as }) => {
  const [page, tomas] = [await as("maya"), await as("tomas")];
  const { patient } = await fullRecord(page);
  await share(page, patient.id, tomas);
  const marked = (who: Page) => ({
    visits: firstVisit(who),
    prescriptions: who.getByRole("row").filter({ hasText: "Paracetamol" }),
    documents: who.getByRole("list", { name: "Documents" }).getByRole("listitem").first(),
  });
  for (const tab of ["visits", "prescriptions", "documents"] as const) {
    await open(page, `/patients/${patient.id}?tab=${tab}`);
    const thing = marked(page)[tab];
    if (tab === "visits") await thing.locator("summary").click();
    await thing.getByRole("button", { name: "Mark entered in error" }).click();
    const dialog = page.getByRole("dialog", { name: new RegExp(`entered in error: ${patient.name}$`) });
    await expectGood(page, `the dialog that marks one of the ${tab}`);
    await dialog.getByLabel("Reason").fill(`The wrong ${tab}`);
    await dialog.getByRole("button", { name: "Mark entered in error" }).click();
    await expect(dialog).toBeHidden();
    await expect(thing.getByText("Entered in error", { exact: true })).toBeVisible();
    await expect(thing).toContainText(`The wrong ${tab}`);
    await expect(thing.getByRole("button", { name: "Mark entered in error" })).toHaveCount(0);
    await expectGood(page, `one of the ${tab}, entered in error`);
  }
});

test("a colleague stops a prescription and can't call it an error", async ({ as }) => {
  const [maya, page] = [await as("maya"), await as("tomas")];
  const { patient } = await fullRecord(maya);
  await share(maya, patient.id, page);
  await open(page, `/patients/${patient.id}?tab=prescriptions`);
  const row = page.getByRole("row").filter({ hasText: "Paracetamol" });
  await expect(row.getByRole("button", { name: "Mark entered in error" })).toHaveCount(0);
  await row.getByRole("button", { name: "Stop" }).click();
  const dialog = page.getByRole("dialog", { name: `Stop prescription: ${patient.name}` });
  await expectGood(page, "Stop prescription");
  await dialog.getByLabel("Reason").fill("Better");
  await dialog.getByRole("button", { name: "Stop prescription" }).click();
  await expect(row).toContainText("Inactive");
});

test("a prescription that matches an allergy is started with a reason only", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  await setAllergies(page, patient.id, "recorded", [{ substance: "Penicillin", severity: "severe" }]);
  await open(page, `/patients/${patient.id}?tab=prescriptions`);
  await page.getByRole("button", { name: "Start prescription" }).click();
  const dialog = page.getByRole("dialog", { name: `Start prescription: ${patient.name}` });
  await dialog.getByLabel("Medication").fill("Amoxicillin 500 mg");
  const start = dialog.getByRole("button", { name: "Start prescription" });
  await start.click();
  await expect(dialog.getByRole("alert").filter({ hasText: "This matches a recorded allergy" })).toContainText("Penicillin");
  await expectGood(page, "Start prescription with a conflict");
  await start.click();
  await expect(dialog.getByLabel(/^Reason/)).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel(/^Reason/).fill("Tolerated well in 2024");
  await start.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: "Amoxicillin" })).toContainText("Tolerated well in 2024");
});

test("an implausible vital sign is warned of and saved as it is", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}`);
  await page.getByRole("button", { name: "New visit" }).first().click();
  const dialog = page.getByRole("dialog", { name: `New visit: ${patient.name}` });
  await dialog.getByLabel("Chief complaint").fill("Fever");
  await dialog.getByLabel(/^Temperature/).fill("383");
  await expect(dialog.getByText(/Temperature is usually between/)).toBeVisible();
  await expectGood(page, "New visit with a warning");
  await dialog.getByRole("button", { name: "Save visit" }).click();
  await expect(dialog).toBeHidden();
  const visits = await ask<object>(page, "list_visits", { patient: patient.id, after: null });
  expect(visits).toMatchObject({ rows: [{ vitals: { temperature: 383 } }] });
});
