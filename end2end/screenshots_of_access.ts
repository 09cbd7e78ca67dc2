// Letting in and taking back: the dialogs of a share, of whoever is asked who they are, of a report, and what a patient is told.

import { ask, asUnconfirmed } from "./fixtures/api";
import { chooseMore, open } from "./fixtures/page";
import { join } from "./fixtures/people";
import { take } from "./fixtures/pictures";
import { fullRecord } from "./fixtures/records";
import { expect, test } from "./fixtures/test";

test("a share, its end, and a report of it", async ({ as, page: patient, watch }) => {
  watch.expect(/status of 403/);
  const [maya, tomas, administrator] = [await as("maya"), await as("tomas"), await as("administrator")];
  const { patient: person, visit } = await fullRecord(maya);
  const { id: record } = person;
  const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: record });
  await join(patient, url, person);
  await open(maya, `/patients/${record}`);
  await chooseMore(maya, "Share chart");
  const dialog = maya.getByRole("dialog", { name: `Share chart: ${person.name}` });
  await dialog.getByRole("button", { name: /Herrera/ }).click();
  await asUnconfirmed(maya, "share_chart");
  await dialog.getByRole("button", { name: "Share chart" }).click();
  await expect(maya.getByRole("dialog", { name: "Confirm that it is you" })).toBeVisible();
  await take(maya, "dialog-confirmation", false);

  const { provider } = await ask<{ provider: string }>(tomas, "current_user");
  await ask(maya, "share_chart", { patient: record, colleague: provider });
  await open(maya, `/patients/${record}`);
  await chooseMore(maya, "Share chart");
  await expect(dialog.getByRole("list", { name: "You share it with" })).toBeVisible();
  await take(maya, "dialog-shares", false);
  await dialog.getByRole("button", { name: /^End sharing/ }).click();
  await expect(dialog.getByText(/^Stop sharing/)).toBeVisible();
  await take(maya, "dialog-end-share", false);

  await open(tomas, `/patients/${record}`);
  await open(patient, "/my-records/access");
  const entry = patient.getByRole("listitem").filter({ hasText: "Herrera" }).first();
  await entry.getByRole("button", { name: /^I don't recognise this/ }).click();
  await patient.getByRole("dialog").getByLabel("Why you don't recognise it").fill("I have never been to this practice.");
  await patient.getByRole("dialog").getByRole("button", { name: "Send the report" }).click();
  await expect(patient.getByText("The administrator is looking into it.").first()).toBeVisible();
  await open(administrator, "/admin/security");
  await expect(administrator.getByRole("button", { name: /^End their access/ }).first()).toBeVisible();
  await take(administrator, "admin-security-report");
  await administrator.getByRole("button", { name: /^End their access/ }).first().click();
  await expect(administrator.getByRole("dialog").getByText(/^A colleague shared/)).toBeVisible();
  await take(administrator, "dialog-end-reported-access", false);

  await ask(maya, "mark_visit_entered_in_error", { visit, reason: "Another patient's." });
  await open(patient, "/my-records");
  await expect(patient.getByText(/was entered by mistake and isn't shown/)).toBeVisible();
  await take(patient, "my-records-hidden-visit");
});
