-- Taking two records apart.

-- Puts back what a merge moved and what is still where it was moved to; what was added since stays with the survivor,
-- but for what hangs on a visit that goes back. Who treated the merged record treats it again, if they still treat the
-- survivor; where nobody would treat one of the two, the caller does, so that no record is left without anybody. Who came to
-- the survivor by this merge leaves, unless another one that stands lists them and is no older than the treatment: before
-- that they had ended it. False where there is no such merge, for whoever doesn't treat the survivor, and when it was undone
-- before.
create function unmerge_patients(merge uuid) returns boolean
    language plpgsql volatile security definer
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
    -- It lets those in who treated the merged record.
    perform require_confirmation();
    perform hold_records(undone.survivor_id, undone.merged_id);
    -- Looked at again, now that nobody else changes it; and before it is undone, while the right to the survivor is one to the
    -- merged record, too.
    if not exists (select from patient_merges m where m.id = merge and m.undone_at is null)
       or not may_pass_on(undone.survivor_id) then
        return false;
    end if;
    perform audit('patient.undo_merge', undone.survivor_id, merge);
    perform audit('patient.undo_merge', undone.merged_id, merge);
    update patient_merges m set undone_at = now(), undone_by = undoing, is_moving = true
     where m.id = merge;

    foreach moved in array moving_tables()
    loop
        execute format('update %I r set patient_id = $2 from patient_merge_rows l
                         where l.merge_id = $1 and l.table_name = %L and l.row_id = r.id and r.patient_id = $3',
                       moved, moved)
          using merge, undone.merged_id, undone.survivor_id;
    end loop;
    foreach moved in array moving_tables()
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
      from (select active_substances(undone.survivor_id) as substances) rest
     where p.id = undone.survivor_id;
    update patients p
       set user_id = case when gives_account then undone.moved_account end, version = p.version + 1, updated_at = now()
     where p.id = undone.merged_id;
    -- Whom that account let in to the survivor meanwhile: it isn't the survivor's any more.
    if gives_account then
        perform end_caregivers(array(select c.id from caregivers c
                                      where c.patient_id = undone.survivor_id and c.granted_by = undone.moved_account),
                               'granting_account');
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
    leaving := array(select r.provider_id
                       from patient_merge_relationships r
                       join care_relationships c
                         on c.provider_id = r.provider_id and c.patient_id = undone.survivor_id and c.began_by = 'merge'
                      where r.merge_id = merge and c.ended_at is null
                        and exists (select from patient_merges m
                                      join patient_merge_relationships o on o.merge_id = m.id
                                     where m.survivor_id = undone.survivor_id and o.provider_id = r.provider_id
                                       and m.merged_at = c.began_at)
                        and not exists (select from patient_merges m
                                          join patient_merge_relationships o on o.merge_id = m.id
                                         where m.survivor_id = undone.survivor_id and m.undone_at is null
                                           and o.provider_id = r.provider_id and m.merged_at >= c.began_at));
    if not exists (select from care_relationships c
                    where c.patient_id = undone.survivor_id and c.ended_at is null and active_provider(c.provider_id)
                      and (c.began_by <> 'merge' or c.provider_id <> all (leaving))) then
        leaving := array_remove(leaving, undoing);
        update care_relationships c set began_at = now(), shared_by = undoing
         where c.provider_id = undoing and c.patient_id = undone.survivor_id and c.began_by = 'merge'
           and c.ended_at is null;
    end if;
    update care_relationships c set ended_at = now()
     where c.patient_id = undone.survivor_id and c.began_by = 'merge' and c.ended_at is null
       and c.provider_id = any (leaving);
    update patient_merges m set is_moving = false where m.id = merge;
    return true;
end
$$;

grant execute on function unmerge_patients(uuid) to carechart_app;
