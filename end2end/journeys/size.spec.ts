// What a first visit loads: WASM and scripts, as they come over the wire.

import { hydrated } from "../fixtures/page";
import { expect, test } from "../fixtures/test";

const MOST = 350_000;

for (const [path, role] of [["/sign-in", null], ["/patients", "maya"]] as const) {
  test(`the first page loads at most 350 kB: ${path}`, async ({ as, page }) => {
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
    expect(total, files.map(([name, size]) => `${name} ${size}`).join("\n")).toBeLessThanOrEqual(MOST);
  });
}
