// The README's picture, and every page at three widths, light and dark, under screenshots/.

import { join } from "node:path";

import type { Role } from "./fixtures/accounts";
import { ask } from "./fixtures/api";
import { chooseMore, open } from "./fixtures/page";
import { file as path, SCHEMES, viewport, WIDTHS } from "./fixtures/pictures";
import { newName, patientsOf, register } from "./fixtures/records";
import { repository } from "./fixtures/server";
import { test } from "./fixtures/test";

const PAGES: [name: string, path: string, role: Role | null][] = [
  ["welcome", "/", null],
  ["sign-in", "/sign-in", null],
  ["reset-password-dead", "/reset-password/none", null],
  ["apply", "/apply", null],
  ["invitation-dead", "/invitation/none", null],
  ["not-found", "/nothing", null],
  ["patients", "/patients", "maya"],
  ["patients-no-match", "/patients?search=nobody-has-this-name", "maya"],
  ["break-glass", "/break-glass", "maya"],
  ["visits", "/visits", "maya"],
  ["prescriptions", "/prescriptions", "maya"],
  ["documents", "/documents", "maya"],
  ["unverified", "/patients", "unverified"],
  ["my-records-visits", "/my-records?tab=visits", "patient"],
  ["my-records-prescriptions", "/my-records?tab=prescriptions", "patient"],
  ["my-records-documents", "/my-records?tab=documents", "patient"],
  ["my-caregivers", "/my-records/caregivers", "patient"],
  ["colleagues", "/colleagues", "maya"],
  ["caregiver-dead", "/caregiver/none", null],
  ["admin-providers", "/admin/providers", "administrator"],
  ["my-records-access", "/my-records/access", "patient"],
  ["account", "/account", "maya"],
  ["admin-accounts", "/admin/accounts", "administrator"],
  ["admin-security", "/admin/security", "administrator"],
];

const DIALOGS = ["New visit", "Upload document"];
const FOLDED_DIALOGS = ["Share chart", "Invite patient"];

test("the README's picture", async ({ as }) => {
  const page = await as("maya", { viewport: { width: 1280, height: 800 } });
  await open(page, "/patients");
  await page.screenshot({ path: join(repository, "docs/dashboard.png") });
});

for (const width of WIDTHS) {
  for (const scheme of SCHEMES) {
    const options = { viewport: viewport(width), colorScheme: scheme };
    const file = (name: string) => path(name, width, scheme);

    test(`pages at ${width} px, ${scheme}`, async ({ as, browser, watch }) => {
      watch.expect(/status of 404/);
      const stranger = await (await browser.newContext(options)).newPage();
      for (const [name, path, role] of PAGES) {
        const page = role ? await as(role, options) : stranger;
        await open(page, path);
        await page.screenshot({ path: file(name), fullPage: true });
      }
    });

    test(`charts at ${width} px, ${scheme}`, async ({ as }) => {
      const page = await as("tomas", options);
      const header = async (id: string) => ask<{ allergies: unknown[] }>(page, "chart_header", { patient: id });
      const patients = await patientsOf(page);
      let full = patients[0]!;
      for (const patient of patients) if ((await header(patient.id)).allergies.length > 1) full = patient;
      const empty = await register(page, `${newName()}-${"Wolkenstein".repeat(5)}`.slice(0, 55));
      for (const [kind, { id }] of [["full", full], ["empty", empty]] as const) {
        for (const tab of ["demographics", "visits", "prescriptions", "documents", "access"]) {
          await open(page, `/patients/${id}?tab=${tab}`);
          await page.screenshot({ path: file(`chart-${kind}-${tab}`), fullPage: true });
        }
      }
      for (const name of [...DIALOGS, ...FOLDED_DIALOGS]) {
        if (FOLDED_DIALOGS.includes(name)) await chooseMore(page, name);
        else await page.getByRole("button", { name }).first().click();
        await page.getByRole("dialog").waitFor();
        await page.screenshot({ path: file(`dialog-${name.toLowerCase().replace(" ", "-")}`) });
        await page.keyboard.press("Escape");
      }
      await open(page, "/patients");
      await page.getByRole("button", { name: "New patient" }).click();
      await page.screenshot({ path: file("dialog-new-patient") });
    });
  }
}
