// A provider opens a chart in an emergency; the patient is told, and the administrator reviews it.

import type { Page } from "@playwright/test";

import { ask, call, confirmed } from "../fixtures/api";
import { expectGood, expectNoSidewaysScrolling, hydrated, more, open } from "../fixtures/page";
import { signIn } from "../fixtures/people";
import { fullRecord, newId, type Person, VISIT_FORM } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

/** What nobody else's test looks for. */
const reason = () => `Unconscious in the waiting room, ${crypto.randomUUID()}.`;

/** Fills the form of /break-glass, as somebody who has just said who they are. */
async function askFor(page: Page, patient: Person, why: string) {
  await confirmed(page);
  const [first, ...last] = patient.name.split(" ");
  await page.getByLabel("First name").fill(first!);
  await page.getByLabel("Last name").fill(last.join(" "));
  await page.getByLabel("Date of birth").fill(patient.dateOfBirth);
  await page.getByLabel("Reason").fill(why);
  await page.getByRole("button", { name: "Open the chart" }).click();
}

/** Sets up the account of a patient of the provider's, and signs in with it. */
async function account(provider: Page, page: Page, patient: Person) {
  const { url } = await ask<{ url: string }>(provider, "invite_patient", { patient: patient.id });
  await open(page, new URL(url).pathname);
  await page.getByLabel("Date of birth").fill(patient.dateOfBirth);
  await page.getByLabel("Email").fill(`${patient.name.split(" ")[1]!.toLowerCase()}@example.org`);
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Set up my account" }).click();
  await expect(page).toHaveURL("/my-records");
}

