// What people read when something that the site stands on fails, and that they lose nothing by it.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Locator, Page } from "@playwright/test";

import { EMAILS, PASSWORD } from "../fixtures/accounts";
import { ask } from "../fixtures/api";
import { pdf } from "../fixtures/files";
import { expectGood, expectGoodPage, hydrated, open } from "../fixtures/page";
import { signIn } from "../fixtures/people";
import { fullRecord, type Person, register } from "../fixtures/records";
import { program, repository, type Server, startServer } from "../fixtures/server";
import { expect, test } from "../fixtures/test";

const NOT_NOW = "The clinic's records can't be reached just now.";

test.describe("with a server of its own", () => {
  test.describe.configure({ mode: "default" });
  let server: Server;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    server = await startServer();
  });

  // After all of this, it still stops cleanly.
  test.afterAll(() => server.stop());

  test("without its database, pages and forms say so, keep what was typed, and go on when it is back", async ({ browser }) => {
    test.slow();
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    await open(page, "/sign-in");
    await signIn(page, { email: EMAILS.maya, password: PASSWORD });
    await expect(page).toHaveURL(`${server.url}/patients`);
    const patient = await register(page);
    const visit = await visitDialog(page, patient);

    stopDatabase(server);
    const save = visit.getByRole("button", { name: "Save visit" });
    await save.click();
    await expect(visit.getByRole("alert").filter({ hasText: NOT_NOW })).toBeVisible();
    await expectGood(page, "a form whose database is gone");
    const tab = await context.newPage();
    const answer = await tab.goto("/patients");
    expect([answer?.status(), answer?.headers()["retry-after"]]).toEqual([503, "5"]);
    await expect(tab.getByRole("heading", { name: "This can't be opened just now" })).toBeVisible();
    await expect(tab.getByRole("alert")).toContainText(NOT_NOW);

    startDatabase(server);
    await expect(visit.getByLabel("Notes")).toHaveValue("Half an hour of it.");
    await save.click();
    await expect(visit).toBeHidden();
    await expect(page.getByRole("list", { name: "Visits" })).toContainText("A long story");
    await tab.getByRole("link", { name: "Try again" }).click();
    await hydrated(tab);
    await expect(tab).toHaveURL(`${server.url}/patients`);
    const { rows } = await ask<{ rows: unknown[] }>(page, "list_visits", { patient: patient.id, after: null });
    expect(rows).toHaveLength(1);
    await context.close();
  });

  test("without its database, an upload says so, and is filed once when it is back", async ({ browser }) => {
    test.slow();
    const context = await browser.newContext({ baseURL: server.url });
    const page = await context.newPage();
    await open(page, "/sign-in");
    await signIn(page, { email: EMAILS.tomas, password: PASSWORD });
    await expect(page).toHaveURL(`${server.url}/patients`);
    const patient = await register(page);
    await open(page, `/patients/${patient.id}?tab=documents`);
    await page.getByRole("button", { name: "Upload document" }).first().click();
    const dialog = page.getByRole("dialog", { name: `Upload document: ${patient.name}` });
    await dialog.locator("input[type=file]").setInputFiles(pdf());
    await dialog.getByLabel("Description").fill("Sent in vain");

    stopDatabase(server);
    const send = dialog.getByRole("button", { name: "Upload document" });
    await send.click();
    await expect(dialog.getByText(NOT_NOW)).toBeVisible();
    startDatabase(server);
    await send.click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("listitem").filter({ hasText: "Sent in vain" })).toHaveCount(1);
    await context.close();
  });
});

for (const [what, time] of [
  ["years behind", "2001-02-03T04:05:06Z"],
  ["years ahead", "2051-02-03T04:05:06Z"],
] as const) {
  test(`a browser whose clock is ${what} shows and sends the clinic's time`, async ({ as }) => {
    const page = await as("maya");
    const { patient } = await fullRecord(page);
    const born = "1980-02-03";
    const { today, now } = await ask<{ today: string; now: string }>(page, "clinic");
    await page.clock.setFixedTime(time);

    // Signed in all the same: the server says when a session ends, and the cookie's age counts from its arrival.
    await open(page, `/patients/${patient.id}`);
    await expect(page.getByText(`(${years(born, today)} years)`).first()).toBeVisible();
    await page.getByRole("button", { name: "New visit" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New visit" });
    const date = dialog.getByLabel("Date and time").first();
    const shown = Date.parse(`${await date.inputValue()}:00Z`);
    // The clinic's zone is UTC. The field has no seconds, and the two were asked at different moments.
    expect(shown - Date.parse(now)).toBeGreaterThan(-61_000);
    expect(shown - Date.parse(now)).toBeLessThan(60_000);
    await dialog.getByLabel("Chief complaint").fill("An odd clock");
    await dialog.getByRole("button", { name: "Save visit" }).click();
    await expect(dialog).toBeHidden();
    type Row = { chief_complaint: string; time: { at: string } };
    const { rows } = await ask<{ rows: Row[] }>(page, "list_visits", { patient: patient.id, after: null });
    const saved = rows.find(({ chief_complaint }) => chief_complaint === "An odd clock");
    expect(Date.parse(saved?.time.at ?? "")).toBe(shown);
    await expectGoodPage(page, "/patients", /Patients/);
  });
}

async function visitDialog(page: Page, patient: Person): Promise<Locator> {
  await open(page, `/patients/${patient.id}`);
  await page.getByRole("button", { name: "New visit" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New visit" });
  await dialog.getByLabel("Chief complaint").fill("A long story");
  await dialog.getByLabel("Notes").fill("Half an hour of it.");
  return dialog;
}

/** Ends the server's Postgres, as its own tools would: at once, and in order. */
function stopDatabase(server: Server) {
  const file = join(server.directory, "data/postgres/data/postmaster.pid");
  const [pid] = readFileSync(file, "utf8").split("\n");
  spawnSync("kill", ["-INT", pid!.trim()]);
  const isThere = () => spawnSync("kill", ["-0", pid!.trim()]).status === 0;
  while (isThere()) spawnSync("sleep", ["0.05"]);
}

/** Starts it again: any other command does, and leaves it to the server that uses it. */
function startDatabase(server: Server) {
  const data = join(server.directory, "data");
  const { status, stderr } = spawnSync(program, ["--data", data, "migrate"], { cwd: repository, encoding: "utf8" });
  expect(status, stderr).toBe(0);
}

function years(born: string, today: string): number {
  const [from, to] = [born.split("-").map(Number), today.split("-").map(Number)] as [number[], number[]];
  const isBefore = to[1]! * 100 + to[2]! < from[1]! * 100 + from[2]!;
  return to[0]! - from[0]! - (isBefore ? 1 : 0);
}
