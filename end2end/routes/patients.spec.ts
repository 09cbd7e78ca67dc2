import { expectAccessible, expectGoodPage, expectNoSidewaysScrolling, open } from "../fixtures/page";
import { newName, patientsOf, register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("/patients is a good page", async ({ as }) => {
  await expectGoodPage(await as("maya"), "/patients", "Patients · Carechart");
});

test("/patients is good without a match, too", async ({ as }) => {
  await expectGoodPage(await as("maya"), "/patients?search=nobody-has-this-name", "Patients · Carechart");
});

test("/patients filters while one types, and keeps the search in the address", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page, `Ünsal${newName()}`);
  await open(page, "/patients");
  const search = page.getByRole("searchbox", { name: "Search patients by name" });
  // Part of the name, without its accent.
  await search.pressSequentially(patient.name.split(" ")[1]!.replace("Ü", "u").slice(0, 9));
  await expect(page).toHaveURL(/search=unsal/i);
  await expect(page.getByRole("rowheader", { name: patient.name })).toBeVisible();
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  await expect(search).toBeFocused();
  await page.reload();
  await expect(search).toHaveValue(/^unsal/i);
  await expect(page.getByRole("rowheader", { name: patient.name })).toBeVisible();
});

test("/patients sorts by each of its columns", async ({ as }) => {
  const page = await as("ingrid");
  await open(page, "/patients");
  const births = page.getByRole("row").locator("td:nth-of-type(1) time");
  for (const [round, order] of ["ascending", "descending"].entries()) {
    await page.getByRole("link", { name: "Date of birth" }).click();
    await expect(page.getByRole("columnheader", { name: "Date of birth" })).toHaveAttribute("aria-sort", order);
    const dates = await births.evaluateAll((times) => times.map((time) => time.getAttribute("datetime")!));
    expect(dates.length).toBeGreaterThan(1);
    const sorted = [...dates].sort();
    expect(dates).toEqual(round === 0 ? sorted : sorted.reverse());
  }
  for (const column of ["Name", "Last visit", "Active prescriptions"]) {
    await page.getByRole("columnheader").getByRole("link", { name: column }).click();
    await expect(page.getByRole("columnheader", { name: column })).toHaveAttribute("aria-sort", /ascending|descending/);
  }
});

test("/patients pages by key, without losing or repeating anybody", async ({ as }) => {
  const page = await as("maya");
  const everybody = (await patientsOf(page)).map(({ id }) => id);
  expect(new Set(everybody).size).toBe(everybody.length);
});

test("/patients opens the chart from anywhere in a row", async ({ as }) => {
  const page = await as("maya");
  await open(page, "/patients");
  const row = page.getByRole("row").nth(1);
  const name = await row.getByRole("rowheader").innerText();
  // The link lies over the whole row, which is what Playwright would wait to go away.
  await row.getByRole("cell").last().click({ force: true });
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(page).toHaveTitle(new RegExp(name));
});

test("/patients opens the new patient's dialog at its first field, and keeps what was typed", async ({ as }) => {
  const page = await as("maya");
  await open(page, "/patients");
  await page.getByRole("button", { name: "New patient" }).click();
  const dialog = page.getByRole("dialog", { name: "New patient" });
  await expect(dialog.getByLabel("First name")).toBeFocused();
  await expectAccessible(page, "the new patient's dialog");
  await dialog.getByLabel("First name").fill("Mistake");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "New patient" })).toBeFocused();
  await page.getByRole("button", { name: "New patient" }).click();
  await expect(dialog.getByLabel("First name")).toHaveValue("Mistake");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page, "the new patient's dialog on a phone");
  const box = await dialog.boundingBox();
  expect([box?.width, box?.height]).toEqual([360, 740]);
});

test("/patients warns of a likely duplicate among one's own patients only", async ({ as }) => {
  const [maya, tomas] = [await as("maya"), await as("tomas")];
  const patient = await register(maya);
  const fill = async (page: typeof maya) => {
    await open(page, "/patients");
    await page.getByRole("button", { name: "New patient" }).click();
    const dialog = page.getByRole("dialog", { name: "New patient" });
    await dialog.getByLabel("First name").fill("Test");
    await dialog.getByLabel("Last name").fill(patient.name.split(" ")[1]!);
    await dialog.getByLabel("Date of birth").fill(patient.dateOfBirth);
    await dialog.getByRole("button", { name: "Register patient" }).click();
    return dialog;
  };
  const dialog = await fill(maya);
  await expect(dialog.getByRole("alert")).toContainText("This may be a patient of yours already.");
  await expect(dialog.getByRole("link", { name: patient.name })).toHaveAttribute("href", `/patients/${patient.id}`);
  await expectAccessible(maya, "the warning of a duplicate");

  await fill(tomas);
  await expect(tomas).toHaveURL(/\/patients\/[0-9a-f-]{36}$/);
  expect(tomas.url()).not.toContain(patient.id);
  await expect(tomas.getByRole("heading", { level: 1 })).toContainText(patient.name);
});

test("/patients asks again when the name is corrected after the warning, also by Enter", async ({ as }) => {
  const page = await as("tomas");
  const [first, second] = [await register(page), await register(page)];
  await open(page, "/patients");
  await page.getByRole("button", { name: "New patient" }).click();
  const dialog = page.getByRole("dialog", { name: "New patient" });
  const lastName = dialog.getByLabel("Last name");
  const links = dialog.getByRole("alert").getByRole("link");
  await dialog.getByLabel("First name").fill("Test");
  await dialog.getByLabel("Date of birth").fill("1999-09-09");
  for (const { name } of [first, second]) {
    await lastName.fill(name.split(" ")[1]!);
    await lastName.press("Enter");
    await expect(links).toHaveText([new RegExp(name)]);
  }
  // The button speaks of those who are shown, and of nobody else.
  const registerAllTheSame = dialog.getByRole("button", { name: "It's someone else: register" });
  await lastName.fill(first.name.split(" ")[1]!);
  await registerAllTheSame.click();
  await expect(links).toHaveText([new RegExp(first.name)]);
  await registerAllTheSame.click();
  await expect(page).toHaveURL(/\/patients\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(first.name);
});

test("/patients keeps the order of a header when one searches by Enter", async ({ as }) => {
  const page = await as("maya");
  await open(page, "/patients");
  const header = page.getByRole("columnheader", { name: "Last visit" });
  await header.getByRole("link").click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  // Before the pause after which it searches by itself.
  await page.getByRole("searchbox").fill("e");
  await page.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL(/search=e&sort=last(-|%2D)visit&order=desc/);
  await expect(header).toHaveAttribute("aria-sort", "descending");
});

test("/patients holds a name of 60 letters on a phone", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page, `${newName()}-${"Wolkenstein".repeat(5)}`.slice(0, 55));
  await page.setViewportSize({ width: 360, height: 740 });
  const path = `/patients?search=${patient.name.split(" ")[1]!.slice(0, 8)}`;
  await open(page, path);
  await expect(page.getByRole("rowheader", { name: patient.name })).toBeVisible();
  await expectNoSidewaysScrolling(page, path);
});