test("a chart opens in an emergency, the patient is told, and the administrator reviews it", async ({ as, page }) => {
  test.slow();
  const maya = await as("maya");
  const { patient } = await fullRecord(maya);
  await account(maya, page, patient);
  const why = reason();

  const tomas = await as("tomas");
  await open(tomas, "/break-glass");
  await askFor(tomas, patient, why);
  await expect(tomas).toHaveURL(`/patients/${patient.id}`);
  const banner = tomas.getByText(/^Emergency access until \d\d:\d\d, /);
  await expect(banner).toBeVisible();
  await expect(tomas.getByText("Common cold").first()).toBeVisible();
  // Nothing beside a visit, and nothing that passes it on.
  await expect(tomas.getByRole("button", { name: "New visit" }).first()).toBeEnabled();
  await expect(tomas.getByRole("button", { name: "Upload document" })).toHaveCount(0);
  await expect(more(tomas)).toHaveCount(0);
  await expectGood(tomas, "a chart opened in an emergency");
  await tomas.setViewportSize({ width: 360, height: 740 });
  await tomas.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
  await expect(banner).toBeInViewport();
  await expectNoSidewaysScrolling(tomas, "a chart opened in an emergency");
  await tomas.emulateMedia({ media: "print" });
  await expect(banner).toBeVisible();
  await tomas.emulateMedia({ media: "screen" });

  // It permits writing a visit, and not what stands beside it, nor to share or to invite.
  await ask(tomas, "record_visit", { visit: { id: newId(), patient: patient.id, form: { ...VISIT_FORM, diagnosis: "Syncope" } } });
  const allergies = { patient: patient.id, version: 1, form: { status: "none_known", allergies: [] } };
  expect((await call(tomas, "update_allergies", allergies)).status).toBe(404);
  const colleague = await ask<{ provider: string }>(await as("ingrid"), "current_user");
  const shared = await call(tomas, "share_chart", { patient: patient.id, colleague: colleague.provider });
  expect(shared.status).toBe(404);
  expect((await call(tomas, "invite_patient", { patient: patient.id })).status).toBe(404);
  await open(tomas, "/break-glass");
  await expect(tomas.getByRole("link", { name: new RegExp(`^${patient.name}, born`) })).toHaveAttribute("href", `/patients/${patient.id}`);
  await expectGood(tomas, "/break-glass while a chart is open");

  await open(page, "/my-records");
  const notice = page.getByRole("region", { name: "Emergency access to your record" });
  await expect(notice).toContainText("Tomás Herrera opened your record in an emergency");
  await expect(notice).toContainText(why);
  await expectGood(page, "/my-records with a notice");

  const administrator = await as("administrator");
  await open(administrator, "/admin/security");
  const waiting = administrator.getByRole("listitem").filter({ hasText: why });
  await expect(waiting).toContainText("Tomás Herrera opened a chart in an emergency");
  await expect(waiting).toContainText("wrote a visit");
  expect(await administrator.content()).not.toContain(patient.name);
  await waiting.getByRole("button", { name: /^Review/ }).click();
  const dialog = administrator.getByRole("dialog");
  await dialog.getByRole("button", { name: "Close the review" }).click();
  await expect(dialog.getByLabel("Was it justified?")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Was it justified?").selectOption("Justified");
  await dialog.getByLabel("Verdict").fill("He was on duty and called you an ambulance.");
  await expectGood(administrator, "the review's dialog");
  await dialog.getByRole("button", { name: "Close the review" }).click();
  await expect(waiting).toHaveCount(0);

  await open(page, "/my-records");
  await expect(notice).toContainText("He was on duty and called you an ambulance.");
  await notice.getByRole("link", { name: "See who looked" }).click();
  await expect(page.getByRole("region", { name: "Emergency access" })).toContainText("Justified");
  await expect(page.getByRole("main")).toContainText(/used emergency access/i);
  await expectGood(page, "/my-records/access with an emergency access");
  await open(page, "/my-records");
  await notice.getByRole("button", { name: /^Put away the notice/ }).click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await hydrated(page);
  await expect(page.getByRole("heading", { level: 1, name: "My records" })).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test("shared later, the chart is an ordinary one", async ({ as }) => {
  const [maya, ingrid] = [await as("maya"), await as("ingrid")];
  const { patient } = await fullRecord(maya);
  await open(ingrid, "/break-glass");
  await askFor(ingrid, patient, reason());
  await expect(ingrid.getByText(/^Emergency access until/)).toBeVisible();
  const { provider } = await ask<{ provider: string }>(ingrid, "current_user");
  await ask(maya, "share_chart", { patient: patient.id, colleague: provider });
  await open(ingrid, `/patients/${patient.id}`);
  await expect(ingrid.getByText(/^Emergency access until/)).toHaveCount(0);
  await expect(ingrid.getByRole("button", { name: "Upload document" })).toBeVisible();
  await more(ingrid).locator("summary").click();
  await expect(more(ingrid).getByRole("button", { name: "Share chart" })).toBeVisible();
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("a chart opens in an emergency, and the patient puts the notice away", async ({ as, page }) => {
    const maya = await as("maya");
    const { patient } = await fullRecord(maya);
    const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: patient.id });
    const email = `${patient.name.split(" ")[1]!.toLowerCase()}@example.org`;
    const password = "a long enough password";
    const form = { token: new URL(url).pathname.split("/")[2]!, date_of_birth: patient.dateOfBirth, email, password };
    expect((await call(page, "accept_invitation", { form })).status).toBeLessThan(400);

    const ingrid = await as("ingrid", { javaScriptEnabled: false });
    await ingrid.goto("/break-glass");
    await askFor(ingrid, { ...patient, name: `${patient.name}nobody` }, reason());
    await expect(ingrid).toHaveURL(/\/break-glass\?/);
    expect(ingrid.url()).not.toContain(patient.name.split(" ")[1]!);
    await expect(ingrid.getByRole("alert")).toContainText("No record, or more than one");
    await askFor(ingrid, patient, reason());
    await expect(ingrid).toHaveURL(`/patients/${patient.id}`);
    await expect(ingrid.getByText(/^Emergency access until/)).toBeVisible();

    await page.goto("/sign-in");
    await signIn(page, { email, password });
    await expect(page).toHaveURL("/my-records");
    const notice = page.getByRole("region", { name: "Emergency access to your record" });
    await expect(notice).toContainText("Ingrid Osei opened your record in an emergency");
    await notice.getByRole("button", { name: /^Put away the notice/ }).click();
    await expect(page).toHaveURL("/my-records");
    await expect(notice).toHaveCount(0);
  });
});
