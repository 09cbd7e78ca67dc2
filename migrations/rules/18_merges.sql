-- Two records of one person that were merged: who reads of it, and what a merged record refuses. A merged record is closed:
-- nobody treats it, and nothing is written to it. docs/decisions/0008 says why it is as it is.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('patient_merges', 'survivor_id', true, true, false, null, false, 'special', null);

grant select (id, survivor_id, merged_id, merged_by, merged_at, reason, undone_at, undone_by)
    on patient_merges to carechart_app;

-- The merge by which the record is part of the caller's own; and by which it is part of one whose history the caller reads.
-- Put into the query that asks, as the predicates of 03_treatment.sql are.
create function merged_into_own(patient uuid) returns setof uuid
    language sql stable parallel safe
begin atomic
    select m.id
      from patient_merges m
     where m.merged_id = merged_into_own.patient and m.undone_at is null
       and m.survivor_id = (select current_patient_id());
end;
create function merged_into_passed_on(patient uuid) returns setof uuid
    language sql stable parallel safe
begin atomic
    select m.id
      from patient_merges m
     where m.merged_id = merged_into_passed_on.patient and m.undone_at is null
       and exists (select from passes_on(m.survivor_id));
end;

-- The merge that moves rows of this record just now, in the caller's name. The definer's other functions rely on the policies,
-- too, and mustn't be able to do more by those for moving: outside of merging and undoing nothing moves.
create function moving_merges(patient uuid) returns setof patient_merges
    language sql stable parallel safe
begin atomic
    select m.*
      from patient_merges m
     where m.is_moving and moving_merges.patient in (m.survivor_id, m.merged_id)
       and exists (select from passes_on(m.survivor_id));
end;

grant select, insert (id, survivor_id, merged_id, merged_by, reason, moved_account, earlier_allergy_status, is_moving),
      update (undone_at, undone_by, is_moving)
    on patient_merges to carechart_definer;
-- Whether a record is merged, everything asks.
create policy definer_reads on patient_merges for select to carechart_definer using (true);
-- In the caller's name, who may pass on both.
create policy definer_merges on patient_merges for insert to carechart_definer
    with check (merged_by = (select current_provider_id()) and undone_at is null and is_moving
                and exists (select from passes_on(survivor_id)) and exists (select from passes_on(merged_id)));
create policy definer_undoes on patient_merges for update to carechart_definer
    using (undone_at is null and exists (select from passes_on(survivor_id)))
    with check (undone_at = now() and undone_by = (select current_provider_id()) and is_moving);
create policy definer_finishes on patient_merges for update to carechart_definer
    using (is_moving) with check (not is_moving);
grant select, insert on patient_merge_rows, patient_merge_relationships to carechart_definer;

-- The pairs: who treated the merged record treats the survivor, as if the caller had shared it; and nobody the merged
-- record. Undoing gives back no more than that took.
create policy definer_merges on care_relationships for insert to carechart_definer
    with check (began_by = 'merge' and shared_by = (select current_provider_id()) and ended_at is null
                and exists (select from moving_merges(patient_id)));
create policy definer_merges_again on care_relationships for update to carechart_definer
    using (exists (select from moving_merges(patient_id)))
    with check (exists (select from moving_merges(patient_id))
                and (ended_at = now()
                     or began_by = 'merge' and shared_by = (select current_provider_id()) and ended_at is null));
create policy definer_unmerges on care_relationships for update to carechart_definer
    using (exists (select from moving_merges(patient_id) m
                    where m.merged_id = care_relationships.patient_id and m.undone_at is not null))
    with check (ended_at is null
                and exists (select from moving_merges(patient_id) m
                              join patient_merge_relationships r on r.merge_id = m.id
                             where m.merged_id = care_relationships.patient_id and m.undone_at is not null
                               and r.provider_id = care_relationships.provider_id));

create trigger kept before delete or truncate on patient_merge_rows for each statement execute function refuse_change();
create trigger unchanged before update on patient_merge_rows for each statement execute function refuse_change();
create trigger kept before delete or truncate on patient_merge_relationships
    for each statement execute function refuse_change();
create trigger unchanged before update on patient_merge_relationships
    for each statement execute function refuse_change();

-- What a merged record refuses has a code of its own, CC404, which is answered as if the record weren't there.

