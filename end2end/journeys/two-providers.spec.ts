// Two providers must not see each other's patients: through the page, through each server function called with the
// other's ids, and through a signed URL. Nor may anybody else.

import type { Page } from "@playwright/test";

import type { Role } from "../fixtures/accounts";
import { ask, call, read, upload } from "../fixtures/api";
import { pdf } from "../fixtures/files";
import { hydrated } from "../fixtures/page";
import { type FullRecord, fullRecord, newId, patientsOf } from "../fixtures/records";
import { existing, KNOWN, LISTS, nothing, OF_THE_ADMINISTRATOR, ON_A_RECORD, shareChart, type Target } from "../fixtures/server_functions";
import { expect, test } from "../fixtures/test";

const targetOf = (record: FullRecord): Target => ({ ...record, patient: record.patient.id });

/** What the provider of the record sees of it. */
async function seen(page: Page, record: FullRecord): Promise<string[]> {
  const names = ["chart_header", "list_visits", "list_prescriptions", "list_documents", "list_visit_versions"];
  const answers = names.map((name) => call(page, name, ON_A_RECORD[name]!(targetOf(record))));
  return (await Promise.all(answers)).map(({ status, body }) => `${status} ${body}`);
}

test("these tests know every server function", () => {
  expect(KNOWN).toEqual(existing());
});

test("the demonstration's providers share some patients and have some alone", async ({ as }) => {
  // Other tests register patients of their own and share them.
  const demonstration = async (role: "maya" | "tomas" | "ingrid") =>
    (await patientsOf(await as(role))).filter(({ name }) => !name.startsWith("Test ")).map(({ id }) => id);
  const [maya, tomas, ingrid] = await Promise.all((["maya", "tomas", "ingrid"] as const).map(demonstration));
  const both = (one: string[], other: string[]) => one.filter((id) => other.includes(id));
  expect(both(maya!, tomas!).length).toBeGreaterThanOrEqual(2);
  // The provider's day shares one more with her.
  expect(both(maya!, ingrid!).length).toBeGreaterThanOrEqual(1);
  expect(both(tomas!, ingrid!)).toHaveLength(0);
});

test("the page of another provider's patient is the page of nobody", async ({ as, watch }) => {
  watch.expect(/status of 404/);
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const { patient } = await fullRecord(maya);
  const answer = await tomas.goto(`/patients/${patient.id}`);
  expect(answer?.status()).toBe(404);
  await hydrated(tomas);
  expect(await tomas.content()).not.toContain(patient.name.split(" ")[1]);
  const shown = await tomas.locator("main").innerText();

  expect((await tomas.goto(`/patients/${newId()}`))?.status()).toBe(404);
  expect(await tomas.locator("main").innerText()).toBe(shown);

  await tomas.goto(`/patients?search=${patient.name.split(" ")[1]}`);
  await expect(tomas.getByText("No patient of yours matches")).toBeVisible();
  await expect(tomas.getByRole("table")).toHaveCount(0);
});

const strangers: Role[] = ["tomas", "unverified", "patient", "administrator"];
for (const role of strangers) {
  test(`each server function answers ${role} as if the record didn't exist`, async ({ as }) => {
    const [maya, stranger] = [await as("maya"), await as(role)];
    const record = await fullRecord(maya);
    const before = await seen(maya, record);
    const user = await ask<{ provider: string | null }>(stranger, "current_user");
    const calls = {
      ...ON_A_RECORD,
      share_chart: (target: Target) => shareChart(target, user.provider ?? newId()),
    };
    for (const [name, args] of Object.entries(calls)) {
      const real = await call(stranger, name, args(targetOf(record)));
      const unreal = await call(stranger, name, args(nothing()));
      expect(real, name).toEqual(unreal);
      if (!name.startsWith("list_") && name !== "find_colleagues") expect(real.status, name).not.toBe(200);
    }
    for (const [name, args] of Object.entries(LISTS)) {
      expect((await call(stranger, name, args)).body, name).not.toContain(record.patient.id);
    }
    expect(await seen(maya, record)).toEqual(before);
  });
}

test("each server function asks a stranger to sign in", async ({ as, page }) => {
  const record = await fullRecord(await as("maya"));
  for (const [name, args] of Object.entries(ON_A_RECORD)) {
    const answer = await call(page, name, args(targetOf(record)));
    expect(answer, name).toEqual({ status: 401, body: '"sign_in_required"' });
  }
});

