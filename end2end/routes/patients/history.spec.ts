// /patients/:id, where one looks seldom: who opened it, and what is folded away.

import { expectAccessible, expectGoodPage, expectNoSidewaysScrolling, more, open, settle } from "../../fixtures/page";
import { fullRecord, register } from "../../fixtures/records";
import { expect, test } from "../../fixtures/test";

test("/patients/:id, Access history: it is a good page", async ({ as }) => {
  const page = await as("maya");
  const { patient } = await fullRecord(page);
  await expectGoodPage(page, `/patients/${patient.id}?tab=access`, `${patient.name} · Carechart`);
  await expect(page.getByRole("link", { name: "Access history" })).toHaveAttribute("aria-current", "page");
});

test("/patients/:id folds away what is done seldom", async ({ as }) => {
  const page = await as("maya");
  const patient = await register(page);
  await open(page, `/patients/${patient.id}`);
  await expect(page.getByRole("main").getByRole("button", { name: "Hand over" })).toHaveCount(0);
  await more(page).locator("summary").click();
  const folded = ["Share chart", "Invite patient", "Hand over", "End treatment", "Merge with another record…"];
  await expect(more(page).getByRole("button")).toHaveText(folded);
  for (const width of [1280, 360]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 740 });
      await page.emulateMedia({ colorScheme });
      await page.evaluate(settle);
      // What it lies over can't be pressed meanwhile.
      await expectAccessible(page, `a chart's More, ${width} px, ${colorScheme}`, "details.more");
    }
    await expectNoSidewaysScrolling(page, "a chart's More");
  }
  for (const button of await more(page).getByRole("button").all()) {
    const { x, width } = (await button.boundingBox())!;
    expect([x >= 0, x + width <= 360]).toEqual([true, true]);
  }
});
