-- What else must know of a merge: histories, notices and reports, the rights in the audit, and emergency access.

-- The access history of the survivor is that of the merged record, too, while they are one; so are the patient's notices
-- and reports. Who is neither a patient nor a provider isn't asked about for each row.
create policy merged_into_own_record on audit_events for select to carechart_app
    using ((select current_patient_id()) is not null
           and exists (select from patient_merges m
                        where m.merged_id = audit_events.patient_id and m.undone_at is null
                          and m.survivor_id = (select current_patient_id())));
create policy merged_into_treated on audit_events for select to carechart_app
    using ((select current_provider_id()) is not null
           and exists (select from patient_merges m
                         join care_relationships c on c.patient_id = m.survivor_id
                        where m.merged_id = audit_events.patient_id and m.undone_at is null
                          and c.provider_id = (select current_provider_id()) and c.ended_at is null));
create policy merged_into_own_record on break_glass_grants for select to carechart_app
    using (exists (select from patient_merges m
                    where m.merged_id = break_glass_grants.patient_id and m.undone_at is null
                      and m.survivor_id = (select current_patient_id())));
create policy definer_dismisses_merged on break_glass_grants for update to carechart_definer
    using (exists (select from patient_merges m
                    where m.merged_id = break_glass_grants.patient_id and m.undone_at is null
                      and m.survivor_id = (select current_patient_id())));
create policy merged_into_own_record on access_reports for select to carechart_app
    using (exists (select from patient_merges m
                    where m.merged_id = access_reports.patient_id and m.undone_at is null
                      and m.survivor_id = (select current_patient_id())));

create or replace function dismiss_break_glass(grant_id uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update break_glass_grants g set dismissed_at = coalesce(g.dismissed_at, now())
     where g.id = grant_id
       and (g.patient_id = current_patient_id()
            or exists (select from patient_merges m
                        where m.merged_id = g.patient_id and m.undone_at is null
                          and m.survivor_id = current_patient_id()));
    return found;
end
$$;

create or replace function is_event_of_own_record(event uuid) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from audit_events e
                    where e.id = event
                      and (e.patient_id = (select current_patient_id())
                           or exists (select from patient_merges m
                                       where m.merged_id = e.patient_id and m.undone_at is null
                                         and m.survivor_id = (select current_patient_id()))));
end
$$;

-- Some functions are changed where they stand, so that whatever else they ask stays:
-- whoever acts on a merged record does it by the right to the survivor, such as undoing the merge;
do $$
declare
    asks constant text := ', ''none'')';
    before constant text := pg_get_functiondef('access_right(uuid)'::regprocedure);
    after constant text := replace(before, asks, ',
                        (select access_right(m.survivor_id) from patient_merges m
                          where m.merged_id = patient and m.undone_at is null)' || asks);
begin
    if length(before) - length(replace(before, asks, '')) <> length(asks) then
        raise exception 'access_right() doesn''t end with no right, once';
    end if;
    execute after;
end
$$;

-- and whoever asks in an emergency by what the merged record says finds the survivor.
do $$
declare
    asks constant text := 'select p.id from patients p';
    before constant text := pg_get_functiondef('begin_break_glass(uuid, text, text, date, text, interval)'::regprocedure);
    after constant text := replace(before, asks, 'select distinct coalesce((select m.survivor_id from patient_merges m
                                                      where m.merged_id = p.id and m.undone_at is null), p.id)
                        from patients p');
begin
    if after = before then
        raise exception 'begin_break_glass() doesn''t look for patients';
    end if;
    execute after;
end
$$;

-- Whom the patient let read the merged record reads nothing until the merge is undone: they were let in to one of the two.
do $$
declare
    asks constant text := 'u.suspended_at is null';
    before constant text := pg_get_functiondef('caregiver_records()'::regprocedure);
    after constant text := replace(before, asks, asks || '
                    and not exists (select from patient_merges m where m.merged_id = c.patient_id and m.undone_at is null)');
begin
    if after = before then
        raise exception 'caregiver_records() doesn''t ask whether the account is suspended';
    end if;
    execute after;
end
$$;