test("nobody but the administrator verifies a provider or reads the accounts", async ({ as }) => {
  const administrator = await as("administrator");
  type Providers = { rows: { id: string; email: string | null }[] };
  const providers = await ask<Providers>(administrator, "list_providers", { search: "", after: null });
  const provider = providers.rows.find(({ email }) => email?.startsWith("new.provider@"))?.id;
  const user = await ask<{ id: string }>(await as("patient"), "current_user");
  const args: Record<string, Record<string, unknown>> = {
    list_providers: { search: "", after: null },
    set_provider_verified: { provider, is_verified: true },
    attach_provider_account: { provider, email: "new.provider@demo.carechart.example" },
    list_patient_accounts: { search: "", after: null },
    unlink_patient_account: { user: user.id },
    retire_account: { user: user.id },
    list_access_reports: {},
    close_access_report: { report: newId(), verdict: "Justified" },
    end_reported_access: { report: newId() },
    list_security_events: { after: null },
    list_break_glass_reviews: {},
    remove_lost_second_factor: { user: user.id },
    review_break_glass: { id: newId(), review: { is_justified: true, verdict: "Justified" } },
    make_password_reset: { user: user.id },
    set_account_suspended: { user: user.id, is_suspended: true },
  };
  expect(Object.keys(args).sort()).toEqual([...OF_THE_ADMINISTRATOR].sort());
  for (const role of ["maya", "unverified", "patient"] as const) {
    const page = await as(role);
    for (const name of OF_THE_ADMINISTRATOR) {
      expect(await call(page, name, args[name]), `${role}: ${name}`).toEqual({ status: 404, body: '"not_found"' });
    }
  }
  expect(await ask(await as("unverified"), "current_user")).toMatchObject({ is_verified: false });
  expect(await ask(await as("patient"), "current_user")).toMatchObject({ patient: expect.any(String) });
});

test("what is one's own isn't another's: sessions, events of a record, emergency accesses", async ({ as }) => {
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const record = await fullRecord(maya);
  type History = { rows: { event: string }[] };
  const history = await ask<History>(maya, "list_access", { patient: record.patient.id, after: null });
  const { sessions } = await ask<{ sessions: { id: string }[] }>(maya, "own_account");
  const own: Record<string, [string, (id: string) => Record<string, unknown>]> = {
    end_own_session: [sessions[0]!.id, (session) => ({ session })],
    report_access: [history.rows[0]!.event, (event) => ({ id: newId(), event, text: "Who was this?" })],
    dismiss_break_glass: [newId(), (id) => ({ id })],
  };
  for (const [name, [real, args]] of Object.entries(own)) {
    for (const id of [real, newId()]) {
      expect(await call(tomas, name, args(id)), name).toEqual({ status: 404, body: '"not_found"' });
    }
  }
  expect(await ask(maya, "current_user")).not.toBeNull();
});

test("a document can't be filed with another provider's patient", async ({ as }) => {
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const record = await fullRecord(maya);
  const real = await upload(tomas, record.patient.id, pdf());
  expect(real.status).toBe(404);
  expect(real).toEqual(await upload(tomas, newId(), pdf()));
  expect(await ask(maya, "list_documents", { patient: record.patient.id, after: null })).toMatchObject({
    rows: [{ id: record.document }],
  });
});

test("a signed URL gives one document and nothing else", async ({ as, page }) => {
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const record = await fullRecord(maya);
  const other = await upload(maya, record.patient.id, pdf());
  const path = `/documents/${record.document}/download`;

  for (const stranger of [tomas, await as("unverified"), await as("patient"), await as("administrator")]) {
    const refused = await stranger.context().request.get(path, { maxRedirects: 0 });
    expect(refused.status()).toBe(404);
    expect(refused.headers().location).toBeUndefined();
  }
  const anonymous = await page.request.get(path, { maxRedirects: 0 });
  expect(anonymous.headers().location).toBe("/sign-in");

  const signed = async (document: string) => {
    const answer = await maya.context().request.get(`/documents/${document}/download`, { maxRedirects: 0 });
    return new URL(answer.headers().location!);
  };
  const url = await signed(record.document);
  const good = await page.request.get(url.href);
  expect(good.status()).toBe(200);
  expect(good.headers()["content-disposition"]).toMatch(/^attachment; ?filename=.*\.pdf/);
  expect(await good.body()).toEqual(pdf().buffer);

  const bare = new URL(url.pathname, url);
  const ofOther = new URL((await signed((JSON.parse(other.body) as { id: string }).id)).pathname + url.search, url);
  const altered = new URL(url);
  altered.searchParams.set("X-Amz-Expires", "604800");
  const forged = new URL(url);
  forged.searchParams.set("X-Amz-Signature", "0".repeat(64));
  const listing = new URL(url.pathname.split("/").slice(0, 2).join("/") + url.search, url);
  for (const address of [bare, ofOther, altered, forged, listing]) {
    expect((await read(await page.request.get(address.href))).status, address.pathname).toBe(403);
  }
});
