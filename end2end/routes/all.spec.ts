// Every page of the application has tests beside this one.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { repository } from "../fixtures/server";
import { expect, test } from "../fixtures/test";

test("every page has its tests", () => {
  const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".spec.ts"));
  const tests = files.map((name) => readFileSync(join(__dirname, name), "utf8")).join("\n");
  const root = readFileSync(join(repository, "app/src/root.rs"), "utf8");
  const pages = [...root.matchAll(/path!\("([^"]+)"\)/g)].map((match) => match[1]!.replace(/:.*/, ""));
  expect(pages.length).toBeGreaterThan(20);
  // As a whole string, or the beginning of one.
  const isTested = (page: string) => ['"', "`"].some((quote) => [quote, "?", " ", "$"].some((end) => tests.includes(quote + page + end)));
  expect(pages.filter((page) => !isTested(page))).toEqual([]);
});
