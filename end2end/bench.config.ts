// `npm run bench`: how fast the dashboard is, after a release build.

import { defineConfig } from "@playwright/test";

export default defineConfig({
  testMatch: "bench.ts",
  outputDir: "test-results",
  workers: 1,
  timeout: 600_000,
  reporter: [["line"]],
});
