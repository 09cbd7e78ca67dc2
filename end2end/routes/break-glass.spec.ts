import { expectGood, expectGoodPage, open } from "../fixtures/page";
import { expect, test } from "../fixtures/test";

const TITLE = "Emergency access · Carechart";

test("/break-glass is a good page, and says first what follows", async ({ as }) => {
  const page = await as("ingrid");
  await expectGoodPage(page, "/break-glass", TITLE);
  const main = page.getByRole("main");
  await expect(main).toContainText("The patient is told");
  await expect(main).toContainText("The administrator reviews it");
  await expect(main).toContainText(/closes by itself after 4 hours/);
});

test("/break-glass says what is wrong beside the field, and keeps what was typed", async ({ as, watch }) => {
  watch.expect(/status of 422/);
  const page = await as("ingrid");
  await open(page, "/break-glass");
  await page.getByLabel("First name").fill("Nobody");
  await page.getByLabel("Last name").fill("Inparticular");
  await page.getByLabel("Date of birth").fill("1980-02-03");
  await page.getByLabel("Reason").fill("Too short");
  await page.getByRole("button", { name: "Open the chart" }).click();
  await expect(page.getByLabel("Reason")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Reason")).toHaveAccessibleDescription(/at least 20 characters/);
  await expect(page.getByLabel("First name")).toHaveValue("Nobody");
  await expectGood(page, "/break-glass with a refusal");
});

test("/break-glass is reached from the list of patients, and from a search without a match", async ({ as }) => {
  const page = await as("ingrid");
  await open(page, "/patients");
  await page.getByRole("link", { name: "Emergency access" }).click();
  await expect(page).toHaveURL("/break-glass");
  await open(page, "/patients?search=nobody-has-this-name");
  await page.locator(".empty-state").getByRole("link", { name: "Emergency access" }).click();
  await expect(page).toHaveURL("/break-glass");
  await expect(page.getByRole("heading", { level: 1, name: "Emergency access" })).toBeVisible();
});

test("/break-glass shows others the way to their own pages", async ({ as }) => {
  const page = await as("patient");
  await expectGoodPage(page, "/break-glass", TITLE);
  await expect(page.getByText("This page is for providers")).toBeVisible();
  const unverified = await as("unverified");
  await open(unverified, "/break-glass");
  await expect(unverified.getByText("Your account is waiting for verification")).toBeVisible();
});
