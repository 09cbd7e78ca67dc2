-- Merging two records and undoing it: by a provider who treats both without an end, and so could share either chart with
-- whoever treats the other. Everything that moves is locked first, both patients in the order of their ids.

-- The tables whose rows move; visits first, which take along what hangs on them. Everything else of a record stays with
-- it: its events, its earlier demographics, its emergency accesses, its reports, its invitations.
create function tables_of_a_record() returns text[]
    language sql immutable parallel safe
    return array['visits', 'prescriptions', 'documents', 'patient_allergies', 'appointments'];
revoke all on function tables_of_a_record() from public;
grant execute on function tables_of_a_record() to carechart_definer;

-- Whether the definer moves the patient's rows just now, in the caller's name. Its other functions rely on the policies,
-- too, and mustn't be able to do more by those below: outside of merging and undoing no patient is moving.
create function may_move(patient uuid) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from patient_merges m
                    where patient in (m.survivor_id, m.merged_id) and m.is_moving and may_pass_on(m.survivor_id));
end
$$;
alter function may_move(uuid) owner to carechart_definer;
revoke all on function may_move(uuid) from public;

do $$
declare
    moved text;
begin
    foreach moved in array tables_of_a_record()
    loop
        execute format('create policy definer_finds_to_move on %I for select to carechart_definer
                        using (may_move(patient_id))', moved);
        execute format('create policy definer_moves on %I for update to carechart_definer
                        using (may_move(patient_id)) with check (may_move(patient_id))', moved);
        execute format('grant select (id, patient_id), update (patient_id) on %I to carechart_definer', moved);
        if moved <> 'appointments' then
            execute format('grant select (external_id), update (external_id) on %I to carechart_definer', moved);
        end if;
    end loop;
end
$$;
grant select (substance, reaction, severity, status), update (status) on patient_allergies to carechart_definer;
grant select (version, allergy_status), update (version, allergy_status, updated_at) on patients to carechart_definer;

-- The pairs: who treated the merged record treats the survivor, as if the caller had shared it; and nobody the merged
-- record. Undoing gives back no more than that took.
create policy definer_merges on care_relationships for insert to carechart_definer
    with check (began_by = 'merge' and shared_by = (select current_provider_id()) and ended_at is null
                and may_move(patient_id));
create policy definer_merges_again on care_relationships for update to carechart_definer
    using (may_move(patient_id))
    with check (may_move(patient_id)
                and (ended_at = now()
                     or began_by = 'merge' and shared_by = (select current_provider_id()) and ended_at is null));
create policy definer_unmerges on care_relationships for update to carechart_definer
    using (exists (select from patient_merges m
                    where m.merged_id = care_relationships.patient_id and m.undone_at is not null and m.is_moving
                      and may_pass_on(m.survivor_id)))
    with check (ended_at is null
                and exists (select from patient_merges m
                              join patient_merge_relationships r on r.merge_id = m.id
                             where m.merged_id = care_relationships.patient_id and m.undone_at is not null and m.is_moving
                               and r.provider_id = care_relationships.provider_id and may_pass_on(m.survivor_id)));

-- Whether the survivor says this allergy of the merged record already, word by word.
create function repeats_allergy(allergy uuid, survivor uuid) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select exists (select from patient_allergies a
                     join patient_allergies known
                       on known.patient_id = survivor and known.status = 'active'
                      and normalized(known.substance) = normalized(a.substance)
                      and normalized(known.reaction) = normalized(a.reaction) and known.severity = a.severity
                    where a.id = allergy and a.status = 'active');
end;
alter function repeats_allergy(uuid, uuid) owner to carechart_definer;
revoke all on function repeats_allergy(uuid, uuid) from public;

-- Why two records can't be merged; null when they can. 'hidden' says nothing of whether they are there.
--   'other_birth_date'  two records of one person say the same, or one is wrong and is corrected first
--   'two_accounts'      which of them the patient uses, the administrator finds out
--   'access_that_ends'  somebody has emergency access to one, or covers for a colleague: it would cover more, or end
--   'includes_another'  the record that would be merged is a survivor itself
create function merge_obstacle(survivor uuid, merged uuid) returns text
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return case
        when survivor = merged or not may_pass_on(survivor) or not may_pass_on(merged) then 'hidden'
        when (select count(distinct p.date_of_birth) from patients p where p.id in (survivor, merged)) <> 1
            then 'other_birth_date'
        when (select count(p.user_id) from patients p where p.id in (survivor, merged)) = 2 then 'two_accounts'
        when exists (select from care_relationships c
                      where c.patient_id in (survivor, merged) and c.ended_at > now()) then 'access_that_ends'
        when exists (select from patient_merges m where m.survivor_id = merged and m.undone_at is null)
            then 'includes_another'
    end;
end
$$;
alter function merge_obstacle(uuid, uuid) owner to carechart_definer;
revoke all on function merge_obstacle(uuid, uuid) from public;
grant execute on function merge_obstacle(uuid, uuid) to carechart_app;
