// The dashboard and a chart on a phone of 360 px.

import { expectNoSidewaysScrolling, open } from "../fixtures/page";
import { fullRecord } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

test("the dashboard: cards stack, the table scrolls on its own, its first column stays", async ({ as }) => {
  const page = await as("maya");
  await open(page, "/patients");
  await expectNoSidewaysScrolling(page, "/patients");

  const cards = page.getByRole("list", { name: "At a glance" }).getByRole("link");
  await expect(cards).toHaveCount(4);
  const tops = await cards.evaluateAll((all) => all.map((card) => card.getBoundingClientRect().top));
  expect(new Set(tops).size, "rows of cards").toBe(4);

  const table = page.getByRole("region", { name: "Your patients" });
  const [content, shown] = await table.evaluate((box) => [box.scrollWidth, box.clientWidth]);
  expect(content!).toBeGreaterThan(shown!);
  const name = page.getByRole("rowheader").first();
  const left = (await name.boundingBox())!.x;
  await table.evaluate((box) => box.scrollTo({ left: 200, behavior: "instant" }));
  expect((await name.boundingBox())!.x).toBeCloseTo(left, 0);
});

test("the places are at the bottom, within reach of a thumb", async ({ as }) => {
  const page = await as("maya");
  await open(page, "/patients");
  const places = page.getByRole("navigation", { name: "Main" });
  const box = (await places.boundingBox())!;
  expect(box.y + box.height).toBeCloseTo(740, 0);
  for (const link of await places.getByRole("link").all()) {
    const target = (await link.boundingBox())!;
    expect(target.height).toBeGreaterThanOrEqual(44);
  }
  await places.getByRole("link", { name: "Documents" }).tap();
  await expect(page).toHaveURL("/documents");
});

test("a chart: each tab fits, the patient's name stays", async ({ as }) => {
  const page = await as("maya");
  const { patient } = await fullRecord(page);
  for (const tab of ["demographics", "visits", "prescriptions", "documents", "access"]) {
    const path = `/patients/${patient.id}?tab=${tab}`;
    await open(page, path);
    await expectNoSidewaysScrolling(page, path);
    await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: "instant" }));
    await expect(page.getByText(patient.name).first()).toBeInViewport();
  }
});
