// An upload on its way: how far it is, cancelling it, closing the dialog, an answer that is lost.

import type { CDPSession, Locator, Page } from "@playwright/test";

import { ask } from "../fixtures/api";
import { longPdf, pdf } from "../fixtures/files";
import { open } from "../fixtures/page";
import { type Person, register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

type Row = { id: string; description: string };

test("shows how much is sent, and may be cancelled until everything is", async ({ as }) => {
  const page = await as("maya");
  const { patient, dialog } = await openDialog(page);
  const network = await page.context().newCDPSession(page);
  await slow(network, 150_000);
  await choose(dialog, longPdf(3_000_000), "A slow one");
  await send(dialog);
  const bar = dialog.getByRole("progressbar", { name: "Upload" });
  const share = async () => Number(await bar.getAttribute("value"));
  await expect.poll(share, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await share()).toBeLessThan(100);
  await expect(dialog.getByText(/^\d+ % sent$/)).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel upload" }).click();
  await expect(bar).toHaveCount(0);
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel("Description")).toHaveValue("A slow one");
  expect(await documents(page, patient)).toEqual([]);

  await slow(network, -1);
  await send(dialog);
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: "A slow one" })).toHaveCount(1);
  expect(await documents(page, patient)).toHaveLength(1);
});

test("cancelled while the browser looks at the file, it isn't sent", async ({ as }) => {
  const page = await as("maya");
  await page.addInitScript(() => {
    const read = Blob.prototype.arrayBuffer;
    const released = new Promise<void>((release) => Object.assign(window, { release }));
    Blob.prototype.arrayBuffer = async function () {
      await released;
      return read.call(this);
    };
  });
  const { patient, dialog } = await openDialog(page);
  const sent = posts(page);
  await choose(dialog, pdf(), "Never sent");
  await send(dialog);
  await expect(dialog.getByText("Looking at the file…")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel upload" }).click();
  await page.evaluate(() => (window as unknown as { release: () => void }).release());
  // Once more round, after which the cancelled attempt would have gone on.
  await page.evaluate(() => new Blob(["x"]).arrayBuffer().then(() => new Promise(requestAnimationFrame)));
  await expect(dialog.getByRole("progressbar")).toHaveCount(0);
  expect(sent).toEqual([]);
  expect(await documents(page, patient)).toEqual([]);
  await send(dialog);
  await expect(dialog).toBeHidden();
  expect(await documents(page, patient)).toHaveLength(1);
});

for (const [how, close] of [
  ["Esc", (page: Page) => page.keyboard.press("Escape")],
  ["the ✕", (page: Page) => page.getByRole("dialog").getByRole("button", { name: "Close" }).click()],
] as const) {
  test(`closing the dialog by ${how} cancels what is being sent`, async ({ as }) => {
    const page = await as("tomas");
    const { patient, dialog } = await openDialog(page);
    const held = new Promise<void>((reached) => {
      // It never goes on: the page has to give it up.
      void page.route("**/documents", (route) => (route.request().method() === "POST" ? reached() : route.fallback()));
    });
    await choose(dialog, pdf(), "Closed too early");
    const failed = page.waitForEvent("requestfailed", (request) => request.method() === "POST");
    await send(dialog);
    await held;
    await close(page);
    await expect(dialog).toBeHidden();
    await failed;
    expect(await documents(page, patient)).toEqual([]);

    await page.unroute("**/documents");
    await page.getByRole("button", { name: "Upload document" }).first().click();
    await expect(dialog.getByLabel("Description")).toHaveValue("Closed too early");
    await expect(dialog.getByRole("progressbar")).toHaveCount(0);
    await send(dialog);
    await expect(dialog).toBeHidden();
    expect(await documents(page, patient)).toHaveLength(1);
  });
}

test("once everything is sent, the dialog stays until the answer is there", async ({ as }) => {
  const page = await as("tomas");
  const { patient, dialog } = await openDialog(page);
  const answer = await holdAnswer(page);
  await choose(dialog, pdf(), "Too late to cancel");
  await send(dialog);
  const goOn = await answer();
  await expect(dialog.getByText("Checking the file…")).toBeVisible();
  const cancel = dialog.getByRole("button", { name: "Cancel upload" });
  await expect(cancel).toHaveAttribute("aria-disabled", "true");
  await expect(cancel).toHaveAccessibleDescription(/can't be cancelled any more/);
  await cancel.click({ force: true });
  await dialog.getByRole("button", { name: "Close" }).click({ force: true });
  for (let time = 0; time < 3; time++) await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText("Checking the file…")).toBeVisible();
  await goOn("continue");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: "Too late to cancel" })).toHaveCount(1);
  expect(await documents(page, patient)).toHaveLength(1);
});

