// Who treats whom over time: ended, handed over, covered, suspended; and who reads a record for its patient.

import { ask, call, confirmed } from "../fixtures/api";
import { chooseMore, expectGood, hydrated, more, open } from "../fixtures/page";
import { signIn, verifiedProvider } from "../fixtures/people";
import { newId, newName, register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

test("the last provider doesn't end it, but hands the patient over to a colleague who accepts", async ({ as, watch }) => {
  watch.expect(/status of 4(04|22)/);
  const [maya, ingrid] = [await as("maya"), await as("ingrid")];
  for (const page of [maya, ingrid]) await confirmed(page);
  const patient = await register(maya);
  await open(maya, `/patients/${patient.id}`);
  await chooseMore(maya, "End treatment");
  const ending = maya.getByRole("dialog", { name: `End treatment: ${patient.name}` });
  await ending.getByRole("button", { name: "End treatment" }).click();
  await expect(ending.getByText("Nobody else treats this patient.")).toBeVisible();
  await expectGood(maya, "the dialog that ends a treatment");
  await ending.getByRole("button", { name: "Cancel" }).click();

  await chooseMore(maya, "Hand over");
  const handing = maya.getByRole("dialog", { name: `Hand over: ${patient.name}` });
  const option = handing.getByRole("option").filter({ hasText: "Ingrid Osei" });
  await handing.getByLabel("Colleague").selectOption((await option.getAttribute("value"))!);
  await expectGood(maya, "the dialog that hands over");
  await handing.getByRole("button", { name: "Ask to take over" }).click();
  await expect(maya.getByText("You treat the patient until they have accepted.")).toBeVisible();

  await open(ingrid, "/patients");
  await ingrid.getByRole("link", { name: "see what they ask" }).click();
  const entry = ingrid.getByRole("listitem").filter({ hasText: patient.name });
  await expect(entry).toContainText("Maya Lindqvist asks you to take over");
  await entry.getByRole("button", { name: "Take over" }).click();
  const taking = ingrid.getByRole("dialog");
  await expect(taking).toContainText(patient.name);
  await expectGood(ingrid, "the dialog that takes over");
  await taking.getByRole("button", { name: "Take over" }).click();
  await expect(ingrid.getByText("You treat the patient now")).toBeVisible();
  await open(ingrid, `/patients/${patient.id}`);
  await expect(ingrid.getByText(/^Treated by Dr\. Ingrid Osei/)).toBeVisible();
  expect((await maya.goto(`/patients/${patient.id}`))?.status()).toBe(404);
  await hydrated(maya);
});

test("whoever asked is told that a colleague declined", async ({ as, browser, page, watch }) => {
  watch.expect(/status of 404/);
  const administrator = await as("administrator");
  const colleague = await (await browser.newContext()).newPage();
  const away = await verifiedProvider(page, administrator);
  await verifiedProvider(colleague, administrator);
  const patient = await register(page);
  const { provider } = await ask<{ provider: string }>(colleague, "current_user");
  await ask(page, "ask_handover", { id: newId(), patient: patient.id, colleague: provider });
  const until = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 16);
  await ask(page, "ask_cover", { id: newId(), form: { colleague: provider, until } });

  await open(colleague, "/colleagues");
  for (const asked of [patient.name, away.name]) {
    const entry = colleague.getByRole("listitem").filter({ has: colleague.getByRole("heading", { name: asked }) });
    await entry.getByRole("button", { name: "Decline" }).click();
    await colleague.getByRole("dialog").getByRole("button", { name: "Decline" }).click();
    await expect(entry).toHaveCount(0);
  }
  await open(page, "/colleagues");
  const told = page.getByRole("listitem").filter({ hasText: "Declined" });
  await expect(told).toHaveCount(2);
  await expect(told.filter({ hasText: patient.name })).toContainText("You treat the patient as before.");
  await expect(told.getByRole("button")).toHaveCount(0);
  await expectGood(page, "/colleagues with what was declined");
});

