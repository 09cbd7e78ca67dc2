// Pages whose script is on its way, or never comes: what needs it says so, after a moment.

import type { Page } from "@playwright/test";

import { hydrated, open, settle } from "../fixtures/page";
import { register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

const WASM = /\.wasm(\?|$)/;

test("while the script is on its way, what needs it says so, and stops when it runs", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  for (const { path, task, button } of [
    { path: "/patients", task: "Registering a patient", button: "New patient" },
    { path: `/patients/${patient.id}?tab=documents`, task: "Changing a chart", button: "New visit" },
  ]) {
    const goOn = await holdScript(page);
    await page.goto(path, { waitUntil: "commit" });
    const note = page.getByText(`${task} needs JavaScript`);
    await expect(note).toBeAttached();
    // Not at once: on most networks the script is there before anybody could read this.
    await expect(note).toHaveCSS("animation-delay", "2s");
    await expect(page.getByRole("button", { name: button }).first()).toBeDisabled();
    await expect(note).toBeVisible();
    goOn();
    await hydrated(page);
    await expect(page.getByRole("button", { name: button }).first()).toBeEnabled();
    await expect(note).toBeHidden();
    await page.unroute(WASM);
  }
});

test("when the script can't be had, it stays said, and the page works without", async ({ as, watch }) => {
  watch.expect(/net::ERR_FAILED|net::ERR_BLOCKED_BY_CLIENT/);
  watch.expect(/^uncaught: .*(fetch|WebAssembly|wasm)/i);
  const page = await as("maya");
  const patient = await register(page);
  await page.route(WASM, (route) => route.abort());
  await page.goto("/patients");
  await expect(page.getByText("Registering a patient needs JavaScript")).toBeVisible();
  await expect(page.getByRole("button", { name: "New patient" }).first()).toBeDisabled();
  await page.getByRole("searchbox", { name: "Search patients by name" }).fill(patient.name.split(" ")[1]!);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: patient.name }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(patient.name);
  await expect(page.getByText("Changing a chart needs JavaScript")).toBeVisible();
});

test("a page whose script runs at once never says so", async ({ as }) => {
  const page = await as("maya");
  await open(page, "/patients");
  await expect(page.getByRole("button", { name: "New patient" }).first()).toBeEnabled();
  const note = page.getByText("Registering a patient needs JavaScript", { exact: false });
  await expect(note).toBeHidden();
  // What the style sheet waits for has passed.
  await page.evaluate(settle);
  await expect(note).toBeHidden();
});

/** Lets no part of the script through until what it returns is called. */
async function holdScript(page: Page): Promise<() => void> {
  let goOn = () => {};
  const released = new Promise<void>((release) => (goOn = release));
  await page.route(WASM, async (route) => {
    await released;
    await route.continue();
  });
  return goOn;
}
