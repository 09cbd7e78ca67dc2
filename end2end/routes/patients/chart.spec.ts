// /patients/:id

import { ask } from "../../fixtures/api";
import { chooseMore, expectAccessible, expectGood, expectGoodPage, expectNoSidewaysScrolling, more, open } from "../../fixtures/page";
import { type Allergy, fullRecord, newId, newName, patientsOf, register, setAllergies, VISIT_FORM } from "../../fixtures/records";
import { expect, test } from "../../fixtures/test";

const TABS = ["Demographics", "Visits", "Prescriptions", "Documents"];

for (const tab of TABS) {
  test(`/patients/:id, ${tab}: a full one and an empty one are good pages`, async ({ as }) => {
    const page = await as("maya");
    // The demonstration's patients have long records.
    const full = (await patientsOf(page)).find(({ name }) => !name.startsWith("Test "))!;
    for (const { id, name } of [full, await register(page)]) {
      await expectGoodPage(page, `/patients/${id}?tab=${tab.toLowerCase()}`, `${name} · Carechart`);
      await expect(page.getByRole("main").getByRole("link", { name: tab, exact: true })).toHaveAttribute("aria-current", "page");
    }
  });
}

test("/patients/:id keeps the header while the chart scrolls", async ({ as }) => {
  const page = await as("maya");
  const full = (await patientsOf(page)).find(({ name }) => !name.startsWith("Test "))!;
  await open(page, `/patients/${full.id}?tab=visits`);
  await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
  await expect(page.getByRole("heading", { level: 1, name: full.name })).toBeInViewport();
});

