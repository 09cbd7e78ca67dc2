// Passkeys, from the first one to the last: signing in without a password, the second step, who one is, losing them.

import type { Browser, Page } from "@playwright/test";

import { EMAILS, PASSWORD } from "../fixtures/accounts";
import { asUnconfirmed } from "../fixtures/api";
import { chooseMore, expectGood, open } from "../fixtures/page";
import { addAuthenticator, localhost } from "../fixtures/passkeys";
import { apply, signIn } from "../fixtures/people";
import { expect, test as base } from "../fixtures/test";
import { Watch } from "../fixtures/watch";

const test = base.extend({
  baseURL: async ({}, use) => use(localhost()),
  watch: async ({}, use) => {
    const watch = new Watch(localhost());
    await use(watch);
    watch.check();
  },
});

/** Adds a passkey on the page of one's account. */
async function addPasskey(page: Page, name: string) {
  await open(page, "/account");
  await page.getByLabel("Name of the new passkey").fill(name);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("The passkey is added.")).toBeVisible();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
}

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL("/sign-in");
}

/** A page of a browser that nobody is signed in with. */
async function stranger(browser: Browser): Promise<Page> {
  return (await browser.newContext({ baseURL: localhost() })).newPage();
}

test("a passkey signs in alone, and after the password", async ({ page, watch }) => {
  watch.expect(/status of (404|422)/);
  const authenticator = await addAuthenticator(page);
  const applicant = await apply(page);
  await addPasskey(page, "My phone");
  await expectGood(page, "/account with a passkey");
  await expect(page.getByText("never used")).toBeVisible();
  await signOut(page);

  await open(page, "/sign-in?next=%2Faccount");
  await expectGood(page, "/sign-in with a passkey's button");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).toHaveURL("/account");
  await expect(page.getByText("last used")).toBeVisible();
  await signOut(page);

  // The password alone isn't enough any more.
  await open(page, "/sign-in");
  await signIn(page, applicant);
  await expect(page).toHaveURL("/sign-in/code");
  await page.getByLabel("Code").fill("123456");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("This code isn't right").first()).toBeVisible();
  await expectGood(page, "/sign-in/code with a passkey's button");
  await page.getByRole("button", { name: "Use a passkey instead" }).click();
  await expect(page).toHaveURL("/patients");
  expect(await authenticator.counters()).toHaveLength(1);
});

test("whoever isn't recognized, or has no passkey, isn't signed in", async ({ page, watch }) => {
  // The page that was open asks once more, when its session has ended.
  watch.expect(/status of (401|422)/);
  const authenticator = await addAuthenticator(page);
  await apply(page);
  await addPasskey(page, "My phone");
  await page.getByLabel("Name of the new passkey").fill("The same again");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("This device has a passkey for your account already.").first()).toBeVisible();
  await expectGood(page, "/account with a refusal");
  await signOut(page);

  const button = page.getByRole("button", { name: "Sign in with a passkey" });
  await open(page, "/sign-in");
  await authenticator.setVerified(false);
  await button.click();
  await expect(page.getByText("No passkey was given.")).toBeVisible();
  await expectGood(page, "/sign-in with a passkey's refusal");
  await authenticator.setVerified(true);
  await button.click();
  await expect(page).toHaveURL("/patients");

  // Removed here, and still on the device.
  await open(page, "/account");
  await page.getByRole("button", { name: "Remove the passkey My phone" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove the passkey My phone" });
  await expectGood(page, "the dialog that removes a passkey");
  await dialog.getByRole("button", { name: "Remove passkey" }).click();
  await expect(page.getByText("and so is this one if you signed in with it")).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?/);
  await open(page, "/sign-in");
  await button.click();
  await expect(page.getByText("This passkey isn't known here")).toBeVisible();
});

test("a passkey says again who somebody is", async ({ page, watch }) => {
  watch.expect(/status of 403/);
  await addAuthenticator(page);
  await apply(page);
  await addPasskey(page, "My phone");
  await asUnconfirmed(page, "begin_second_factor");
  await page.getByRole("button", { name: "Set up a second factor" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expectGood(page, "the dialog that asks who it is, with a passkey's button");
  await dialog.getByRole("button", { name: "Use a passkey instead" }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator" })).toBeVisible();
});

test("a lost second factor is removed by the administrator, and its person told", async ({ page, browser, watch }) => {
  watch.expect(/status of (401|403|422)/);
  await addAuthenticator(page);
  const applicant = await apply(page);
  await addPasskey(page, "My lost phone");

  const administrator = await stranger(browser);
  await open(administrator, "/sign-in");
  await signIn(administrator, { email: EMAILS.administrator, password: PASSWORD });
  await expect(administrator).toHaveURL("/admin/providers");
  await open(administrator, `/admin/providers?search=${encodeURIComponent(applicant.email)}`);
  const row = administrator.getByRole("row").filter({ hasText: applicant.email });
  await chooseMore(row, `Remove second factor of ${applicant.email}`);
  const dialog = administrator.getByRole("dialog", { name: `Remove the second factor of ${applicant.email}` });
  await expectGood(administrator, "the dialog that removes a lost second factor");
  await dialog.getByRole("button", { name: "Remove second factor" }).click();
  await expect(administrator.getByText(`The second factor of ${applicant.email} is removed`)).toBeVisible();
  await administrator.context().close();

  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?/);
  const other = await stranger(browser);
  await open(other, "/sign-in");
  await signIn(other, applicant);
  await expect(other).toHaveURL("/patients");
  await expect(other.getByText("The clinic's administrator removed your second factor.")).toBeVisible();
  await expectGood(other, "/patients with the notice");
  await other.getByRole("link", { name: "See what to do" }).click();
  await expect(other.getByText("removed your second factor on")).toBeVisible();
  await expectGood(other, "/account with the notice");
  await other.getByRole("button", { name: "I know" }).click();
  await expect(other.getByText("You aren't told of it again.")).toBeVisible();
  await open(other, "/patients");
  await expect(other.getByText("removed your second factor")).toHaveCount(0);
  await other.context().close();
});

base("without a domain, or without script, there is no button", async ({ browser }) => {
  for (const [javaScriptEnabled, baseURL] of [[true, undefined], [false, localhost()]] as const) {
    const context = await browser.newContext({ javaScriptEnabled, ...(baseURL && { baseURL }) });
    const page = await context.newPage();
    await page.goto("/sign-in");
    if (javaScriptEnabled) await open(page, "/sign-in");
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toHaveCount(0);
    await context.close();
  }
});
