// A provider whom nobody has verified yet sees that, and nothing else.

import { call, upload } from "../fixtures/api";
import { pdf } from "../fixtures/files";
import { expectGood, open } from "../fixtures/page";
import { DEMOGRAPHICS, newId } from "../fixtures/records";
import { LISTS } from "../fixtures/server_functions";
import { expect, test } from "../fixtures/test";

test("every page says what the account waits for", async ({ as }) => {
  const page = await as("unverified");
  for (const path of ["/patients", "/visits", "/prescriptions", "/documents"]) {
    await open(page, path);
    await expect(page.getByText("Your account is waiting for verification")).toBeVisible();
    await expect(page.getByRole("table")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "New patient" })).toHaveCount(0);
  }
  await expectGood(page, "/documents of an unverified provider");
});

test("no patient can be registered, read or given a document", async ({ as }) => {
  const page = await as("unverified");
  const id = newId();
  const registered = await call(page, "register_patient", { id, form: DEMOGRAPHICS, not_duplicates: [] });
  expect(registered.status).toBe(404);
  expect((await call(page, "chart_header", { patient: id })).status).toBe(404);
  expect((await upload(page, id, pdf())).status).toBe(404);
  for (const [name, args] of Object.entries(LISTS)) {
    const { status, body } = await call(page, name, args);
    if (status !== 200) {
      expect(status, name).toBe(404);
      continue;
    }
    const answer = JSON.parse(body) as object;
    const lists = Array.isArray(answer) ? [answer] : Object.values(answer).filter((value) => value !== null);
    expect(lists.flat(), name).toEqual([]);
  }
});
