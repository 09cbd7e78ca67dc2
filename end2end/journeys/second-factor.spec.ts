// Signing in with something to protect: a second factor, recovery codes, sessions, passwords changed and forgotten.

import type { Browser, Page } from "@playwright/test";

import { asUnconfirmed } from "../fixtures/api";
import { code } from "../fixtures/authenticator";
import { chooseMore, expectGood, hydrated, open } from "../fixtures/page";
import { apply, signIn } from "../fixtures/people";
import { expect, test } from "../fixtures/test";

/** Sets up a second factor on /account; its secret and the recovery codes. */
async function protect(page: Page): Promise<{ secret: string; codes: string[] }> {
  await open(page, "/account");
  await page.getByRole("button", { name: "Set up a second factor" }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator" })).toBeVisible();
  const secret = await page.locator("code.secret").innerText();
  expect(secret).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  await expectGood(page, "setting up a second factor");
  await page.getByLabel("Code", { exact: true }).fill("12345");
  await page.getByRole("button", { name: "Switch it on" }).click();
  await expect(page.getByText("This code isn't right").first()).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(code(secret));
  await page.getByRole("button", { name: "Switch it on" }).click();
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeFocused();
  const codes = await page.locator(".recovery-codes code").allInnerTexts();
  expect(codes).toHaveLength(10);
  await expectGood(page, "the recovery codes");
  await page.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("Your second factor is on.")).toBeVisible();
  await expect(page.getByText("10 recovery codes left.")).toBeVisible();
  await expectGood(page, "/account with a second factor");
  return { secret, codes };
}

/** A page of a browser that nobody is signed in with. */
async function stranger(browser: Browser, javaScriptEnabled = true): Promise<Page> {
  return (await browser.newContext({ javaScriptEnabled })).newPage();
}

test("a provider sets up a second factor, signs in with codes, and removes it", async ({ page, browser, watch }) => {
  watch.expect(/status of (401|403|404|422)/);
  const applicant = await apply(page);
  const { secret, codes } = await protect(page);

  // Without script, too.
  const plain = await stranger(browser, false);
  await plain.goto("/sign-in?next=%2Faccount");
  await signIn(plain, { ...applicant, password: "not the password" });
  await expect(plain.getByText("Email or password is wrong.")).toBeVisible();
  await signIn(plain, applicant);
  await expect(plain).toHaveURL("/sign-in/code?next=%2Faccount");
  await plain.getByLabel("Code").fill(code(secret, 20));
  await plain.getByRole("button", { name: "Sign in" }).click();
  await expect(plain.getByText("This code isn't right").first()).toBeVisible();
  await plain.getByLabel("Code").fill(code(secret, 1));
  await plain.getByRole("button", { name: "Sign in" }).click();
  await expect(plain).toHaveURL("/account");
  await expect(plain.getByText("This browser", { exact: true })).toBeVisible();

  const other = await stranger(browser);
  await open(other, "/sign-in");
  await signIn(other, applicant);
  await expect(other).toHaveURL("/sign-in/code");
  await other.getByLabel("Code").fill(codes[0]!);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL("/patients");

  await open(page, "/account");
  await expect(page.getByText("9 recovery codes left.")).toBeVisible();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Remove the second factor" });
  await expectGood(page, "the dialog that removes a second factor");
  await dialog.getByRole("button", { name: "Remove second factor" }).click();
  await expect(page.getByText("Your second factor is removed.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Set up a second factor" })).toBeVisible();
  await plain.context().close();
  await other.context().close();
});

