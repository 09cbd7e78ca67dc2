import { defineConfig } from "@playwright/test";

/** What Debian's Chromium needs to run without a screen, and to talk to nobody but the server under test. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser, for the tests and for the pictures. */
export const browser = {
  browserName: "chromium" as const,
  launchOptions: { executablePath: "/usr/bin/chromium", args: flags },
  // Colours in the middle of a transition have no contrast to check.
  contextOptions: { reducedMotion: "reduce" as const },
  timezoneId: "UTC",
  locale: "en-GB",
};

export default defineConfig({
  testMatch: ["journeys/**/*.spec.ts", "routes/**/*.spec.ts"],
  // One server for the whole run; each test registers the patients that it changes.
  globalSetup: "./fixtures/global_setup.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // Browser, server, database and bucket share two cores: what fails is tried once more, and then named flaky.
  retries: 1,
  // axe runs four times a page, which takes a while over a long record.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { ...browser, trace: "retain-on-failure" },
});
