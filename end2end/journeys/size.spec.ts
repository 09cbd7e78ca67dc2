// What a visit loads: WASM and scripts, as they come over the wire.

import { hydrated } from "../fixtures/page";
import { expect, test } from "../fixtures/test";

/** The first page is the one to sign in on; the next adds its own part to what the browser has kept. */
const MOST = [
  ["/sign-in", null, 350_000],
  ["/patients", "maya", 450_000],
] as const;

for (const [path, role, most] of MOST) {
  test(`${path} loads at most ${most / 1000} kB, with nothing kept from before`, async ({ as, page }) => {
    const tab = role ? await as(role) : page;
    const loads: Promise<[string, number]>[] = [];
    tab.on("requestfinished", (request) => {
      const { pathname } = new URL(request.url());
      if (/\.(wasm|js)$/.test(pathname)) {
        loads.push(request.sizes().then(({ responseBodySize }) => [pathname, responseBodySize]));
      }
    });
    await tab.goto(path, { waitUntil: "networkidle" });
    await hydrated(tab);
    const files = await Promise.all(loads);
    const total = files.reduce((sum, [, size]) => sum + size, 0);
    test.info().annotations.push({ type: "bytes", description: `${path}: ${total} in ${files.length} files` });
    expect(files.some(([name]) => name.endsWith(".wasm"))).toBe(true);
    expect(total, files.map(([name, size]) => `${name} ${size}`).join("\n")).toBeLessThanOrEqual(most);
  });
}
