// The lists behind the dashboard's cards: /visits, /prescriptions, /documents.

import { ask } from "../fixtures/api";
import { expectGoodPage, open } from "../fixtures/page";
import { expect, test } from "../fixtures/test";

const LISTS = [
  { path: "/visits", title: "Visits this week", count: "visits_this_week", tab: "visits" },
  { path: "/prescriptions", title: "Active prescriptions", count: "active_prescriptions", tab: "prescriptions" },
  { path: "/documents", title: "Pending documents", count: "pending_documents", tab: "documents" },
] as const;

for (const { path, title, tab } of LISTS) {
  test(`${path} is a good page`, async ({ as }) => {
    await expectGoodPage(await as("maya"), path, `${title} · Carechart`);
  });

  test(`${path} leads to the patient's chart`, async ({ as }) => {
    const page = await as("tomas");
    await open(page, path);
    const first = page.getByRole("rowheader").first().getByRole("link");
    const name = await first.locator(".patient-name").innerText();
    await first.click();
    await expect(page).toHaveURL(new RegExp(`/patients/[0-9a-f-]{36}\\?tab=${tab}$`));
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  });
}

test("each card of the dashboard counts what its list shows", async ({ as }) => {
  // Nothing in these tests writes for Ingrid.
  const page = await as("ingrid");
  const counts = await ask<Record<string, number>>(page, "dashboard_counts");
  for (const { path, title, count } of LISTS) {
    await open(page, "/patients");
    const card = page.getByRole("list", { name: "At a glance" }).getByRole("link", { name: title });
    await expect(card).toContainText(counts[count]!.toLocaleString("en"));
    await card.click();
    await expect(page).toHaveURL(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(title);
    if (counts[count]! > 0) await expect(page.getByRole("rowheader").first()).toBeVisible();
    let rows = 0;
    for (;;) {
      rows += await page.getByRole("rowheader").count();
      const next = page.getByRole("link", { name: "Next page" });
      if ((await next.count()) === 0) break;
      await page.goto((await next.getAttribute("href"))!);
    }
    expect(rows, path).toBe(counts[count]);
  }
  expect(counts.total_patients).toBeGreaterThan(0);
});
