// What every answer tells the browser.

import { expect, test } from "../fixtures/test";

const PAGES = ["/sign-in", "/apply", "/patients", "/visits", "/prescriptions", "/documents"];

test("pages with records are kept by nobody, and may run nothing of anybody else", async ({ as }) => {
  const page = await as("maya");
  for (const path of PAGES) {
    const answer = await page.request.get(path);
    expect(answer.status(), path).toBe(200);
    const headers = answer.headers();
    expect(headers["cache-control"], path).toBe("no-store");
    expect(headers["referrer-policy"], path).toBe("no-referrer");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["x-frame-options"], path).toBe("DENY");
    expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
    expect(headers["permissions-policy"], path).toContain("camera=()");

    const policy = Object.fromEntries(
      headers["content-security-policy"]!.split("; ").map((part) => [part.split(" ")[0], part.split(" ").slice(1)]),
    ) as Record<string, string[]>;
    expect(policy["default-src"], path).toEqual(["'none'"]);
    expect(policy["script-src"], path).toEqual(["'self'", expect.stringMatching(/^'nonce-.{16,}'$/), "'wasm-unsafe-eval'"]);
    expect(policy["connect-src"], path).toEqual(["'self'"]);
    expect(policy["frame-ancestors"], path).toEqual(["'none'"]);
    expect(policy["form-action"], path).toEqual(["'self'"]);
    expect(policy["base-uri"], path).toEqual(["'none'"]);
  }
});

test("each answer has a nonce of its own", async ({ page }) => {
  const nonce = async () => (await page.request.get("/sign-in")).headers()["content-security-policy"]!.match(/nonce-([^']+)/)![1];
  expect(await nonce()).not.toBe(await nonce());
});

test("a script that somebody smuggles in doesn't run", async ({ page, watch }) => {
  watch.expect(/Content Security Policy/);
  await page.goto("/sign-in");
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.smuggled = true";
    document.body.append(script);
    return "smuggled" in window;
  });
  expect(ran).toBe(false);
});

test("the session's cookie is out of reach for scripts and other sites", async ({ as }) => {
  const page = await as("maya");
  const cookies = await page.context().cookies();
  expect(cookies).toHaveLength(1);
  expect(cookies[0]).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});

test("what another site causes is refused", async ({ as }) => {
  const page = await as("maya");
  for (const [name, value] of [["sec-fetch-site", "cross-site"], ["origin", "https://elsewhere.example"]] as const) {
    const headers = { [name]: value };
    const answer = await page.request.post("/api/sign_out", { headers, form: {}, maxRedirects: 0 });
    expect(answer.status()).toBe(403);
  }
  expect((await page.request.get("/patients", { maxRedirects: 0 })).status()).toBe(200);
});

test("files of the build never change and come compressed", async ({ page }) => {
  const sizes: string[] = [];
  page.on("response", (answer) => {
    if (!new URL(answer.url()).pathname.startsWith("/pkg/")) return;
    expect(answer.headers()["cache-control"], answer.url()).toBe("public, max-age=31536000, immutable");
    expect(answer.headers()["content-encoding"], answer.url()).toBe("br");
    sizes.push(answer.url());
  });
  await page.goto("/sign-in", { waitUntil: "networkidle" });
  expect(sizes.some((url) => url.endsWith(".wasm"))).toBe(true);
  expect(sizes.some((url) => url.endsWith(".js"))).toBe(true);
  expect(sizes.some((url) => url.endsWith(".css"))).toBe(true);
});
