// The server's log knows routes, and nobody.

import { readFileSync } from "node:fs";

import { EMAILS, PASSWORD, setting } from "../fixtures/accounts";
import { call, upload } from "../fixtures/api";
import { pdf, refusedFiles } from "../fixtures/files";
import { fullRecord, newId, newName, patientsOf } from "../fixtures/records";
import { ON_A_RECORD } from "../fixtures/server_functions";
import { expect, test } from "../fixtures/test";

test("the log holds no name, no id, no query, no address and no password", async ({ as, page, watch }) => {
  test.slow();
  watch.expect(/status of 404/);
  const maya = await as("maya");
  const record = await fullRecord(maya, pdf("a-telling-file-name.pdf"));
  const words = { search: newName(), token: newName(), email: `${newName()}@example.org`, description: newName() };

  await maya.goto(`/patients?search=${words.search}`);
  for (const tab of ["demographics", "visits", "prescriptions", "documents"]) {
    await maya.goto(`/patients/${record.patient.id}?tab=${tab}`);
  }
  await maya.goto(`/patients/${newId()}`);
  await maya.request.get(`/documents/${record.document}/download`);
  for (const refused of refusedFiles()) await upload(maya, record.patient.id, refused.file, words.description);
  await upload(maya, "not an id", pdf());
  for (const [name, args] of Object.entries(ON_A_RECORD)) {
    await call(await as("tomas"), name, args({ ...record, patient: record.patient.id }));
  }
  // The same id again, and what the database refuses.
  await call(maya, "record_visit", { visit: { id: record.visit, patient: newId(), form: {} } });
  await call(maya, "chart_header", { patient: "not an id" });
  await call(page, "sign_in", { email: words.email, password: words.token });
  await page.goto(`/invitation/${words.token}`);
  await page.request.get(`/patients/${record.patient.id}/nothing?search=${words.search}`);

  const log = readFileSync(setting("CARECHART_LOG"), "utf8");
  expect(log).toContain("/patients/{id}");
  const secrets = [
    ...Object.values(words),
    ...Object.values(record).map((value) => (typeof value === "string" ? value : value.id)),
    record.patient.name.split(" ")[1]!,
    "a-telling-file-name",
    "Riverside Clinic",
  ];
  for (const secret of secrets) expect(log.toLowerCase(), "the log").not.toContain(secret.toLowerCase());

  // The sign-ins are printed when the server starts, to the person who started it; nowhere else.
  const lines = log.split("\n").filter((line) => /\b(INFO|WARN|ERROR)\b/.test(line));
  for (const secret of [...Object.values(EMAILS), PASSWORD, "?", "DETAIL", "search=", "tab="]) {
    for (const line of lines) expect(line).not.toContain(secret);
  }
  const patients = await patientsOf(maya);
  for (const { id, name } of patients) {
    expect(log).not.toContain(id);
    expect(log).not.toContain(name);
  }
});
