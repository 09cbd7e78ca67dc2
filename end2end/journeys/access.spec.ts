// A patient reads who looked at their record, reports an access, and reads what came of it.

import { ask } from "../fixtures/api";
import { expectGood, open } from "../fixtures/page";
import { expect, test } from "../fixtures/test";

test("an access is seen by the patient, reported, and closed with a verdict", async ({ as, watch }) => {
  watch.expect(/status of 422/);
  const patient = await as("patient");
  const user = await ask<{ patient: string }>(patient, "current_user");
  const provider = await as("maya");
  await open(provider, `/patients/${user.patient}?tab=prescriptions`);
  await expect(provider.getByRole("table")).toBeVisible();

  await open(patient, "/my-records");
  await patient.getByRole("link", { name: "Who looked" }).click();
  await expect(patient.getByRole("heading", { level: 1, name: "Who looked at my record" })).toBeVisible();
  const entry = patient.getByRole("listitem").filter({ hasText: "Maya Lindqvist" }).first();
  await expect(entry).toContainText("Treating");
  await expect(entry).toContainText(/read the prescriptions/i);
  await entry.getByRole("button", { name: /^I don't recognise this/ }).click();
  const dialog = patient.getByRole("dialog");
  await dialog.getByRole("button", { name: "Send the report" }).click();
  await expect(dialog.getByText("What you want to say is missing.").first()).toBeVisible();
  const text = `I have never met them ${crypto.randomUUID()}`;
  await dialog.getByLabel("Why you don't recognise it").fill(text);
  await expectGood(patient, "the report's dialog");
  await dialog.getByRole("button", { name: "Send the report" }).click();
  await expect(patient.getByText("The administrator is looking into it.").first()).toBeVisible();

  const administrator = await as("administrator");
  await open(administrator, "/admin/providers");
  await administrator.getByRole("link", { name: "Security" }).click();
  const report = administrator.getByRole("listitem").filter({ hasText: text });
  await expect(report).toContainText("patient@demo.carechart.example");
  // The whole session, folded away: this record's line by line, others' as numbers.
  const session = report.getByText(/^What else they did before they signed out/);
  await expect(report.getByRole("table")).toBeHidden();
  await session.click();
  await expect(report.getByRole("table")).toContainText("(reported)");
  await expectGood(administrator, "the reported session");
  await report.getByRole("button", { name: /^Close the report/ }).click();
  const closing = administrator.getByRole("dialog");
  await closing.getByLabel("Verdict").fill("She treats you since March.");
  await expectGood(administrator, "the verdict's dialog");
  await closing.getByRole("button", { name: "Close the report" }).click();
  await expect(report).toHaveCount(0);

  await open(patient, "/my-records/access");
  await expect(patient.getByText("She treats you since March.").first()).toBeVisible();
});

test("a patient reads who saw their name in a list", async ({ as }) => {
  const patient = await as("patient");
  const user = await ask<{ patient: string }>(patient, "current_user");
  const provider = await as("maya");
  type Header = { demographics: { last_name: string } };
  const { demographics } = await ask<Header>(provider, "chart_header", { patient: user.patient });
  await open(provider, `/patients?search=${encodeURIComponent(demographics.last_name)}`);
  await expect(provider.getByRole("table")).toBeVisible();
  await open(patient, "/my-records/access");
  const entry = patient.getByRole("listitem").filter({ hasText: /saw the name in a list of their patients/i });
  await expect(entry.filter({ hasText: "Maya Lindqvist" }).first()).toBeVisible();
});

test("a chart's history names who opened it", async ({ as }) => {
  const patient = await as("patient");
  const user = await ask<{ patient: string }>(patient, "current_user");
  const provider = await as("maya");
  await open(provider, `/patients/${user.patient}`);
  await provider.getByRole("link", { name: "Access history" }).click();
  await expect(provider.getByRole("listitem").filter({ hasText: "Maya Lindqvist (you)" }).first()).toBeVisible();
});
