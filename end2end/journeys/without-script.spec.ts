// Every page works before its script has loaded, and where script is off: signing in, searching, reading.

import { EMAILS, PASSWORD } from "../fixtures/accounts";
import { signIn } from "../fixtures/people";
import { fullRecord } from "../fixtures/records";
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
  // Playwright's texts leave out what is in a noscript.
  await expect(page.locator(".needs-script", { hasText: "Registering a patient needs JavaScript" })).toBeVisible();

  await page.getByRole("searchbox", { name: "Search patients by name" }).fill(record.patient.name.split(" ")[1]!);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  await page.getByRole("link", { name: record.patient.name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(record.patient.name);

  for (const [tab, text] of [["Visits", "Common cold"], ["Prescriptions", "Paracetamol"], ["Documents", "A test's document"]] as const) {
    await page.getByRole("main").getByRole("link", { name: tab, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`tab=${tab.toLowerCase()}`));
    await expect(page.getByRole("main")).toContainText(text);
  }
  const href = await page.getByRole("link", { name: "Download" }).first().getAttribute("href");
  const tab = `/patients/${record.patient.id}?tab=documents`;
  expect(href).toBe(`/documents/${record.document}/download?from=${encodeURIComponent(tab)}`);

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
