// What a page shows only after something was done: emergencies, covers, merges, passkeys, links, and their dialogs.

import type { Browser, Page } from "@playwright/test";

import { EMAILS, PASSWORD } from "./fixtures/accounts";
import { ask, confirmed } from "./fixtures/api";
import { chooseMore, more, open } from "./fixtures/page";
import { addAuthenticator, localhost } from "./fixtures/passkeys";
import { apply, verifiedProvider } from "./fixtures/people";
import { take } from "./fixtures/pictures";
import { DEMOGRAPHICS, fullRecord, newId, newName, type Person, register, setAllergies, VISIT_FORM } from "./fixtures/records";
import { expect, test } from "./fixtures/test";

/** A page that reaches the server by its name, to which passkeys answer. */
async function byName(browser: Browser): Promise<Page> {
  return (await browser.newContext({ baseURL: localhost() })).newPage();
}

/** The dialog that is open, once its content is there. */
async function dialog(page: Page) {
  const shown = page.getByRole("dialog");
  await expect(shown.locator(".dialog-body :is(input, select, textarea, button):visible").first()).toBeVisible();
  return shown;
}

test("an emergency, as the provider and the administrator see it", async ({ as }) => {
  const [maya, ingrid, administrator] = [await as("maya"), await as("ingrid"), await as("administrator")];
  const { patient } = await fullRecord(maya);
  await ask(ingrid, "confirm_identity", { proof: PASSWORD });
  await open(ingrid, "/break-glass");
  const [first, last] = patient.name.split(" ");
  await ingrid.getByLabel("First name").fill(first!);
  await ingrid.getByLabel("Last name").fill(last!);
  await ingrid.getByLabel("Date of birth").fill(patient.dateOfBirth);
  await ingrid.getByLabel("Reason").fill("Unconscious in the waiting room, no relative there.");
  await ingrid.getByRole("button", { name: "Open the chart" }).click();
  await expect(ingrid.getByText(/^Emergency access until/)).toBeVisible();
  await take(ingrid, "chart-emergency");
  await open(ingrid, "/break-glass");
  await take(ingrid, "break-glass-running");
  await open(administrator, "/admin/security");
  await administrator.getByRole("button", { name: /^Review/ }).first().click();
  await dialog(administrator);
  await take(administrator, "dialog-review", false);
});

