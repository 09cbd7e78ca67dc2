// What two people arranged with each other is nobody else's to answer, to end or to take apart.

import type { Role } from "../fixtures/accounts";
import { ask, call } from "../fixtures/api";
import { DEMOGRAPHICS, newId, newName, register } from "../fixtures/records";
import { expect, test } from "../fixtures/test";

const STRANGERS: Role[] = ["tomas", "unverified", "patient", "administrator"];

test("what two people arranged isn't a third one's: handovers, covers, caregivers, merges", async ({ as }) => {
  const [maya, ingrid] = [await as("maya"), await as("ingrid")];
  const { provider: colleague } = await ask<{ provider: string }>(ingrid, "current_user");
  const [handover, cover, merge, child] = [newId(), newId(), newId(), newId()];
  await ask(maya, "ask_handover", { id: handover, patient: (await register(maya)).id, colleague });
  const until = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 16);
  await ask(maya, "ask_cover", { id: cover, form: { colleague, until } });

  const date_of_birth = `${new Date().getFullYear() - 10}-01-05`;
  const form = { ...DEMOGRAPHICS, last_name: newName(), date_of_birth };
  await ask(maya, "register_patient", { id: child, form, not_duplicates: [] });
  await ask(maya, "invite_caregiver", { patient: child, form: { name: "A parent", months: "12" } });
  const caregivers = () => ask<{ id: string }[]>(maya, "list_caregivers", { patient: child });
  const caregiver = (await caregivers())[0]!.id;

  const name = newName();
  const [survivor, merged] = [(await register(maya, name)).id, (await register(maya, name)).id];
  const version = async (patient: string) => (await ask<{ version: number }>(maya, "chart_header", { patient })).version;
  const [survivor_version, merged_version] = [await version(survivor), await version(merged)];
  await ask(maya, "merge_records", {
    request: { id: merge, survivor, survivor_version, merged, merged_version, reason: "The same insurance card." },
  });

  const arranged: Record<string, [string, (id: string) => Record<string, unknown>]> = {
    answer_handover: [handover, (handover) => ({ handover, is_accepted: true })],
    withdraw_handover: [handover, (handover) => ({ handover })],
    answer_cover: [cover, (cover) => ({ cover, is_accepted: true })],
    end_cover: [cover, (cover) => ({ cover })],
    revoke_caregiver: [caregiver, (caregiver) => ({ caregiver })],
    undo_merge: [merge, (merge) => ({ merge })],
  };
  for (const role of STRANGERS) {
    const stranger = await as(role);
    for (const [name, [real, args]] of Object.entries(arranged)) {
      for (const id of [real, newId()]) {
        expect(await call(stranger, name, args(id)), `${role}: ${name}`).toEqual({ status: 404, body: '"not_found"' });
      }
    }
  }
  // All of it is as it was, and still Maya's to take back.
  expect(await caregivers()).toMatchObject([{ id: caregiver }]);
  expect(await ask(maya, "chart_header", { patient: merged })).toMatchObject({ id: survivor });
  await ask(maya, "withdraw_handover", { handover });
  await ask(maya, "end_cover", { cover });
  await ask(maya, "revoke_caregiver", { caregiver });
  await ask(maya, "undo_merge", { merge });
});
