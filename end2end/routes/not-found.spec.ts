import { expectGoodPage } from "../fixtures/page";
import { newId } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("what doesn't exist says so", async ({ page, watch }) => {
  watch.expect(/status of 404/);
  await expectGoodPage(page, "/nothing/here", "There is nothing here · Carechart");
  expect((await page.request.get("/nothing/here")).status()).toBe(404);
  expect((await page.request.post("/nothing/here")).status()).toBe(404);
});

test("a chart that doesn't exist says so", async ({ as, watch }) => {
  watch.expect(/status of 404/);
  const page = await as("maya");
  for (const path of [`/patients/${newId()}`, "/patients/not-an-id"]) {
    expect((await page.request.get(path)).status(), path).toBe(404);
    await expectGoodPage(page, path, "There is nothing here · Carechart");
    await expect(page.getByText("or what it leads to isn't yours to see")).toBeVisible();
  }
});