test("a colleague covers until either of them ends it, and the patients are marked", async ({ as, browser, page, watch }) => {
  watch.expect(/status of 404/);
  const administrator = await as("administrator");
  const colleague = await (await browser.newContext()).newPage();
  const away = await verifiedProvider(page, administrator);
  const covering = await verifiedProvider(colleague, administrator);
  const patient = await register(page);

  await open(page, "/patients");
  await page.getByRole("link", { name: "Colleagues" }).click();
  await hydrated(page);
  await page.getByRole("button", { name: "Ask for a cover" }).click();
  const asking = page.getByRole("dialog", { name: "Ask for a cover" });
  await asking.getByLabel("Colleague").selectOption({ label: `${covering.name} (Testing)` });
  const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 16);
  await asking.getByLabel("Until").fill(tomorrow);
  await asking.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(page.getByText("The cover begins once they have accepted.")).toBeVisible();
  await expectGood(page, "/colleagues with a cover that was asked for");

  await open(colleague, "/colleagues");
  const entry = colleague.getByRole("listitem").filter({ hasText: away.name });
  await entry.getByRole("button", { name: "Cover" }).click();
  const accepting = colleague.getByRole("dialog", { name: `Cover for ${away.name}` });
  await expectGood(colleague, "the dialog that covers");
  await accepting.getByRole("button", { name: "Cover" }).click();
  await expect(entry).toContainText("Running");
  await open(colleague, "/patients");
  const row = colleague.getByRole("row").filter({ hasText: patient.name });
  await expect(row).toContainText("Covered until");
  await expectGood(colleague, "the list with a covered patient");
  await open(colleague, `/patients/${patient.id}`);
  await expect(colleague.getByText(`You cover for ${away.name}`)).toBeVisible();
  await expect(colleague.getByRole("button", { name: "New visit" }).first()).toBeEnabled();
  await expect(more(colleague)).toHaveCount(0);
  await expectGood(colleague, "a covered chart");

  await open(page, "/colleagues");
  await page.getByRole("listitem").filter({ hasText: covering.name }).getByRole("button", { name: "End cover" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End cover" }).click();
  await expect(page.getByText("It has ended.")).toBeVisible();
  expect((await colleague.goto(`/patients/${patient.id}`))?.status()).toBe(404);
});

test("a suspension ends the open tab's access, and is lifted", async ({ as, page, watch }) => {
  watch.expect(/status of 4(01|04)/);
  const administrator = await as("administrator");
  const provider = await verifiedProvider(page, administrator);
  const patient = await register(page);
  await open(administrator, `/admin/providers?search=${provider.email}`);
  const row = administrator.getByRole("row").filter({ hasText: provider.name });
  await chooseMore(row, `Suspend ${provider.name}`);
  const dialog = administrator.getByRole("dialog", { name: `Suspend ${provider.name}` });
  await expectGood(administrator, "the dialog that suspends");
  await dialog.getByRole("button", { name: "Suspend account" }).click();
  await expect(row).toContainText("Suspended");
  await expectGood(administrator, "the providers with one who is suspended");

  expect((await call(page, "chart_header", { patient: patient.id })).status).toBe(401);
  await page.goto(`/patients/${patient.id}`);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await hydrated(page);
  await signIn(page, provider);
  await expect(page.getByText("Email or password is wrong.").first()).toBeVisible();

  await chooseMore(row, `Lift suspension of ${provider.name}`);
  await administrator.getByRole("dialog").getByRole("button", { name: "Lift suspension" }).click();
  await expect(row).not.toContainText("Suspended");
  await signIn(page, provider);
  await expect(page).toHaveURL(`/patients/${patient.id}`);
  await expect(page.getByRole("heading", { level: 1, name: patient.name })).toBeVisible();
});

test("a caregiver is let in by the patient, reads the record, and is shut out again", async ({ as, page, watch }) => {
  watch.expect(/status of 4(04|22)/);
  const patient = await as("patient");
  await confirmed(patient);
  const name = newName();
  await open(patient, "/my-records");
  await patient.getByRole("link", { name: "Caregivers" }).click();
  await patient.getByLabel("Their name").fill(name);
  await patient.getByRole("button", { name: "Make the link" }).click();
  const path = new URL(await patient.getByLabel("Link for the caregiver").inputValue()).pathname;
  await expectGood(patient, "the link for a caregiver");
  const header = await call(patient, "my_record");
  const { demographics } = JSON.parse(header.body) as { demographics: { date_of_birth: string; first_name: string } };

  await open(page, path);
  const fill = async (born: string) => {
    await page.getByLabel("Date of birth").fill(born);
    await page.getByLabel("Email").fill(`${name.toLowerCase()}@example.org`);
    await page.getByLabel("Password").fill(`${name} has a long one`);
    await page.getByRole("button", { name: "Read the record" }).click();
  };
  await fill("1901-01-01");
  await expect(page.getByText("This isn't the date of birth in the record.").first()).toBeVisible();
  await expectGood(page, "a caregiver's link with a refusal");
  await fill(demographics.date_of_birth);
  await expect(page).toHaveURL("/my-records");
  await hydrated(page);
  await expect(page.getByText(`You read this record for ${demographics.first_name}`)).toBeVisible();
  await expectGood(page, "/my-records of a caregiver");
  const main = page.getByRole("main");
  await main.getByRole("link", { name: /^Documents/ }).click();
  await expect(main.getByRole("link", { name: "Download" }).first()).toBeVisible();
  await expect(main.locator("form, input, select, textarea, dialog")).toHaveCount(0);

  await open(patient, "/my-records/access");
  await expect(patient.getByRole("listitem").filter({ hasText: name }).first()).toContainText("Reading for the patient");
  await open(patient, "/my-records/caregivers");
  const entry = patient.getByRole("listitem").filter({ hasText: name });
  await expect(entry).toContainText("Reads the record");
  await entry.getByRole("button", { name: "End access" }).click();
  const ending = patient.getByRole("dialog", { name: `End access of ${name}` });
  await expectGood(patient, "the dialog that ends a caregiver's access");
  await ending.getByRole("button", { name: "End access" }).click();
  await expect(entry).toHaveCount(0);
  await expect(patient.getByRole("status").filter({ hasText: `${name} can't read the record any more.` })).toBeFocused();
  await open(page, "/my-records");
  await expect(page.getByText("Your account isn't linked to a record")).toBeVisible();
});