test("a person sees where they are signed in, and ends it", async ({ page, browser }) => {
  const applicant = await apply(page);
  const pages = await Promise.all([stranger(browser), stranger(browser)]);
  for (const other of pages) {
    await open(other, "/sign-in");
    await signIn(other, applicant);
    await expect(other).toHaveURL("/patients");
  }
  await open(page, "/account");
  const sessions = page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
  await expect(sessions).toHaveCount(3);
  await expect(sessions.filter({ hasText: "This browser" })).toHaveCount(1);
  await expect(sessions.first()).toContainText("Chrome on");
  await sessions.getByRole("button", { name: /^Sign out/ }).first().click();
  await expect(page.getByText("That browser is signed out.")).toBeVisible();
  await expect(sessions).toHaveCount(2);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("All your other browsers are signed out.")).toBeVisible();
  await expect(sessions).toHaveCount(1);
  for (const other of pages) {
    await other.goto("/account");
    await expect(other).toHaveURL(/\/sign-in\?/);
    await other.context().close();
  }
});

test("a person changes their password, and a common one is refused", async ({ page, watch }) => {
  watch.expect(/status of 422/);
  const applicant = await apply(page);
  await open(page, "/account");
  const change = async (present: string, password: string) => {
    await page.getByLabel("Present password").fill(present);
    await page.getByLabel("New password").fill(password);
    await page.getByRole("button", { name: "Change password" }).click();
  };
  await change(applicant.password, "password1234");
  await expect(page.getByText("among the first that are guessed").first()).toBeVisible();
  await expectGood(page, "/account with a refusal");
  await change("not the password", "tulip kettle orbit");
  await expect(page.getByText("This isn't your present password.").first()).toBeVisible();
  await change(applicant.password, "tulip kettle orbit");
  await expect(page.getByText("Your password is changed, and your other browsers are signed out.")).toBeVisible();
});

test("a forgotten password is replaced by a link of the administrator's", async ({ as, page, browser, watch }) => {
  watch.expect(/status of (403|422)/);
  const applicant = await apply(page);
  const administrator = await as("administrator");
  await open(administrator, `/admin/providers?search=${encodeURIComponent(applicant.email)}`);
  await chooseMore(administrator.getByRole("row").filter({ hasText: applicant.email }), `Reset password of ${applicant.email}`);
  const dialog = administrator.getByRole("dialog", { name: `Reset the password of ${applicant.email}` });
  await dialog.getByRole("button", { name: "Make the link" }).click();
  // Signed in when the tests began: the administrator may have to say again who they are.
  const confirmation = administrator.getByRole("dialog", { name: "Confirm that it is you" });
  const link = dialog.getByLabel("Link for a new password");
  await expect(confirmation.or(link).first()).toBeVisible();
  if (await confirmation.isVisible()) {
    await confirmation.getByLabel("Password, or a code").fill("demonstration only");
    await confirmation.getByRole("button", { name: "Confirm" }).click();
  }
  await expect(link).toBeVisible();
  await expectGood(administrator, "the link for a new password");
  const path = new URL(await link.inputValue()).pathname;

  const other = await stranger(browser);
  await open(other, path);
  await expectGood(other, "/reset-password/…");
  await other.getByLabel("New password").fill("password1234");
  await other.getByRole("button", { name: "Save password" }).click();
  await expect(other.getByText("among the first that are guessed").first()).toBeVisible();
  await other.getByLabel("New password").fill("tulip kettle orbit");
  await other.getByRole("button", { name: "Save password" }).click();
  await expect(other).toHaveURL("/sign-in?password=changed");
  await expect(other.getByText("Your password is changed.")).toBeVisible();
  await hydrated(other);
  await signIn(other, { email: applicant.email, password: "tulip kettle orbit" });
  await expect(other).toHaveURL("/patients");
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await other.context().close();
});

test("what a browser left open mustn't do asks again who it is", async ({ page, watch }) => {
  watch.expect(/status of (403|422)/);
  const applicant = await apply(page);
  await open(page, "/account");
  await asUnconfirmed(page, "begin_second_factor");
  await page.getByRole("button", { name: "Set up a second factor" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(dialog.getByLabel("Password, or a code")).toBeFocused();
  await expectGood(page, "the dialog that asks who it is");
  await dialog.getByLabel("Password, or a code").fill("not the password");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("This is neither your password").first()).toBeVisible();
  await dialog.getByLabel("Password, or a code").fill(applicant.password);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator" })).toBeVisible();
});