test("a chart's seldom tasks", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}`);
  await more(page).locator("summary").click();
  await take(page, "chart-more");
  await page.keyboard.press("Escape");
  for (const name of ["Hand over", "End treatment"]) {
    await chooseMore(page, name);
    await dialog(page);
    await take(page, `dialog-${name.toLowerCase().replace(" ", "-")}`, false);
    await page.keyboard.press("Escape");
  }
  const child = newId();
  const date_of_birth = `${new Date().getFullYear() - 10}-01-05`;
  const form = { ...DEMOGRAPHICS, last_name: newName(), date_of_birth };
  await ask(page, "register_patient", { id: child, form, not_duplicates: [] });
  await ask(page, "invite_caregiver", { patient: child, form: { name: "A parent", months: "12" } });
  await open(page, `/patients/${child}`);
  await chooseMore(page, "Caregivers");
  await expect((await dialog(page)).getByText("A parent", { exact: true })).toBeVisible();
  await take(page, "dialog-caregivers", false);
});

test("a cover, from both sides", async ({ as, browser, page }) => {
  const administrator = await as("administrator");
  const other = await (await browser.newContext()).newPage();
  await verifiedProvider(page, administrator);
  await verifiedProvider(other, administrator);
  const patient = await register(page);
  const { provider: colleague } = await ask<{ provider: string }>(other, "current_user");
  const until = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 16);
  const cover = newId();
  await ask(page, "ask_cover", { id: cover, form: { colleague, until } });
  await open(other, "/patients");
  await take(other, "patients-waiting");
  await open(other, "/colleagues");
  await take(other, "colleagues-waiting");
  await ask(other, "answer_cover", { cover, is_accepted: true });
  await open(other, "/patients");
  await take(other, "patients-covered");
  await open(other, `/patients/${patient.id}`);
  await take(other, "chart-covered");
  await open(page, "/colleagues");
  await take(page, "colleagues-covered");
  await page.getByRole("button", { name: "Ask for a cover" }).click();
  await dialog(page);
  await take(page, "dialog-ask-for-a-cover", false);
});

test("two records become one", async ({ as }) => {
  const page = await as("maya");
  const name = newName();
  const [survivor, merged]: [Person, Person] = [await register(page, name), await register(page, name)];
  await ask(page, "record_visit", { visit: { id: newId(), patient: merged.id, form: VISIT_FORM } });
  await setAllergies(page, merged.id, "recorded", [{ substance: "Latex", severity: "severe" }]);
  await open(page, `/patients/${survivor.id}`);
  await chooseMore(page, "Merge with another record…");
  const merging = await dialog(page);
  const choice = merging.getByRole("button", { name: "Looks like the same person" });
  await expect(choice).toBeVisible();
  await take(page, "dialog-merge-search", false);
  await confirmed(page);
  await choice.click();
  await expect(merging.getByRole("table")).toBeVisible();
  await take(page, "dialog-merge-comparison", false);
  await merging.getByLabel("How you know that it is the same person").fill("The same insurance card.");
  await merging.getByRole("button", { name: "Merge the records" }).click();
  await expect(merging).toBeHidden();
  await take(page, "chart-merged");
});

test("signing in with a passkey, and one's account with one", async ({ browser }) => {
  const page = await byName(browser);
  await addAuthenticator(page);
  await open(page, "/sign-in");
  await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toBeVisible();
  await take(page, "sign-in-passkey");
  await open(page, "/sign-in/code");
  await expect(page.getByRole("button", { name: "Use a passkey instead" })).toBeVisible();
  await take(page, "sign-in-code");
  await apply(page);
  await open(page, "/account");
  await page.getByLabel("Name of the new passkey").fill("My phone");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("The passkey is added.")).toBeVisible();
  await take(page, "account-passkey");
  await page.getByRole("button", { name: "Set up a second factor" }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator" })).toBeVisible();
  await take(page, "account-second-factor");
  await page.context().close();
});

test("what the administrator does about an account", async ({ as, page }) => {
  const administrator = await as("administrator");
  const { email, name } = await verifiedProvider(page, administrator);
  await ask(administrator, "confirm_identity", { proof: PASSWORD });
  const { rows } = await ask<{ rows: { user: string }[] }>(administrator, "list_providers", { search: email, after: null });
  const { url } = await ask<{ url: string }>(administrator, "make_password_reset", { user: rows[0]!.user });
  await open(page, new URL(url).pathname);
  await take(page, "reset-password");

  await open(administrator, `/admin/providers?search=${encodeURIComponent(email)}`);
  const row = administrator.getByRole("row").filter({ hasText: email });
  await more(row).locator("summary").click();
  await take(administrator, "admin-providers-more");
  await administrator.keyboard.press("Escape");
  for (const [verb, picture] of [[`Suspend ${name}`, "suspend"], [`Reset password of ${email}`, "reset-password"]] as const) {
    await chooseMore(row, verb);
    await dialog(administrator);
    await take(administrator, `dialog-${picture}`, false);
    await administrator.keyboard.press("Escape");
  }
  await open(administrator, "/admin/accounts");
  await more(administrator.getByRole("row").filter({ hasText: EMAILS.patient })).locator("summary").click();
  await take(administrator, "admin-accounts-more");
});

test("a caregiver's link, and the patient's list", async ({ as, page }) => {
  const patient = await as("patient");
  const { patient: record } = await ask<{ patient: string }>(patient, "current_user");
  const form = { name: "Ana", months: "1" };
  const { url } = await ask<{ url: string }>(patient, "invite_caregiver", { patient: record, form });
  await open(page, new URL(url).pathname);
  await take(page, "caregiver");
  await open(patient, "/my-records/caregivers");
  const entry = patient.getByRole("listitem").filter({ hasText: "Ana" }).first();
  await expect(entry).toBeVisible();
  await take(patient, "my-caregivers-invited");
  await entry.getByRole("button", { name: "End access" }).click();
  await dialog(patient);
  await take(patient, "dialog-end-access", false);
});
