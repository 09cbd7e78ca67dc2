-- Merges `merged` into `survivor`. Answers 'merged', 'changed' when either has another version by now, or the obstacle.
-- The survivor keeps its demographics. What is known of its allergies it keeps, too, unless it gets one.
create function merge_patients(
    id uuid, survivor uuid, merged uuid, survivor_version integer, merged_version integer, reason text
) returns text
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    merging constant uuid := current_provider_id();
    obstacle text := merge_obstacle(survivor, merged);
    earlier_status text;
    account uuid;
    moved text;
    has_external_ids boolean;
begin
    if obstacle = 'hidden' then
        return obstacle;
    end if;
    -- Locked, and only then looked at again: of two merges at once the second sees what the first did.
    perform from patients p where p.id in (survivor, merged) order by p.id for update;
    obstacle := merge_obstacle(survivor, merged);
    if obstacle is not null then
        return obstacle;
    end if;
    select p.allergy_status into earlier_status from patients p where p.id = survivor and p.version = survivor_version;
    if earlier_status is null
       or not exists (select from patients p where p.id = merged and p.version = merged_version) then
        return 'changed';
    end if;

    -- The merged record while it may still be written, and with it what it said.
    select p.user_id into account from patients p where p.id = merged;
    update patients p set user_id = null, version = p.version + 1, updated_at = now() where p.id = merged;
    update patients p
       set user_id = coalesce(p.user_id, account), version = p.version + 1, updated_at = now(),
           allergy_status = case when exists (select from patient_allergies a
                                               where a.patient_id = merged and a.status = 'active')
                                 then 'recorded' else p.allergy_status end
     where p.id = survivor;
    update invitations i set closed_at = now() where i.patient_id in (survivor, merged) and i.closed_at is null;
    insert into patient_merges (id, survivor_id, merged_id, merged_by, reason, moved_account, earlier_allergy_status,
                                is_moving)
    values ($1, survivor, merged, merging, $6, account, earlier_status, true);

    foreach moved in array tables_of_a_record()
    loop
        has_external_ids := exists (select from pg_attribute
                                     where attrelid = moved::regclass and attname = 'external_id' and not attisdropped);
        execute format('insert into patient_merge_rows (merge_id, table_name, row_id, external_id, is_repeated)
                        select $1, %L, r.id, %s, %s from %I r where r.patient_id = $2', moved,
                       case when has_external_ids
                            then format('(select known.external_id from %I known
                                           where known.patient_id = $3 and known.external_id = r.external_id)', moved)
                            else 'null' end,
                       case moved when 'patient_allergies' then 'repeats_allergy(r.id, $3)' else 'false' end, moved)
          using $1, merged, survivor;
        -- An identifier is there once in a record.
        if has_external_ids then
            execute format('update %I r set external_id = null from patient_merge_rows l
                             where l.merge_id = $1 and l.table_name = %L and l.row_id = r.id
                               and l.external_id is not null', moved, moved)
              using $1;
        end if;
    end loop;
    update patient_allergies a set status = 'inactive'
      from patient_merge_rows l
     where l.merge_id = $1 and l.table_name = 'patient_allergies' and l.is_repeated and a.id = l.row_id;
    -- In a loop of its own: visits take their prescriptions along, which are written down by now.
    foreach moved in array tables_of_a_record()
    loop
        execute format('update %I r set patient_id = $2 from patient_merge_rows l
                         where l.merge_id = $1 and l.table_name = %L and l.row_id = r.id and r.patient_id = $3',
                       moved, moved)
          using $1, survivor, merged;
    end loop;

    insert into patient_merge_relationships (merge_id, provider_id)
    select $1, c.provider_id from care_relationships c where c.patient_id = merged and c.ended_at is null;
    insert into care_relationships as c (provider_id, patient_id, began_by, shared_by)
    select r.provider_id, survivor, 'merge', merging from patient_merge_relationships r where r.merge_id = $1
    on conflict (provider_id, patient_id) do update
       set began_by = 'merge', shared_by = merging, began_at = now(), ended_at = null
     where c.ended_at is not null;
    update care_relationships c set ended_at = now() where c.patient_id = merged and c.ended_at is null;
    update patient_merges m set is_moving = false where m.id = $1;
    return 'merged';
end
$$;

-- Puts back what a merge moved and what is still where it was moved to; what was added since stays with the survivor,
-- but for what hangs on a visit that goes back. Who treated the merged record treats it again, if they still treat the
-- survivor; where nobody would treat one of the two, the caller does, so that no record is left without anybody. False where there is no such
-- merge, for whoever doesn't treat the survivor, and when it was undone before.
create function unmerge_patients(merge uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    undoing constant uuid := current_provider_id();
    undone patient_merges;
    gives_account boolean;
    moved text;
    leaving uuid[];
begin
    select m.* into undone from patient_merges m where m.id = merge;
    if undone.id is null or not may_pass_on(undone.survivor_id) then
        return false;
    end if;
    perform from patients p where p.id in (undone.survivor_id, undone.merged_id) order by p.id for update;
    update patient_merges m set undone_at = now(), undone_by = undoing, is_moving = true
     where m.id = merge and m.undone_at is null and may_pass_on(m.survivor_id);
    if not found then
        return false;
    end if;

    foreach moved in array tables_of_a_record()
    loop
        execute format('update %I r set patient_id = $2 from patient_merge_rows l
                         where l.merge_id = $1 and l.table_name = %L and l.row_id = r.id and r.patient_id = $3',
                       moved, moved)
          using merge, undone.merged_id, undone.survivor_id;
    end loop;
    foreach moved in array tables_of_a_record()
    loop
        if exists (select from patient_merge_rows l
                    where l.merge_id = merge and l.table_name = moved and l.external_id is not null) then
            execute format('update %I r set external_id = l.external_id from patient_merge_rows l
                             where l.merge_id = $1 and l.table_name = %L and l.row_id = r.id and r.patient_id = $2
                               and r.external_id is null and l.external_id is not null', moved, moved)
              using merge, undone.merged_id;
        end if;
    end loop;

    update patient_allergies a set status = 'active'
      from patient_merge_rows l
     where l.merge_id = merge and l.table_name = 'patient_allergies' and l.is_repeated and a.id = l.row_id
       and a.patient_id = undone.merged_id;
    -- What another record that stays merged said, too, was inactive as a repetition, and is one no longer.
    update patient_allergies a set status = 'active'
     where a.id in (select distinct on (normalized(r.substance), normalized(r.reaction), r.severity) r.id
                      from patient_merges m
                      join patient_merge_rows l
                        on l.merge_id = m.id and l.table_name = 'patient_allergies' and l.is_repeated
                      join patient_allergies r
                        on r.id = l.row_id and r.patient_id = undone.survivor_id and r.status = 'inactive'
                      join patient_allergies gone
                        on gone.patient_id = undone.merged_id and gone.status = 'active'
                       and normalized(gone.substance) = normalized(r.substance)
                       and normalized(gone.reaction) = normalized(r.reaction) and gone.severity = r.severity
                     where m.survivor_id = undone.survivor_id and m.undone_at is null
                       and not exists (select from patient_allergies known
                                        where known.patient_id = undone.survivor_id and known.status = 'active'
                                          and normalized(known.substance) = normalized(r.substance)
                                          and normalized(known.reaction) = normalized(r.reaction)
                                          and known.severity = r.severity)
                     order by normalized(r.substance), normalized(r.reaction), r.severity, r.id);

    select p.user_id = undone.moved_account into gives_account from patients p where p.id = undone.survivor_id;
    update patients p
       set user_id = case when gives_account then null else p.user_id end, version = p.version + 1, updated_at = now(),
           -- "recorded" of nothing is left of another merge, which was undone before.
           allergy_status = case when p.allergy_status <> 'recorded' or rest.substances <> '{}' then p.allergy_status
                                 when undone.earlier_allergy_status = 'recorded'
                                      and not exists (select from patient_allergies a where a.patient_id = p.id)
                                 then 'unknown' else undone.earlier_allergy_status end,
           allergies = rest.substances
      from (select array(select a.substance from patient_allergies a
                          where a.patient_id = undone.survivor_id and a.status = 'active'
                          group by a.substance order by normalized(a.substance), a.substance) as substances) rest
     where p.id = undone.survivor_id;
    update patients p
       set user_id = case when gives_account then undone.moved_account end, version = p.version + 1, updated_at = now()
     where p.id = undone.merged_id;
    -- Whom that account let in to the survivor meanwhile: it isn't the survivor's any more.
    if gives_account then
        update caregivers c set revoked_at = now()
         where c.patient_id = undone.survivor_id and c.granted_by = undone.moved_account and c.revoked_at is null;
    end if;

    update care_relationships c set ended_at = null
     where c.patient_id = undone.merged_id
       and c.provider_id in (select r.provider_id
                               from patient_merge_relationships r
                               join care_relationships s on s.provider_id = r.provider_id
                              where r.merge_id = merge and s.patient_id = undone.survivor_id and s.ended_at is null);
    if not exists (select from care_relationships c
                    where c.patient_id = undone.merged_id and c.ended_at is null and active_provider(c.provider_id)) then
        insert into care_relationships as c (provider_id, patient_id, began_by, shared_by)
        values (undoing, undone.merged_id, 'merge', undoing)
        on conflict (provider_id, patient_id) do update
           set began_by = 'merge', shared_by = undoing, began_at = now(), ended_at = null;
    end if;
    -- Those who came to the survivor by this merge, and by no other that stands. The caller stays where nobody else would.
    leaving := array(select r.provider_id from patient_merge_relationships r
                      where r.merge_id = merge
                        and not exists (select from patient_merges m
                                          join patient_merge_relationships o on o.merge_id = m.id
                                         where m.survivor_id = undone.survivor_id and m.undone_at is null
                                           and o.provider_id = r.provider_id));
    if not exists (select from care_relationships c
                    where c.patient_id = undone.survivor_id and c.ended_at is null and active_provider(c.provider_id)
                      and (c.began_by <> 'merge' or c.provider_id <> all (leaving))) then
        leaving := array_remove(leaving, undoing);
    end if;
    update care_relationships c set ended_at = now()
     where c.patient_id = undone.survivor_id and c.began_by = 'merge' and c.ended_at is null
       and c.provider_id = any (leaving);
    update patient_merges m set is_moving = false where m.id = merge;
    return true;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['merge_patients(uuid, uuid, uuid, integer, integer, text)', 'unmerge_patients(uuid)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
