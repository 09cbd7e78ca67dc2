// A person who was registered twice: a provider makes one record of the two, and takes it apart again.

import type { Page } from "@playwright/test";

import { ask, call, confirmed } from "../fixtures/api";
import { chooseMore, expectGood, hydrated, open } from "../fixtures/page";
import { join } from "../fixtures/people";
import { newId, newName, type Person, register, setAllergies, VISIT_FORM } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

/** The same person in two records of Maya's: an empty one, and one with a visit, an allergy and Tomas beside her. */
async function twice(maya: Page, tomas: Page): Promise<[Person, Person]> {
  const name = newName();
  const [survivor, merged] = [await register(maya, name), await register(maya, name)];
  await ask(maya, "record_visit", { visit: { id: newId(), patient: merged.id, form: VISIT_FORM } });
  await setAllergies(maya, merged.id, "recorded", [{ substance: "Latex", severity: "severe" }]);
  const { provider } = await ask<{ provider: string }>(tomas, "current_user");
  await ask(maya, "share_chart", { patient: merged.id, colleague: provider });
  return [survivor, merged];
}

const dialogOf = (page: Page, title: string) => page.getByRole("dialog", { name: new RegExp(`^${title}: `) });

/** Opens the dialog on a chart, and chooses the record that looks like the same person's. */
async function choose(page: Page, survivor: Person) {
  await confirmed(page);
  await open(page, `/patients/${survivor.id}`);
  await chooseMore(page, "Merge with another record…");
  const dialog = dialogOf(page, "Merge records");
  await dialog.getByRole("button", { name: "Looks like the same person" }).click();
  const question = dialog.locator("#merge-lead");
  await expect(question).toHaveText(`Is ${survivor.name}, born 3 Feb 1980, the same person?`);
  await expect(question).toBeFocused();
  return dialog;
}

test("two records become one, and two again", async ({ as, watch }) => {
  test.slow();
  watch.expect(/status of 422/);
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const [survivor, merged] = await twice(maya, tomas);

  await open(maya, `/patients/${survivor.id}`);
  await chooseMore(maya, "Merge with another record…");
  await expectGood(maya, "the search for the other record");
  await maya.keyboard.press("Escape");
  const dialog = await choose(maya, survivor);
  const rows = dialog.getByRole("row");
  await expect(rows.filter({ hasText: "Visits" })).toContainText("Differs");
  await expect(rows.filter({ hasText: "Allergies" })).toContainText("Latex (severe)");
  await expect(dialog).toContainText(/reads all of this one then: .*Herrera/);
  await expectGood(maya, "the comparison of two records");

  await dialog.getByRole("button", { name: "Merge the records" }).click();
  const reason = dialog.getByLabel("How you know that it is the same person");
  await expect(reason).toBeFocused();
  await expect(reason).toHaveAttribute("aria-invalid", "true");
  await reason.fill("The same insurance card.");
  await dialog.getByRole("button", { name: "Merge the records" }).click();
  await expect(dialog).toBeHidden();
  await expect(maya.getByRole("status").filter({ hasText: "is part of this one now" })).toBeVisible();
  const line = maya.getByRole("list", { name: "Merged records" });
  await expect(line).toContainText(`Includes the record of ${merged.name}, born 3 Feb 1980, merged on`);
  await expect(maya.getByRole("list", { name: "Allergies" }).first()).toContainText("Latex: severe");
  await expect(maya.locator(".chart-panel")).toContainText("Common cold");
  await expectGood(maya, "a chart that includes another record");

  // Both addresses lead to the one chart, for whoever treated either.
  for (const page of [maya, tomas]) {
    await page.goto(`/patients/${merged.id}?tab=prescriptions`);
    await expect(page).toHaveURL(`/patients/${survivor.id}?tab=prescriptions`);
  }
  await tomas.goto(`/patients?search=${merged.name.split(" ")[1]}`);
  await hydrated(tomas);
  await expect(tomas.getByRole("link", { name: merged.name })).toHaveCount(1);

  await open(maya, `/patients/${survivor.id}`);
  await maya.getByRole("button", { name: "Undo the merge" }).click();
  const undo = dialogOf(maya, "Undo the merge");
  await expect(undo).toContainText("Nothing was added to this chart since.");
  await expectGood(maya, "the question before a merge is undone");
  await undo.getByRole("button", { name: "Undo the merge" }).click();
  await expect(undo).toBeHidden();
  await expect(maya.getByRole("status").filter({ hasText: "is one of its own again" })).toBeVisible();
  await expect(line).toHaveCount(0);
  await expect(maya.locator(".chart-panel")).not.toContainText("Common cold");
  await open(maya, `/patients/${merged.id}`);
  await expect(maya.locator(".chart-panel")).toContainText("Common cold");
  expect((await call(tomas, "chart_header", { patient: survivor.id })).status).toBe(404);
  await open(maya, `/patients/${merged.id}?tab=access`);
  await expect(maya.locator(".chart-panel")).toContainText("took a merge of two records apart");
});

test("what changed meanwhile is shown before it is merged, and what was typed stays", async ({ as, watch }) => {
  watch.expect(/status of 409/);
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const [survivor, merged] = await twice(maya, tomas);
  const dialog = await choose(maya, survivor);
  await setAllergies(tomas, merged.id, "recorded", [{ substance: "Penicillin", severity: "severe" }]);
  const reason = dialog.getByLabel("How you know that it is the same person");
  await reason.fill("The same insurance card.");
  await dialog.getByRole("button", { name: "Merge the records" }).click();
  await expect(dialog).toContainText("changed elsewhere in the meantime");
  await expect(dialog.getByRole("row").filter({ hasText: "Allergies" })).toContainText("Penicillin (severe)");
  await expect(reason).toHaveValue("The same insurance card.");
  await dialog.getByRole("button", { name: "Merge the records" }).click();
  await expect(dialog).toBeHidden();
  await expect(maya.getByRole("list", { name: "Allergies" }).first()).toContainText("Penicillin: severe");
});

test("two records with an account each aren't merged, and the patient of one sees both", async ({ as, browser, watch }) => {
  test.slow();
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const [survivor, merged] = await twice(maya, tomas);
  const pages: Page[] = [];
  for (const person of [survivor, merged]) {
    const context = await browser.newContext();
    watch.on(context);
    const page = await context.newPage();
    const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: person.id });
    // Of each account another address.
    await join(page, url, { ...person, name: `Test ${newName()}` });
    pages.push(page);
  }
  const dialog = await choose(maya, survivor);
  await expect(dialog).toContainText("Both records have a patient's account.");
  await expect(dialog.getByRole("button", { name: "Merge the records" })).toHaveCount(0);
  await expectGood(maya, "two records that can't be merged");

  const administrator = await as("administrator");
  const { id } = await ask<{ id: string }>(pages[0]!, "current_user");
  await confirmed(administrator);
  await ask(administrator, "unlink_patient_account", { user: id });
  await choose(maya, survivor);
  await dialog.getByLabel("How you know that it is the same person").fill("The patient said so.");
  await dialog.getByRole("button", { name: "Merge the records" }).click();
  await expect(dialog).toBeHidden();
  const patient = pages[1]!;
  await open(patient, "/my-records");
  await expect(patient.getByRole("main")).toContainText(`Includes a second record of yours, of ${merged.name}`);
  await expectGood(patient, "a patient's page with a merged record");
  await open(patient, "/my-records/access");
  await expect(patient.getByRole("main")).toContainText("merged two records of the patient");
  for (const page of pages) await page.context().close();
});