test("sent again after an answer that was lost, it is filed once", async ({ as, watch }) => {
  watch.expect(/net::ERR_CONNECTION_RESET|status of 409/);
  const page = await as("maya");
  const { patient, dialog } = await sendAndLoseAnswer(page, "Sent twice");
  // The list behind the dialog has it already.
  await expect(page.getByRole("listitem", { includeHidden: true }).filter({ hasText: "Sent twice" })).toHaveCount(1);
  const [first] = await documents(page, patient);

  // Other words under the same id are refused; what is sent after that is another document.
  await dialog.getByLabel("Description").fill("Something else");
  await send(dialog);
  await expect(dialog.getByText(/was filed after all/)).toBeVisible();
  expect(await documents(page, patient)).toEqual([first]);
  await send(dialog);
  await expect(dialog).toBeHidden();
  expect((await documents(page, patient)).map(({ description }) => description)).toEqual(["Something else", "Sent twice"]);
});

test("the same form sent again after a lost answer closes the dialog", async ({ as, watch }) => {
  watch.expect(/net::ERR_CONNECTION_RESET/);
  const page = await as("maya");
  const { patient, dialog } = await sendAndLoseAnswer(page, "Sent twice");
  await send(dialog);
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: "Sent twice" })).toHaveCount(1);
  expect(await documents(page, patient)).toHaveLength(1);
});

async function openDialog(page: Page): Promise<{ patient: Person; dialog: Locator }> {
  const patient = await register(page);
  await open(page, `/patients/${patient.id}?tab=documents`);
  await page.getByRole("button", { name: "Upload document" }).first().click();
  return { patient, dialog: page.getByRole("dialog", { name: `Upload document: ${patient.name}` }) };
}

/** Sends a document, whose answer is lost when the server has filed it. */
async function sendAndLoseAnswer(page: Page, description: string): ReturnType<typeof openDialog> {
  const opened = await openDialog(page);
  const answer = await holdAnswer(page);
  await choose(opened.dialog, pdf(), description);
  await send(opened.dialog);
  await (await answer())("fail");
  await expect(opened.dialog.getByText(/it won't be filed twice/)).toBeVisible();
  return opened;
}

async function choose(dialog: Locator, file: ReturnType<typeof pdf>, description: string) {
  await dialog.locator("input[type=file]").setInputFiles(file);
  await dialog.getByLabel("Description").fill(description);
}

const send = (dialog: Locator) => dialog.getByRole("button", { name: "Upload document" }).click();

/** The uploads that the page sends from now on. */
function posts(page: Page): string[] {
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && new URL(request.url()).pathname === "/documents") sent.push(request.url());
  });
  return sent;
}

/** Bytes a second that the page may send; -1 for as many as it can. */
async function slow(network: CDPSession, uploadThroughput: number) {
  await network.send("Network.enable");
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput };
  await network.send("Network.emulateNetworkConditions", conditions);
}

/**
 * Lets the next upload reach the server, and holds its answer back. What it returns waits until the answer is there,
 * and gives what lets it go on or get lost.
 */
async function holdAnswer(page: Page) {
  const network = await page.context().newCDPSession(page);
  const held = new Promise<(how: "continue" | "fail") => Promise<void>>((reached) => {
    network.once("Fetch.requestPaused", ({ requestId }) => {
      reached(async (how) => {
        if (how === "continue") await network.send("Fetch.continueResponse", { requestId });
        else await network.send("Fetch.failRequest", { requestId, errorReason: "ConnectionReset" });
        await network.send("Fetch.disable");
      });
    });
  });
  await network.send("Fetch.enable", { patterns: [{ urlPattern: "*/documents", requestStage: "Response" }] });
  return () => held;
}

async function documents(page: Page, patient: Person): Promise<Row[]> {
  const list = await ask<{ rows: Row[] }>(page, "list_documents", { patient: patient.id, after: null });
  return list.rows.map(({ id, description }) => ({ id, description }));
}