test("/patients/:id names the patient in every dialog, and each dialog is good", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}?tab=prescriptions`);
  const isFolded = (name: string) => ["Share chart", "Invite patient"].includes(name);
  for (const name of ["New visit", "Upload document", "Share chart", "Invite patient", "Start prescription"]) {
    if (isFolded(name)) await chooseMore(page, name);
    else await page.getByRole("button", { name }).first().click();
    const dialog = page.getByRole("dialog", { name: `${name}: ${patient.name}` });
    await expect(dialog).toBeVisible();
    await expectGood(page, `the dialog ${name}`);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
});

test("/patients/:id says in its dialog for merging what to do when nobody looks like the same person", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page, `Unlike${newName()}`);
  await open(page, `/patients/${patient.id}`);
  await chooseMore(page, "Merge with another record…");
  const dialog = page.getByRole("dialog", { name: `Merge records: ${patient.name}` });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel("Patient's name").fill("nobody-has-this-name");
  await expect(dialog).toContainText("No other patient of yours matches.");
  await expectGood(page, "the dialog for merging");
});

test("/patients/:id says unknown allergies and none apart, and puts the severe ones first", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  const allergies = page.getByRole("list", { name: "Allergies" });
  const update = async (status: string, list: Allergy[]) => {
    await setAllergies(page, patient.id, status, list);
    await open(page, `/patients/${patient.id}`);
  };
  await open(page, `/patients/${patient.id}`);
  await expect(allergies).toContainText("Allergies unknown");
  await update("none_known", []);
  await expect(allergies).toHaveText("No known allergies");
  await update("recorded", [{ substance: "Latex", severity: "mild" }, { substance: "Penicillin", severity: "severe" }]);
  await expect(allergies.getByRole("listitem")).toHaveText([/Penicillin/, /Latex/]);
  const [severe, mild] = await allergies.locator(".badge").evaluateAll((badges) => badges.map((badge) => getComputedStyle(badge).backgroundColor));
  expect(severe).not.toBe(mild);
  await expectGood(page, "a chart with allergies");
});

test("/patients/:id shows every severe allergy on a phone, and folds others", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  const severe = ["Penicillin", "Latex", "Peanut", "Shellfish", "Aspirin", "Bee venom"];
  const mild = ["Dust", "Pollen", "Nickel", "Wool"];
  const list = (names: string[], severity: string) => names.map((substance) => ({ substance, severity }));
  await setAllergies(page, patient.id, "recorded", [...list(mild, "mild"), ...list(severe, "severe")]);
  await page.setViewportSize({ width: 360, height: 740 });
  const path = `/patients/${patient.id}`;
  await open(page, path);
  const allergies = page.getByRole("list", { name: "Allergies" });
  await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
  for (const substance of severe) {
    await expect(allergies.getByText(`${substance}: severe`)).toBeInViewport({ ratio: 0.9 });
  }
  await expect(allergies.getByText("Dust: mild")).toBeHidden();
  await allergies.getByText("and 4 more").click();
  for (const substance of mild) await expect(allergies.getByText(`${substance}: mild`)).toBeVisible();
  await expectNoSidewaysScrolling(page, path);
  await expectGood(page, "a chart with ten allergies");
});

test("/patients/:id doesn't say that there are no allergies when it can't know", async ({ as, watch }) => {
  watch.expect(/status of 503/);
  const page = await as("maya");
  const patient = await register(page);
  await setAllergies(page, patient.id, "none_known");
  await open(page, `/patients/${patient.id}?tab=demographics`);
  const main = page.getByRole("main");
  await expect(main).toContainText("No known allergies");
  await page.getByRole("button", { name: "Edit allergies" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit allergies" });
  await dialog.getByRole("button", { name: "Add allergy" }).click();
  await dialog.getByLabel("Substance").fill("Penicillin");
  await dialog.getByLabel("Severity").selectOption("Severe");
  const header = "**/api/chart_header";
  await page.route(header, (route) => route.fulfill({ status: 503, body: '"unavailable"' }));
  await dialog.getByRole("button", { name: "Save allergies" }).click();
  await expect(dialog).toBeHidden();
  await expect(main.getByRole("alert")).toContainText("may have changed");
  await expect(main).not.toContainText(/no known allergies|none known/i);
  await expectGood(page, "a header that couldn't be fetched");
  await page.unroute(header);
  await main.getByRole("alert").getByRole("button", { name: "Reload" }).click();
  await expect(page.getByRole("list", { name: "Allergies" })).toHaveText(/Penicillin: severe/);
  await expect(main.getByText(/may have changed/)).toHaveCount(0);
});

/** A time as an input of date and time has it, so many hours later. */
function hoursLater(time: string, hours: number): string {
  return new Date(Date.parse(`${time}Z`) + hours * 3_600_000).toISOString().slice(0, 16);
}

test("/patients/:id begins a visit at the time at which its dialog opens", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  // The browser's clock is wrong, and still says how much later it is than when the server said its time.
  await page.clock.setFixedTime("2026-03-02T09:00:00Z");
  await open(page, `/patients/${patient.id}`);
  const dialog = page.getByRole("dialog", { name: "New visit" });
  const time = dialog.getByLabel("Date and time");
  const openAt = async (now: string) => {
    await page.clock.setFixedTime(`${now}:00Z`);
    await page.getByRole("button", { name: "New visit" }).first().click();
  };
  await openAt("2026-03-02T09:00");
  await expect(time).toHaveValue(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
  const opened = await time.inputValue();
  expect(Math.abs(Date.parse(`${opened}Z`) - Date.now())).toBeLessThan(5 * 60_000);
  await dialog.getByLabel("Chief complaint").fill("Cough");
  await page.keyboard.press("Escape");
  await openAt("2026-03-02T14:00");
  await expect(time).toHaveValue(hoursLater(opened, 5));
  await expect(dialog.getByLabel("Chief complaint")).toHaveValue("Cough");
  // What somebody typed stays.
  await time.fill("2026-03-02T08:15");
  await page.keyboard.press("Escape");
  await openAt("2026-03-02T15:00");
  await expect(time).toHaveValue("2026-03-02T08:15");
});

test("/patients/:id, left open overnight, begins a prescription on the new day", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  await page.clock.install();
  await open(page, `/patients/${patient.id}?tab=prescriptions`);
  const clinic = await ask<object>(page, "clinic");
  const midnight = new Date();
  midnight.setUTCHours(24, 0, 0, 0);
  const [now, today] = [midnight.toISOString(), midnight.toISOString().slice(0, 10)];
  await page.route("**/api/clinic", (route) => route.fulfill({ json: { ...clinic, now, today } }));
  const asked = page.waitForResponse("**/api/clinic");
  await page.clock.fastForward(midnight.getTime() - Date.now() + 120_000);
  await asked;
  await page.getByRole("button", { name: "Start prescription" }).click();
  const dialog = page.getByRole("dialog", { name: "Start prescription" });
  await expect(dialog.getByLabel("Start date")).toHaveValue(today);
});

test("/patients/:id draws vital signs whose values can be read without the picture", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  for (const [day, pulse] of [["05", "71"], ["06", "83"]]) {
    const form = { ...VISIT_FORM, visit_date: `2026-01-${day}T09:30`, vitals: { values: [["pulse", pulse], ["weight", "70.5"]] } };
    await ask(page, "record_visit", { visit: { id: newId(), patient: patient.id, form } });
  }
  await open(page, `/patients/${patient.id}?tab=visits`);
  const trends = page.getByRole("region", { name: "Vital signs across visits" });
  await expect(trends).toContainText("Pulse");
  await expect(trends).toContainText("83");
  await expect(trends).toContainText("/min");
  await trends.getByText("Show the values as a table").click();
  const table = trends.getByRole("table");
  await expect(table).toContainText("71");
  await expect(table).toContainText("70.5");
  await expectAccessible(page, "the vital signs' values");
});

test("/patients/:id holds a name of 60 letters on a phone", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page, `${newName()}-${"Wolkenstein".repeat(5)}`.slice(0, 55));
  await page.setViewportSize({ width: 360, height: 740 });
  for (const tab of TABS) {
    await open(page, `/patients/${patient.id}?tab=${tab.toLowerCase()}`);
    await expectNoSidewaysScrolling(page, tab);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(patient.name);
  }
});

test("/patients/:id prints in black on white, without the frame, with the patient's name", async ({ as }) => {
  const page = await as("maya");
  const { patient } = await fullRecord(page);
  await open(page, `/patients/${patient.id}`);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.getByRole("button", { name: "New visit" })).toBeHidden();
  await expect(more(page)).toBeHidden();
  await expect(page.getByText(new RegExp(`${patient.name}, born 3 Feb 1980`)).first()).toBeVisible();
  const colours = await page.evaluate(() => {
    const { color } = getComputedStyle(document.body);
    const { backgroundColor } = getComputedStyle(document.documentElement);
    return { color, backgroundColor };
  });
  expect(colours).toEqual({ color: "rgb(0, 0, 0)", backgroundColor: "rgb(255, 255, 255)" });
});
