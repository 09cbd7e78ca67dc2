// `npm run pictures`: every page as pictures, after a release build.

import { defineConfig } from "@playwright/test";

import { browser } from "./playwright.config";

export default defineConfig({
  testMatch: ["screenshots.ts", "screenshots_of_states.ts", "screenshots_of_access.ts"],
  globalSetup: "./fixtures/global_setup.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  timeout: 120_000,
  reporter: [["list"]],
  use: browser,
});