-- Each row that comes to a record (90_records.sql says of which tables). Locks the records first, as a merge does: of a write
-- and a merge at once, the later one sees the earlier.
create function refuse_merged() returns trigger
    language plpgsql security definer
as $$
begin
    perform from patients p where p.id in (select n.patient_id from new_rows n) order by p.id for key share;
    if exists (select from new_rows n
                 join patient_merges m on m.merged_id = n.patient_id and m.undone_at is null) then
        raise exception 'the record was merged into another' using errcode = 'CC404';
    end if;
    return null;
end
$$;

-- A treatment may end, and stay ended.
create function refuse_merged_treatment() returns trigger
    language plpgsql security definer
as $$
begin
    perform from patients p
      where p.id in (select n.patient_id from new_rows n where is_open(n.ended_at))
      order by p.id for key share;
    if exists (select from new_rows n
                 join patient_merges m on m.merged_id = n.patient_id and m.undone_at is null
                where is_open(n.ended_at)) then
        raise exception 'the record was merged into another' using errcode = 'CC404';
    end if;
    return null;
end
$$;
create trigger refuse_merged_beginning after insert on care_relationships referencing new table as new_rows
    for each statement execute function refuse_merged_treatment();
create trigger refuse_merged_revival after update on care_relationships referencing new table as new_rows
    for each statement execute function refuse_merged_treatment();

-- An edit makes a new version, and an account is linked by its column; the list that is derived from the allergies
-- follows them.
create function refuse_merged_edit() returns trigger
    language plpgsql security definer
as $$
begin
    if exists (select from patient_merges m where m.merged_id = new.id and m.undone_at is null) then
        raise exception 'the record was merged into another' using errcode = 'CC404';
    end if;
    return new;
end
$$;
create trigger refuse_merged_edit before update of version, user_id on patients
    for each row execute function refuse_merged_edit();

-- Whatever moves from one record to another does it while they are merged, or while that is undone.
create function require_merge() returns trigger
    language plpgsql security definer
as $$
begin
    if not exists (select from patient_merges m
                    where m.is_moving
                      and case when m.undone_at is null
                               then m.merged_id = old.patient_id and m.survivor_id = new.patient_id
                               else m.survivor_id = old.patient_id and m.merged_id = new.patient_id end) then
        raise exception 'a row stays in its record' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;

-- Who the merged record said that it was, for whoever reads the survivor.
create function merged_patient(patient uuid) returns table (first_name text, last_name text, date_of_birth date)
    language plpgsql stable security definer
as $$
begin
    return query
        select p.first_name, p.last_name, p.date_of_birth
          from patient_merges m
          join patients p on p.id = m.merged_id
         where m.merged_id = patient and m.undone_at is null
           and (treats(m.survivor_id) or m.survivor_id = current_patient_id());
end
$$;

-- Why two records can't be merged; null when they can. 'hidden' says nothing of whether they are there.
--   'other_birth_date'  two records of one person say the same, or one is wrong and is corrected first
--   'two_accounts'      which of them the patient uses, the administrator finds out
--   'emergency_access'  somebody has it to one, or would again when a cover ends: it would reach further, or end. A cover
--                       itself is none: its pairs follow whoever is covered
--   'includes_another'  the record that would be merged is a survivor itself
create function merge_obstacle(survivor uuid, merged uuid) returns text
    language plpgsql stable security definer
as $$
begin
    return case
        when survivor = merged or not may_pass_on(survivor) or not may_pass_on(merged) then 'hidden'
        when (select count(distinct p.date_of_birth) from patients p where p.id in (survivor, merged)) <> 1
            then 'other_birth_date'
        when (select count(p.user_id) from patients p where p.id in (survivor, merged)) = 2 then 'two_accounts'
        when exists (select from care_relationships c
                      where c.patient_id in (survivor, merged) and c.ended_at > now()
                        and (c.began_by = 'break_glass'
                             or exists (select from break_glass_grants g
                                         where g.provider_id = c.provider_id and g.patient_id = c.patient_id
                                           and g.expires_at > now()))) then 'emergency_access'
        when exists (select from patient_merges m where m.survivor_id = merged and m.undone_at is null)
            then 'includes_another'
    end;
end
$$;

grant execute on function merged_into_own(uuid), merged_into_passed_on(uuid), merged_patient(uuid),
                          merge_obstacle(uuid, uuid)
    to carechart_app;
