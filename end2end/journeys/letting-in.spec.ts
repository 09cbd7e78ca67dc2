// Whoever lets somebody in at a browser that was left open says first who they are; and a share is taken back.

import type { Page } from "@playwright/test";

import { PASSWORD } from "../fixtures/accounts";
import { ask, asUnconfirmed, call, confirmed } from "../fixtures/api";
import { chooseMore, expectGood, hydrated, open } from "../fixtures/page";
import { join } from "../fixtures/people";
import { newName, register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

/** Does what lets somebody in, is asked who it is, and says it, after the first call was refused. */
async function asked(page: Page, name: string, press: () => Promise<void>) {
  await confirmed(page);
  await asUnconfirmed(page, name);
  await press();
  const confirmation = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(confirmation.getByLabel("Password, or a code")).toBeFocused();
  await confirmation.getByLabel("Password, or a code").fill(PASSWORD);
  await confirmation.getByRole("button", { name: "Confirm" }).click();
  await expect(confirmation).toBeHidden();
}

test.beforeEach(({ watch }) => watch.expect(/status of 403/));

test("sharing asks who it is, and whoever shared a chart takes it back", async ({ as, watch }) => {
  watch.expect(/status of 4(04|22)/);
  const [page, tomas] = [await as("maya"), await as("tomas")];
  const patient = await register(page);
  await open(page, `/patients/${patient.id}`);
  await chooseMore(page, "Share chart");
  const dialog = page.getByRole("dialog", { name: `Share chart: ${patient.name}` });
  await dialog.getByRole("searchbox").fill("herrera");
  await dialog.getByRole("button", { name: /Herrera/ }).click();
  await asked(page, "share_chart", () => dialog.getByRole("button", { name: "Share chart" }).click());
  await expect(page.getByText(/^Treated by .*Herrera/)).toBeVisible();
  await open(tomas, `/patients/${patient.id}`);

  await chooseMore(page, "Share chart");
  const shares = dialog.getByRole("list", { name: "You share it with" });
  await expect(shares.getByRole("listitem")).toHaveCount(1);
  await expectGood(page, "the dialog of a chart that is shared");
  await shares.getByRole("button", { name: /^End sharing with .*Herrera/ }).press("Enter");
  const question = dialog.locator("#end-share-question");
  await expect(question).toContainText(`Stop sharing ${patient.name}'s chart with`);
  await expect(question).toBeFocused();
  await expectGood(page, "the question before a share ends");
  await dialog.getByRole("button", { name: "Go back" }).click();
  await shares.getByRole("button", { name: /^End sharing with .*Herrera/ }).click();
  await dialog.getByRole("button", { name: "End sharing" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/chart isn't shared with .*Herrera any more\./)).toBeVisible();
  await expect(page.getByText(/^Treated by .*Herrera/)).toHaveCount(0);
  expect((await tomas.goto(`/patients/${patient.id}`))?.status()).toBe(404);
  await hydrated(tomas);
});

test("inviting, handing over and a child's caregiver ask who it is", async ({ as }) => {
  const page = await as("maya");
  const child = await register(page);
  await open(page, `/patients/${child.id}`);
  await chooseMore(page, "Invite patient");
  const inviting = page.getByRole("dialog", { name: `Invite patient: ${child.name}` });
  await asked(page, "invite_patient", () => inviting.getByRole("button", { name: "Make the link" }).click());
  await expect(inviting.getByLabel("Link for the patient")).toBeFocused();
  await inviting.getByRole("button", { name: "Done" }).click();

  await chooseMore(page, "Hand over");
  const handing = page.getByRole("dialog", { name: `Hand over: ${child.name}` });
  const option = handing.getByRole("option").filter({ hasText: "Ingrid Osei" });
  await handing.getByLabel("Colleague").selectOption((await option.getAttribute("value"))!);
  await asked(page, "ask_handover", () => handing.getByRole("button", { name: "Ask to take over" }).click());
  await expect(page.getByText("You treat the patient until they have accepted.")).toBeVisible();

  const ingrid = await as("ingrid");
  await open(ingrid, "/colleagues");
  const entry = ingrid.getByRole("listitem").filter({ hasText: child.name });
  await entry.getByRole("button", { name: "Take over" }).click();
  const taking = ingrid.getByRole("dialog", { name: `Take over: ${child.name}` });
  await asked(ingrid, "answer_handover", () => taking.getByRole("button", { name: "Take over" }).click());
  await expect(ingrid.getByText("You treat the patient now")).toBeVisible();
});

test("a patient who lets a caregiver in is asked, and what was typed stays", async ({ as }) => {
  const patient = await as("patient");
  const name = newName();
  await open(patient, "/my-records/caregivers");
  await patient.getByLabel("Their name").fill(name);
  await confirmed(patient);
  await asUnconfirmed(patient, "invite_caregiver");
  await patient.getByRole("button", { name: "Make the link" }).click();
  const confirmation = patient.getByRole("dialog", { name: "Confirm that it is you" });
  await expectGood(patient, "the question who it is, above a form");
  await confirmation.getByRole("button", { name: "Cancel" }).click();
  await expect(patient.getByText("Confirm first that it is you").first()).toBeVisible();
  await expect(patient.getByLabel("Their name")).toHaveValue(name);
  await asked(patient, "invite_caregiver", () => patient.getByRole("button", { name: "Make the link" }).click());
  await expect(patient.getByLabel("Link for the caregiver")).toHaveValue(/\/caregiver\//);
});

test("the administrator ends a share that a patient reported", async ({ as, page: patient, watch }) => {
  watch.expect(/status of 404/);
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const person = await register(maya);
  const { id: record } = person;
  const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: record });
  await join(patient, url, person);
  const { provider } = await ask<{ provider: string }>(tomas, "current_user");
  await ask(maya, "share_chart", { patient: record, colleague: provider });
  await open(tomas, `/patients/${record}`);
  await open(patient, "/my-records/access");
  const entry = patient.getByRole("listitem").filter({ hasText: "Herrera" }).first();
  await entry.getByRole("button", { name: /^I don't recognise this/ }).click();
  const text = `I have never been there ${crypto.randomUUID()}`;
  await patient.getByRole("dialog").getByLabel("Why you don't recognise it").fill(text);
  await patient.getByRole("dialog").getByRole("button", { name: "Send the report" }).click();
  await expect(patient.getByText("The administrator is looking into it.").first()).toBeVisible();

  const administrator = await as("administrator");
  await open(administrator, "/admin/security");
  const report = administrator.getByRole("listitem").filter({ hasText: text });
  await report.getByRole("button", { name: /^End their access/ }).click();
  const ending = administrator.getByRole("dialog", { name: /^End the access of .*Herrera/ });
  await expectGood(administrator, "the dialog that ends a reported access");
  await ending.getByRole("button", { name: "End access" }).click();
  await expect(administrator.getByText("The report waits for your verdict still.")).toBeVisible();
  await expect(report.getByRole("button", { name: /^End their access/ })).toHaveCount(0);
  expect((await call(tomas, "chart_header", { patient: record })).status).toBe(404);
});
