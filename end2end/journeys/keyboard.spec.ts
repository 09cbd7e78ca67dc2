// A provider without a mouse.

import { EMAILS, PASSWORD } from "../fixtures/accounts";
import { hydrated, more, open } from "../fixtures/page";
import { register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("signs in, skips to the content, searches by / and opens a chart", async ({ as, page }) => {
  const patient = await register(await as("ingrid"));
  await open(page, "/sign-in");
  await expect(page.getByLabel("Email")).toBeFocused();
  await page.keyboard.type(EMAILS.ingrid);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/patients");
  await hydrated(page);

  await page.goto("/visits");
  await hydrated(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();

  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type(patient.name.split(" ")[1]!);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/patients\?search=/);
  const link = page.getByRole("link", { name: patient.name });
  await expect(link).toBeVisible();
  for (let presses = 0; presses < 40 && !(await link.evaluate((a) => a === document.activeElement)); presses++) {
    await page.keyboard.press("Tab");
  }
  await expect(link).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(patient.name);
  await expect(page.getByRole("main")).toBeFocused();
});

test("opens the dialog of a new patient, whose focus stays inside until it closes", async ({ as, watch }) => {
  watch.expect(/status of 422/);
  const page = await as("tomas");
  await open(page, "/patients");
  const button = page.getByRole("button", { name: "New patient" });
  // The list comes to life after the frame; until then the button takes no focus.
  await expect(button).toBeEnabled();
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New patient" });
  await expect(dialog.getByLabel("First name")).toBeFocused();
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => {
      const focus = document.activeElement;
      return focus === document.body || focus?.closest("dialog[open]") !== null;
    });
    expect(where, "the focus after Tab").toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();

  // A form that is sent too early says what is missing, and the focus goes there.
  await page.keyboard.press("Enter");
  await page.keyboard.type("Key");
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Last name")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByLabel("Last name")).toBeFocused();
});

test("unfolds what is done seldom, and folds it again", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}`);
  const summary = more(page).locator("summary");
  const buttons = more(page).getByRole("button");
  await summary.focus();
  await page.keyboard.press("Enter");
  await expect(buttons.first()).toBeEnabled();
  await page.keyboard.press("Tab");
  await expect(buttons.first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(buttons).toHaveCount(0);
  await expect(summary).toBeFocused();

  // Past its end.
  await page.keyboard.press("Space");
  await expect(buttons.first()).toBeVisible();
  const count = await buttons.count();
  expect(count).toBeGreaterThan(3);
  for (let presses = 0; presses < count; presses++) await page.keyboard.press("Tab");
  await expect(buttons.last()).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(buttons).toHaveCount(0);
  await expect(summary).not.toBeFocused();

  await summary.click();
  await expect(buttons.first()).toBeVisible();
  await page.getByRole("heading", { level: 1 }).click();
  await expect(buttons).toHaveCount(0);

  // What is chosen gives the focus back to what can be seen.
  await summary.focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Share chart: ${patient.name}` });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(buttons).toHaveCount(0);
  await expect(summary).toBeFocused();
});

test("every focus can be seen", async ({ as }) => {
  const page = await as("maya");
  await open(page, "/patients");
  for (let presses = 0; presses < 25; presses++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const focus = document.activeElement!;
      if (focus === document.body) return "";
      const row = focus.closest("tr");
      const styles = [focus, ...(row ? [row] : [])].map((element) => getComputedStyle(element));
      const after = getComputedStyle(focus, "::after");
      const isShown = [...styles, after].some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
      return isShown ? "" : focus.outerHTML;
    });
    expect(seen, "a focus without an outline").toBe("");
  }
});
