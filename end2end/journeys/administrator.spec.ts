// The administrator verifies a provider, who then sees patients; withdrawing it ends that at once.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { EMAILS, PASSWORD, setting } from "../fixtures/accounts";
import { asUnconfirmed, ask, call, confirmed } from "../fixtures/api";
import { chooseMore, expectAccessible, expectGood, hydrated, open } from "../fixtures/page";
import { apply, join as joinAsPatient, signIn } from "../fixtures/people";
import { ON_A_RECORD } from "../fixtures/server_functions";
import { fullRecord, newId, newName, register } from "../fixtures/records";
import { program, repository } from "../fixtures/server";
import { expect, test } from "../fixtures/test";

test("a verification lets a provider in, and its withdrawal ends it", async ({ as, page, watch }) => {
  const applicant = await apply(page);
  await expect(page.getByText("Your account is waiting for verification")).toBeVisible();

  const administrator = await as("administrator");
  // Letting somebody in asks who it is.
  await confirmed(administrator);
  watch.expect(/status of 403/);
  await asUnconfirmed(administrator, "set_provider_verified");
  await open(administrator, "/admin/providers");
  const row = administrator.getByRole("row").filter({ hasText: applicant.name });
  await expect(row).toContainText("T-4711");
  await expect(row).toContainText("Waiting");
  await row.getByRole("button", { name: `Verify ${applicant.name}` }).click();
  const dialog = administrator.getByRole("dialog", { name: `Verify ${applicant.name}` });
  await expect(dialog).toContainText("T-4711");
  await expectAccessible(administrator, "the dialog that verifies");
  await dialog.getByRole("button", { name: "Verify provider" }).click();
  const confirmation = administrator.getByRole("dialog", { name: "Confirm that it is you" });
  await confirmation.getByLabel("Password, or a code").fill(PASSWORD);
  await confirmation.getByRole("button", { name: "Confirm" }).click();
  await expect(administrator.getByText(`${applicant.name} is verified.`)).toBeVisible();
  await expect(row).toContainText("Verified");

  await open(page, "/patients");
  await expect(page.getByText("No patients yet")).toBeVisible();
  await expectGood(page, "/patients without a patient");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(patient.name);

  await row.getByRole("button", { name: `Withdraw ${applicant.name}` }).click();
  await expectGood(administrator, "the dialog that withdraws");
  await administrator.getByRole("dialog").getByRole("button", { name: "Withdraw verification" }).click();
  // Whoever goes on by keyboard isn't sent back to the top of the page.
  await expect(administrator.getByRole("status").filter({ hasText: applicant.name })).toBeFocused();
  await expect(row).toContainText("Waiting");
  // It signs the provider out, too, who can come back and sees nothing.
  await page.goto(`/patients/${patient.id}`);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await hydrated(page);
  watch.expect(/status of 404/);
  await signIn(page, applicant);
  await expect(page).toHaveURL(`/patients/${patient.id}`);
  await expect(page.getByText("Your account is waiting for verification")).toBeVisible();
  await expect(page.getByText(patient.name)).toHaveCount(0);
});

test("the administrator reads no record", async ({ as }) => {
  const record = await fullRecord(await as("maya"));
  const administrator = await as("administrator");
  for (const path of ["/patients", "/visits", "/prescriptions", "/documents"]) {
    await open(administrator, path);
    await expect(administrator.getByText("This page is for providers")).toBeVisible();
    expect(await administrator.content()).not.toContain(record.patient.name);
  }
  const target = { ...record, patient: record.patient.id };
  expect((await call(administrator, "chart_header", ON_A_RECORD.chart_header!(target))).status).toBe(404);
});

test("the dialogs that attach, unlink and close an account are good", async ({ as }) => {
  const page = await as("administrator");
  const practitioner = importPractitioner();
  const attach = () => page.getByRole("button", { name: "Attach account" }).first().click();
  const unlink = () => chooseMore(page.getByRole("row").filter({ hasText: EMAILS.patient }), "Unlink");
  const close = () => chooseMore(page.getByRole("row").filter({ hasText: EMAILS.unverified }), /^Close account/);
  for (const [path, verb, press] of [
    [`/admin/providers?search=${practitioner}`, "Attach account", attach],
    ["/admin/providers", "Close account", close],
    ["/admin/accounts", "Unlink", unlink],
  ] as const) {
    await open(page, path);
    await press();
    await expect(page.getByRole("dialog", { name: new RegExp(`^${verb.split(" ")[0]}`) })).toBeVisible();
    await expectGood(page, `the dialog ${verb}`);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});

test("a caregiver's account is closed, and the patient is told until the notice is put away", async ({ as, browser, page, watch }) => {
  const [maya, administrator] = [await as("maya"), await as("administrator")];
  const person = await register(maya);
  const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: person.id });
  await joinAsPatient(page, url, person);
  const form = { name: "Ana", months: "12" };
  const link = await ask<{ url: string }>(page, "invite_caregiver", { patient: person.id, form });
  const context = await browser.newContext();
  watch.on(context);
  const ana = await context.newPage();
  const email = `ana.${newId()}@example.org`;
  const answer = { token: link.url.split("/").pop()!, date_of_birth: person.dateOfBirth, email, password: "a caregiver's long password" };
  expect((await call(ana, "accept_caregiver", { form: answer })).status).toBe(200);
  await context.close();

  await open(administrator, `/admin/accounts?search=${email}`);
  await chooseMore(administrator.getByRole("row").filter({ hasText: email }), /^Close account/);
  await confirmed(administrator);
  await administrator.getByRole("dialog").getByRole("button", { name: "Close account" }).click();
  await expect(administrator.getByText(`The account is closed, and ${email} is free for a new one.`)).toBeVisible();

  await open(page, "/my-records");
  await expect(page.getByText("Ana no longer reads your record")).toBeVisible();
  await expectGood(page, "/my-records with the notice of an access that ended");
  await open(page, "/my-records/caregivers");
  await expect(page.getByText(/^Ended .*: the clinic closed their account\.$/)).toBeVisible();
  await open(page, "/my-records");
  await page.getByRole("button", { name: "Put away the notice of Ana" }).click();
  await expect(page.getByText("Ana no longer reads your record")).toHaveCount(0);
});

/** Imports a record from another system, whose practitioner has no account here. */
function importPractitioner(): string {
  const name = newName();
  const bundle = {
    resourceType: "Bundle",
    type: "transaction",
    entry: [
      { resource: { resourceType: "Patient", id: "p", name: [{ family: newName(), given: ["Asa"] }], birthDate: "2001-01-01" } },
      {
        resource: {
          resourceType: "Encounter",
          id: "e",
          period: { start: "2020-01-01T10:00:00Z" },
          participant: [{ individual: { display: `Dr. ${name}` } }],
        },
      },
    ],
  };
  const directory = setting("CARECHART_DIRECTORY");
  const file = join(directory, `${name}.json`);
  writeFileSync(file, JSON.stringify(bundle));
  execFileSync(program, ["--data", join(directory, "data"), "import-fhir", file], { cwd: repository, stdio: "ignore" });
  return name;
}
