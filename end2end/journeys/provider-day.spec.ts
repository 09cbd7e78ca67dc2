// A provider's day, from signing in to a patient who reads what was written.

import { readFileSync } from "node:fs";

import { EMAILS, PASSWORD } from "../fixtures/accounts";
import { jpeg, pdf } from "../fixtures/files";
import { chooseMore, hydrated, more, open } from "../fixtures/page";
import { signIn } from "../fixtures/people";
import { newName } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("a provider's day", async ({ page, browser, watch, as }) => {
  test.setTimeout(180_000);
  const lastName = newName();
  const name = `Amélie ${lastName}`;
  const status = page.getByRole("main").getByRole("status");

  await test.step("signs in and sees the dashboard", async () => {
    await open(page, "/");
    await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
    await expect(page).toHaveURL("/sign-in");
    await signIn(page, { email: EMAILS.maya, password: PASSWORD });
    await expect(page).toHaveURL("/patients");
    for (const card of ["Total patients", "Visits this week", "Active prescriptions", "Pending documents"]) {
      await expect(page.getByRole("list", { name: "At a glance" }).getByRole("link", { name: card })).toContainText(/\d/);
    }
    expect(await page.getByRole("rowheader").count()).toBeGreaterThan(2);
  });

  await test.step("registers a new patient", async () => {
    await page.getByRole("button", { name: "New patient" }).click();
    const dialog = page.getByRole("dialog", { name: "New patient" });
    await dialog.getByLabel("First name").fill("Amélie");
    await dialog.getByLabel("Last name").fill(lastName);
    await dialog.getByLabel("Date of birth").fill("1988-04-12");
    await dialog.getByLabel("Gender").selectOption("Female");
    await dialog.getByLabel("Blood type").selectOption("O-");
    await dialog.getByLabel("City").fill("Riverside");
    await dialog.getByLabel("Contact's name").fill("Jean Dupont");
    await dialog.getByRole("button", { name: "Register patient" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(page).toHaveTitle(`${name} · Carechart`);
    await expect(page.getByRole("main")).toContainText("12 Apr 1988");
    await expect(page.getByRole("main")).toContainText("O-");
    await expect(page.getByText("Allergies unknown")).toBeVisible();
  });

  await test.step("records a severe allergy", async () => {
    await page.getByRole("main").getByRole("link", { name: "Demographics" }).click();
    await expect(page.getByText("Jean Dupont")).toBeVisible();
    await page.getByRole("button", { name: "Edit allergies" }).click();
    const dialog = page.getByRole("dialog", { name: `Edit allergies: ${name}` });
    await dialog.getByLabel("What is known").selectOption("Recorded");
    await dialog.getByRole("button", { name: "Add allergy" }).click();
    await dialog.getByLabel("Substance").fill("Penicillin");
    await dialog.getByLabel("Reaction").fill("Hives");
    await dialog.getByLabel("Severity").selectOption("Severe");
    await dialog.getByRole("button", { name: "Save allergies" }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("list", { name: "Allergies" })).toContainText("Penicillin: severe, Hives");
  });

  await test.step("writes a visit whose prescription conflicts with it", async () => {
    await page.getByRole("button", { name: "New visit" }).first().click();
    const dialog = page.getByRole("dialog", { name: `New visit: ${name}` });
    await expect(dialog.getByLabel("Date and time")).toHaveValue(/^\d{4}-\d\d-\d\dT\d\d:\d\d/);
    await dialog.getByLabel("Chief complaint").fill("Sore throat");
    await dialog.getByLabel("Diagnosis").fill("Tonsillitis");
    await dialog.getByLabel("Notes").fill("Red tonsils, fever since Monday.");
    await dialog.getByLabel(/^Systolic/).fill("128");
    await dialog.getByLabel(/^Diastolic/).fill("82");
    await dialog.getByLabel(/^Pulse/).fill("88");
    // A typing mistake warns and doesn't refuse.
    await dialog.getByLabel(/^Temperature/).fill("383");
    await expect(dialog.getByText(/Temperature is usually between/)).toBeVisible();
    await dialog.getByLabel(/^Temperature/).fill("38,3");
    await expect(dialog.getByText(/Temperature is usually between/)).toHaveCount(0);
    await dialog.getByRole("button", { name: "Add prescription" }).click();
    await dialog.getByLabel("Medication").fill("Amoxicillin 500 mg");
    await dialog.getByLabel("Dosage").fill("1 capsule");
    await dialog.getByLabel("Frequency").fill("three times a day");

    await dialog.getByRole("button", { name: "Save visit" }).click();
    await expect(dialog.getByRole("alert").filter({ hasText: "This matches a recorded allergy" })).toContainText("Penicillin");
    await dialog.getByRole("button", { name: "Save visit" }).click();
    await expect(dialog.getByLabel(/^Reason/)).toHaveAttribute("aria-invalid", "true");
    await dialog.getByLabel(/^Reason/).fill("Tolerated well in 2024");
    await dialog.getByRole("button", { name: "Save visit" }).click();
    await expect(dialog).toBeHidden();
    await expect(status).toContainText("Visit saved.");
    const visit = page.getByRole("list", { name: "Visits" }).getByRole("listitem").first();
    await visit.locator("summary").click();
    await expect(visit).toContainText("Red tonsils, fever since Monday.");
    await expect(visit).toContainText("38.3");
    await expect(page.getByRole("region", { name: "Vital signs across visits" })).toContainText("128");
  });

  await test.step("sees the prescription, and stops another one", async () => {
    await page.getByRole("main").getByRole("link", { name: "Prescriptions" }).click();
    const row = page.getByRole("row").filter({ hasText: "Amoxicillin" });
    await expect(row).toContainText("Active");
    await expect(row).toContainText("Tolerated well in 2024");
    await page.getByRole("button", { name: "Start prescription" }).click();
    let dialog = page.getByRole("dialog", { name: `Start prescription: ${name}` });
    await dialog.getByLabel("Medication").fill("Ibuprofen 400 mg");
    await dialog.getByLabel("Dosage").fill("1 tablet");
    await dialog.getByLabel("Frequency").fill("as needed");
    await dialog.getByRole("button", { name: "Start prescription" }).click();
    const started = page.getByRole("row").filter({ hasText: "Ibuprofen" });
    await expect(started).toContainText("Active");
    await started.getByRole("button", { name: "Stop" }).click();
    dialog = page.getByRole("dialog", { name: `Stop prescription: ${name}` });
    await dialog.getByLabel("Reason").fill("No more pain");
    await dialog.getByRole("button", { name: "Stop prescription" }).click();
    await expect(started).toContainText("Inactive");
    await expect(started).toContainText("No more pain");
  });

  await test.step("files a PDF, reviews it and downloads it", async () => {
    await page.getByRole("button", { name: "Upload document" }).first().click();
    const dialog = page.getByRole("dialog", { name: `Upload document: ${name}` });
    await dialog.getByLabel("File").setInputFiles(pdf());
    await dialog.getByLabel("Type").selectOption("Lab result");
    await dialog.getByLabel("Description").fill("Throat swab");
    await dialog.getByRole("button", { name: "Upload document" }).click();
    await expect(dialog).toBeHidden();
    const card = page.getByRole("list", { name: "Documents" }).getByRole("listitem").filter({ hasText: "Throat swab" });
    await expect(card).toContainText("Lab result");
    await expect(card).toContainText("Pending review");
    await card.getByRole("button", { name: "Mark reviewed" }).click();
    await expect(card.getByText("Reviewed", { exact: true })).toBeVisible();
    const downloading = page.waitForEvent("download");
    await card.getByRole("link", { name: "Download" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.pdf$/);
    expect(readFileSync((await download.path())!)).toEqual(pdf().buffer);
  });

  await test.step("drops a picture onto the dialog", async () => {
    await page.getByRole("button", { name: "Upload document" }).first().click();
    const dialog = page.getByRole("dialog", { name: `Upload document: ${name}` });
    const file = jpeg();
    const transfer = await page.evaluateHandle(
      ({ name, bytes }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
        return transfer;
      },
      { name: file.name, bytes: [...file.buffer] },
    );
    await dialog.locator(".drop-zone").dispatchEvent("drop", { dataTransfer: transfer });
    await dialog.getByLabel("Description").fill("Picture of the throat");
    await dialog.getByRole("button", { name: "Upload document" }).click();
    await expect(page.getByText("Picture of the throat")).toBeVisible();
  });

  await test.step("shares the chart with a colleague, who opens it", async () => {
    await chooseMore(page, "Share chart");
    const dialog = page.getByRole("dialog", { name: `Share chart: ${name}` });
    await dialog.getByRole("searchbox").fill("herrera");
    await dialog.getByRole("button", { name: /Herrera/ }).click();
    await expect(dialog).toContainText(`Share ${name}'s chart with`);
    await dialog.getByRole("button", { name: "Share chart" }).click();
    await expect(page.getByText(/^Treated by .*Herrera/)).toBeVisible();
    const colleague = await as("tomas");
    await colleague.goto(`/patients?search=${lastName}`);
    await colleague.getByRole("link", { name }).click();
    await expect(colleague.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(colleague.getByRole("list", { name: "Visits" })).toContainText("Tonsillitis");
  });

  const invitation = await test.step("invites the patient", async () => {
    await chooseMore(page, "Invite patient");
    const dialog = page.getByRole("dialog", { name: `Invite patient: ${name}` });
    await dialog.getByRole("button", { name: "Make the link" }).click();
    const link = dialog.getByLabel("Link for the patient");
    await expect(link).toHaveValue(/\/invitation\/.{20,}/);
    const path = new URL(await link.inputValue()).pathname;
    await dialog.getByRole("button", { name: "Done" }).click();
    return path;
  });

  await test.step("the patient sets up an account and reads the record", async () => {
    const context = await browser.newContext();
    watch.on(context);
    const patient = await context.newPage();
    await open(patient, invitation);
    await expect(patient.getByRole("main")).not.toContainText(lastName);
    const email = `${lastName.toLowerCase()}@example.org`;
    watch.expect(/status of 422/);
    await patient.getByLabel("Date of birth").fill("1988-12-04");
    await patient.getByLabel("Email").fill(email);
    await patient.getByLabel("Password").fill("a patient's long password");
    await patient.getByRole("button", { name: "Set up my account" }).click();
    await expect(patient.getByLabel("Date of birth")).toHaveAttribute("aria-invalid", "true");
    await patient.getByLabel("Date of birth").fill("1988-04-12");
    await patient.getByRole("button", { name: "Set up my account" }).click();
    await expect(patient).toHaveURL("/my-records");
    await hydrated(patient);
    await expect(patient.getByRole("main")).toContainText(name);
    await expect(patient.getByRole("main")).toContainText("Sore throat");
    await patient.getByRole("main").getByRole("link", { name: /^Prescriptions/ }).click();
    await expect(patient.getByRole("main")).toContainText("Amoxicillin 500 mg");
    await patient.getByRole("main").getByRole("link", { name: /^Documents/ }).click();
    const downloading = patient.waitForEvent("download");
    await patient.getByRole("listitem").filter({ hasText: "Throat swab" }).getByRole("link", { name: "Download" }).click();
    expect(readFileSync((await (await downloading).path())!)).toEqual(pdf().buffer);
    await context.close();
  });

  await test.step("the record can't be invited again, and the day ends", async () => {
    await open(page, page.url());
    await expect(page.getByRole("button", { name: "New visit" }).first()).toBeEnabled();
    await more(page).locator("summary").click();
    await expect(more(page).getByRole("button", { name: "Share chart" })).toBeVisible();
    await expect(more(page).getByRole("button", { name: "Invite patient" })).toHaveCount(0);
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page).toHaveURL("/sign-in");
    await page.goto("/patients");
    await expect(page).toHaveURL(/\/sign-in\?/);
  });
});
