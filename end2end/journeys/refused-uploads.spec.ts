// What isn't a sound PDF or JPEG doesn't become a document, and the page says why.

import type { Page } from "@playwright/test";

import { ask, upload } from "../fixtures/api";
import { type Refused, jpeg, pdf, printJob, refusedFiles } from "../fixtures/files";
import { expectAccessible, open } from "../fixtures/page";
import { register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

/** What a person should read, by kind. */
const REASONS: Record<string, RegExp> = {
  empty: /empty/i,
  too_large: /larger than 10 MB/,
  not_pdf_or_jpeg: /neither a PDF nor a JPEG/,
  two_formats: /two formats at once/,
  damaged: /damaged/,
  encrypted: /encrypted/,
  active_content: /active content, such as JavaScript/,
  too_complex: /too much memory or time/,
  unusual_jpeg: /a kind of JPEG that isn't supported/,
  motion_photo: /a film or a sound behind it.* still picture/,
  after_end: /A program follows the end/,
};

/** What the browser sees by itself: nothing is sent then. */
const SEEN_BY_THE_BROWSER = ["empty", "too_large", "not_pdf_or_jpeg"];

for (const { kind, refusal, status, file } of refusedFiles()) {
  test(`the server refuses: ${kind}`, async ({ as }) => {
    const page = await as("maya");
    const patient = await register(page);
    const answer = await upload(page, patient.id, file);
    expect(answer.status, answer.body).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ refusal, message: expect.stringMatching(REASONS[kind]!) });
    expect(await documents(page, patient.id)).toEqual([]);
  });
}

test("the page says why, each time, and takes a good file in the end", async ({ as, watch }) => {
  watch.expect(/status of 4(13|22)/);
  const page = await as("tomas");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}?tab=documents`);
  await page.getByRole("button", { name: "Upload document" }).first().click();
  const dialog = page.getByRole("dialog", { name: /Upload document/ });
  await expect(dialog).toContainText(patient.name);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && new URL(request.url()).pathname === "/documents") sent.push(request.url());
  });
  for (const refused of refusedFiles()) {
    sent.length = 0;
    await expectRefused(page, refused);
    expect(sent, refused.kind).toHaveLength(SEEN_BY_THE_BROWSER.includes(refused.kind) ? 0 : 1);
  }
  await expectAccessible(page, "the upload dialog with a refusal");

  await dialog.locator("input[type=file]").setInputFiles(jpeg());
  await dialog.getByLabel("Description").fill("A good one at last");
  await dialog.getByRole("button", { name: "Upload document" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("A good one at last")).toBeVisible();
  expect(await documents(page, patient.id)).toHaveLength(1);
});

test("both formats are taken whatever their names say, and what devices put around them", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  const misnamed = [pdf("photo.jpg"), jpeg("letter.pdf"), { ...pdf("notes"), mimeType: "text/plain" }];
  for (const file of [...misnamed, printJob()]) {
    expect((await upload(page, patient.id, file)).status, file.name).toBe(201);
  }
  const formats = (await documents(page, patient.id)).map(({ format }) => format);
  expect(formats.sort()).toEqual(["jpeg", "pdf", "pdf", "pdf"]);
});

async function expectRefused(page: Page, { kind, file }: Refused) {
  const dialog = page.getByRole("dialog", { name: /Upload document/ });
  await dialog.locator("input[type=file]").setInputFiles(file);
  const isSeen = SEEN_BY_THE_BROWSER.includes(kind);
  // As soon as it is chosen, and again when somebody tries to send it.
  if (isSeen) await expect(dialog.getByText(REASONS[kind]!).first()).toBeVisible();
  await dialog.getByRole("button", { name: "Upload document" }).click();
  await expect(dialog.getByText(REASONS[kind]!).first()).toBeVisible();
  await expect(dialog.getByRole("progressbar")).toHaveCount(0);
}

async function documents(page: Page, patient: string): Promise<{ format: string }[]> {
  const list = await ask<{ rows: { format: string }[] }>(page, "list_documents", { patient, after: null });
  return list.rows;
}
