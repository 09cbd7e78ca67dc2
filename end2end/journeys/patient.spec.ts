// A patient reads their own record, changes nothing, and reads nobody else's.

import { ask, call, confirmed, upload } from "../fixtures/api";
import { pdf } from "../fixtures/files";
import { expectGood, hydrated, open } from "../fixtures/page";
import { join, signIn } from "../fixtures/people";
import { fullRecord, newId, PRESCRIPTION_FORM, register, VISIT_FORM } from "../fixtures/records";
import { ON_A_RECORD, shareChart } from "../fixtures/server_functions";
import { expect, test } from "../fixtures/test";

test("reads the health card, visits, prescriptions and documents", async ({ as }) => {
  const page = await as("patient");
  const user = await ask<{ display_name: string }>(page, "current_user");
  await open(page, "/");
  await expect(page).toHaveURL("/my-records");
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { name: user.display_name })).toBeVisible();
  await expect(main.getByRole("heading", { name: "Upcoming visits" })).toBeVisible();
  await expect(main).toContainText("No upcoming visits");
  await expect(main).toContainText("Contact your provider to update your records");
  await expect(main.getByRole("link", { name: "+1 555 0100" }).first()).toHaveAttribute("href", /^tel:/);

  const visit = main.locator("details").first();
  await visit.locator("summary").click();
  await expect(visit).toContainText("Reason for the visit");
  for (const tab of [/^Prescriptions/, /^Documents/]) {
    await main.getByRole("link", { name: tab }).click();
    await expect(main.getByRole("link", { name: tab })).toHaveAttribute("aria-current", "page");
    expect(await main.getByRole("listitem").count()).toBeGreaterThan(3);
  }
  await expect(page).toHaveURL(/tab=documents/);
  const downloading = page.waitForEvent("download");
  await main.getByRole("link", { name: "Download" }).first().click();
  expect((await downloading).suggestedFilename()).toMatch(/\.(pdf|jpg)$/);
});

test("writes none of the record, by any server function", async ({ as }) => {
  const page = await as("patient");
  const { patient } = await ask<{ patient: string }>(page, "current_user");
  const first = async (name: string) => {
    const { rows } = await ask<{ rows: { id: string }[] }>(page, name, { patient, after: null });
    return rows[0]?.id ?? newId();
  };
  const target = {
    patient,
    visit: await first("list_visits"),
    prescription: await first("list_prescriptions"),
    document: await first("list_documents"),
  };
  const read = () =>
    Promise.all(["list_visits", "list_prescriptions", "list_documents"].map((name) => call(page, name, { patient, after: null })));
  const before = [await call(page, "my_record"), ...(await read())];
  const reads = ["list_visits", "list_vitals", "list_prescriptions", "list_documents", "list_visit_versions", "list_patient_versions", "list_access", "list_caregivers", "chart_header"];
  // Who reads it is the patient's to say, and none of the record.
  const own = ["invite_caregiver"];
  for (const [name, args] of Object.entries(ON_A_RECORD)) {
    if (reads.includes(name) || own.includes(name)) continue;
    const answer = await call(page, name, args(target));
    if (name === "find_colleagues" && answer.status === 200) expect(JSON.parse(answer.body)).toEqual([]);
    else expect(answer.status, name).toBe(404);
  }
  expect((await call(page, "share_chart", shareChart(target, newId()))).status).toBe(404);
  expect((await upload(page, patient, pdf())).status).toBe(404);
  expect([await call(page, "my_record"), ...(await read())]).toEqual(before);
});

test("doesn't read a private note or a document that was misfiled", async ({ as, page }) => {
  const maya = await as("maya");
  const record = await fullRecord(maya);
  await ask(maya, "save_private_note", { visit: record.visit, text: "Between colleagues only" });
  await ask(maya, "mark_document_entered_in_error", { document: record.document, reason: "Another patient's" });
  const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: record.patient.id });
  await join(page, url, record.patient);
  await expect(page.getByRole("main")).toContainText("Common cold");
  expect((await call(page, "list_visits", { patient: record.patient.id, after: null })).body).not.toContain("colleagues");
  expect(await ask(page, "list_documents", { patient: record.patient.id, after: null })).toMatchObject({ rows: [] });
  const download = await page.request.get(`/documents/${record.document}/download`, { maxRedirects: 0 });
  expect(download.status()).toBe(404);
});

test("is told of a visit that was entered in error, and reads nothing of it", async ({ as, page }) => {
  const maya = await as("maya");
  const record = await fullRecord(maya);
  const wrong = newId();
  const prescriptions = [{ ...PRESCRIPTION_FORM, medication: "Doxycycline" }];
  const form = { ...VISIT_FORM, visit_date: "2026-01-06T09:30", diagnosis: "Chlamydia", prescriptions };
  await ask(maya, "record_visit", { visit: { id: wrong, patient: record.patient.id, form } });
  const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: record.patient.id });
  await join(page, url, record.patient);
  const main = page.getByRole("main");
  const told = main.getByText("A visit of 6 Jan 2026 was entered by mistake and isn't shown.");
  await expect(main).toContainText("Chlamydia");
  await expect(told).toHaveCount(0);

  await ask(maya, "mark_visit_entered_in_error", { visit: wrong, reason: "It is Carl Jones's" });
  for (const [tab, kept, hidden] of [
    ["visits", "Common cold", "Chlamydia"],
    ["prescriptions", "Paracetamol", "Doxycycline"],
  ] as const) {
    await open(page, `/my-records?tab=${tab}`);
    await expect(told).toBeVisible();
    await expect(main).toContainText(kept);
    await expect(main).not.toContainText(hidden);
    await expect(main).not.toContainText("Carl Jones");
    await expectGood(page, `the ${tab}, of which one is hidden`);
  }
  await open(maya, `/patients/${record.patient.id}`);
  const struck = maya.getByRole("list", { name: "Visits" }).getByRole("listitem").filter({ hasText: "Chlamydia" });
  await expect(struck.getByText("Entered in error", { exact: true })).toBeVisible();
});

test("reads nothing any more once the account is unlinked, and comes back by a new one", async ({ as, page, watch }) => {
  // The page that was open asks once more.
  watch.expect(/status of (401|404|422)/);
  const [maya, administrator] = [await as("maya"), await as("administrator")];
  const patient = await register(maya);
  const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: patient.id });
  const account = await join(page, url, patient);
  type Accounts = { rows: { id: string }[] };
  const { rows } = await ask<Accounts>(administrator, "list_patient_accounts", { search: account.email, after: null });
  await confirmed(administrator);
  await ask(administrator, "unlink_patient_account", { user: rows[0]!.id });

  await page.goto("/my-records");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await hydrated(page);
  await signIn(page, account);
  await expect(page.getByText("Email or password is wrong.").first()).toBeVisible();
  await expect(page.getByText(patient.name)).toHaveCount(0);
  expect((await call(page, "list_visits", { patient: patient.id, after: null })).status).toBe(401);

  // The same address is free for the account that the patient makes next.
  const next = await ask<{ url: string }>(maya, "invite_patient", { patient: patient.id });
  await join(page, next.url, patient);
  await expect(page).toHaveURL("/my-records");
  await expect(page.getByText(patient.name).first()).toBeVisible();
});
