// Every page works before its script has loaded, and where script is off: signing in, searching, reading.

import { EMAILS, PASSWORD } from "../fixtures/accounts";
import { ask } from "../fixtures/api";
import { more } from "../fixtures/page";
import { signIn } from "../fixtures/people";
import { fullRecord, newName, register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test.use({ javaScriptEnabled: false });

test("a provider signs in, searches, opens a chart and its tabs, downloads, and signs out", async ({ as, page, context }) => {
  const record = await fullRecord(await as("tomas"));
  await page.goto("/patients");
  await signIn(page, { email: EMAILS.tomas, password: "not the password" });
  await expect(page.getByText("Email or password is wrong.")).toBeVisible();
  await signIn(page, { email: EMAILS.tomas, password: PASSWORD });
  await expect(page).toHaveURL("/patients");
  await expect(page.getByText("Total patients")).toBeVisible();
  await expect(page.getByText("Registering a patient needs JavaScript")).toBeVisible();

  await page.getByRole("searchbox", { name: "Search patients by name" }).fill(record.patient.name.split(" ")[1]!);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  await page.getByRole("link", { name: record.patient.name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(record.patient.name);
  await more(page).locator("summary").click();
  await expect(more(page).getByRole("button", { name: "Share chart" })).toBeDisabled();
  await more(page).locator("summary").click();

  for (const [tab, text] of [["Visits", "Common cold"], ["Prescriptions", "Paracetamol"], ["Documents", "A test's document"]] as const) {
    await page.getByRole("main").getByRole("link", { name: tab, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`tab=${tab.toLowerCase()}`));
    await expect(page.getByRole("main")).toContainText(text);
  }
  const href = await page.getByRole("link", { name: "Download" }).first().getAttribute("href");
  const tab = `/patients/${record.patient.id}?tab=documents`;
  expect(decodeURIComponent(href!)).toBe(`/documents/${record.document}/download?from=${tab}`);

  await page.getByRole("main").getByRole("link", { name: "Demographics", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("Emergency contact");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL("/sign-in");
  expect(await context.cookies()).toEqual([]);
});

test("every list is there", async ({ as }) => {
  const page = await as("maya");
  for (const [path, table] of [["/visits", "Visits this week"], ["/prescriptions", "Active prescriptions"], ["/documents", "Pending documents"]] as const) {
    await page.goto(path);
    await expect(page.getByRole("region", { name: table })).toBeVisible();
    expect(await page.getByRole("rowheader").count()).toBeGreaterThan(0);
  }
  await page.goto("/patients?sort=last-visit&order=desc");
  await expect(page.getByRole("columnheader", { name: "Last visit" })).toHaveAttribute("aria-sort", "descending");
  expect(await page.getByRole("rowheader").count()).toBeGreaterThan(0);
});

test("a patient reads the whole record", async ({ as }) => {
  const page = await as("patient");
  await page.goto("/my-records");
  await expect(page.getByText("Contact your provider to update your records")).toBeVisible();
  for (const tab of [/^Visits/, /^Prescriptions/, /^Documents/]) {
    await page.getByRole("main").getByRole("link", { name: tab }).click();
    await expect(page).toHaveURL(/\/my-records\?tab=/);
    await expect(page.getByRole("main").getByRole("link", { name: tab })).toHaveAttribute("aria-current", "page");
  }
});

test("an administrator reads the lists, searches them, and learns what needs script", async ({ as }) => {
  const page = await as("administrator");
  for (const { path, title, search, sought, task } of [
    { path: "/admin/providers", title: "Providers", search: /^Search providers/, sought: "Ingrid", task: "Verifying or suspending a provider, or helping them to sign in" },
    { path: "/admin/accounts", title: "Accounts", search: /^Search accounts/, sought: EMAILS.patient, task: "Unlinking, closing or suspending an account, or helping somebody to sign in" },
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(page.getByText(`${task} needs JavaScript`)).toBeVisible();
    await page.getByRole("searchbox", { name: search }).fill(sought);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`${path}\\?search=`));
    await expect(page.getByRole("rowheader").filter({ hasText: sought })).toHaveCount(1);
    // What needs script can't be pressed, but be seen.
    const table = page.getByRole("table");
    await more(table).first().locator("summary").click();
    await expect(table.getByRole("button", { name: /^Suspend/ }).first()).toBeVisible();
    for (const button of await table.getByRole("button").all()) await expect(button).toBeDisabled();
  }
});

test("a patient sets up an account by invitation", async ({ as, page, watch }) => {
  watch.expect(/status of 404/);
  const maya = await as("maya");
  const patient = await register(maya);
  const { url } = await ask<{ url: string }>(maya, "invite_patient", { patient: patient.id });
  const path = new URL(url).pathname;
  await page.goto(path);
  const email = `${newName().toLowerCase()}@example.org`;
  const setUp = async (dateOfBirth: string) => {
    await page.getByLabel("Date of birth").fill(dateOfBirth);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("a patient's long password");
    await page.getByRole("button", { name: "Set up my account" }).click();
  };
  await setUp("1980-02-04");
  await expect(page).toHaveURL(new RegExp(path));
  await expect(page.getByLabel("Date of birth")).toHaveAttribute("aria-invalid", "true");
  await setUp(patient.dateOfBirth);
  await expect(page).toHaveURL("/my-records");
  await expect(page.getByRole("main")).toContainText(patient.name);

  await page.goto(path);
  await expect(page.getByText("This link doesn't work any more")).toBeVisible();
});

test("a stranger applies for an account", async ({ page }) => {
  await page.goto("/apply");
  await page.getByLabel("Name").fill("Dr. Test");
  await page.getByLabel("License number").fill("T-1");
  await page.getByLabel("Specialty").fill("Testing");
  await page.getByLabel("Email").fill(EMAILS.maya);
  await page.getByLabel("Password").fill("a long enough password");
  await page.getByRole("button", { name: "Apply for an account" }).click();
  await expect(page.getByText("Your application has arrived.")).toBeVisible();
});
