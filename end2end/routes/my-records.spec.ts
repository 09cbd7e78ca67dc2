import { expectGoodPage, open } from "../fixtures/page";
import { expect, test } from "../fixtures/test";

for (const tab of ["visits", "prescriptions", "documents"]) {
  test(`/my-records?tab=${tab} is a good page`, async ({ as }) => {
    await expectGoodPage(await as("patient"), `/my-records?tab=${tab}`, "My records · Carechart");
  });
}

test("/my-records has nothing that edits", async ({ as }) => {
  const page = await as("patient");
  for (const tab of ["visits", "prescriptions", "documents"]) {
    await open(page, `/my-records?tab=${tab}`);
    const main = page.getByRole("main");
    await expect(main.getByRole("button")).toHaveCount(0);
    await expect(main.getByRole("textbox")).toHaveCount(0);
    await expect(main.locator("form, input, select, textarea, dialog")).toHaveCount(0);
  }
});

test("/my-records shows others the way to their own pages", async ({ as }) => {
  const page = await as("maya");
  await expectGoodPage(page, "/my-records", "My records · Carechart");
  await expect(page.getByText("This page is for patients")).toBeVisible();
});

test("/my-records/access is a good page", async ({ as }) => {
  await expectGoodPage(await as("patient"), "/my-records/access", "Who looked at my record · Carechart");
});
