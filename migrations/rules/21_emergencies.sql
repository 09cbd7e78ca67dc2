-- Emergency access. A verified provider opens the chart of a patient whom they don't treat: by the exact name and date
-- of birth, with a reason, for some hours. What it permits follows from the pair that it makes or revives, whose end
-- lies ahead (03_treatment.sql). The grant keeps why; the patient is told, and the administrator reviews it.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('break_glass_grants', 'patient_id', false, true, false, null, false, 'beside', null);

create policy administrator on break_glass_grants for select to carechart_app using ((select administers()));
create policy administrator_reviews on break_glass_grants for update to carechart_app
    using ((select administers()) and reviewed_at is null)
    with check ((select administers()) and reviewed_by = (select current_user_id()));
grant select, update (reviewed_at, reviewed_by, is_justified, verdict) on break_glass_grants to carechart_app;

grant select (id, provider_id, patient_id, expires_at, dismissed_at),
      insert (id, provider_id, patient_id, reason, expires_at), update (dismissed_at)
    on break_glass_grants to carechart_definer;
-- A cover and a merge ask whether anybody's runs.
create policy definer_reads on break_glass_grants for select to carechart_definer using (true);
-- In the caller's own name.
create policy definer_begins on break_glass_grants for insert to carechart_definer
    with check (provider_id = (select current_provider_id()));
-- The patient's own to put away, and what was granted to a record that is part of theirs by now.
create policy definer_dismisses on break_glass_grants for update to carechart_definer
    using (patient_id = (select current_patient_id()) or exists (select from merged_into_own(patient_id)));
grant select, insert (id, provider_id), delete on break_glass_misses to carechart_definer;

-- The pair: of the caller, for at most a day, and never one that goes on in its own right.
create policy definer_breaks_glass on care_relationships for insert to carechart_definer
    with check (began_by = 'break_glass' and provider_id = (select current_provider_id()) and shared_by is null
                and ended_at > now() and ended_at <= now() + interval '24 hours');
create policy definer_breaks_glass_again on care_relationships for update to carechart_definer
    using (provider_id = (select current_provider_id())
           and ended_at is not null and (ended_at <= now() or began_by = 'break_glass'))
    with check (began_by = 'break_glass' and provider_id = (select current_provider_id()) and shared_by is null
                and ended_at > now() and ended_at <= now() + interval '24 hours');

-- Answers one of
--   'begun'      until `lasts` has passed, at most a day; also for one that is running, which goes on
--   'treating'   the caller reads the chart as it is, and nothing was granted
--   'missed'     whatever the cause: nobody has this name and this date of birth, or more than one person
--   'throttled'  after five misses within an hour, whoever was asked for; `retry_after` in seconds
-- and no row for anyone but a verified provider. Each leaves its event, the last one, too: the caller must commit, or else
-- misses cost nothing. Whoever asks by what a merged record says finds the survivor.
create function begin_break_glass(
    id uuid, first_name text, last_name text, date_of_birth date, reason text, lasts interval
) returns table (outcome text, patient uuid, retry_after integer)
    language plpgsql volatile security definer
as $$
declare
    asking constant uuid := current_provider_id();
    span constant interval := '1 hour';
    ends_at constant timestamptz := now() + least(greatest(lasts, interval '1 minute'), interval '24 hours');
    blocked_until timestamptz;
    matches uuid[];
begin
    if asking is null then
        perform audit_own('break_glass.refuse', null, null);
        return;
    end if;
    -- A browser left open opens no chart in an emergency.
    perform require_confirmation();
    -- One attempt of a provider after the other, so that those sent at once are counted.
    perform pg_advisory_xact_lock(hashtextextended(asking::text, 3));
    -- What a table would refuse is refused before anybody is looked for, whether they are there or not: an error that only a hit
    -- leads to would tell of it, and take its trace back.
    if length(reason) between 20 and 1000 is not true or $1 is null
       or exists (select from break_glass_grants g where g.id = $1)
       or exists (select from break_glass_misses m where m.id = $1) then
        raise exception 'no reason, or one that is too short or too long' using errcode = 'check_violation';
    end if;
    blocked_until := span + (select m.at from break_glass_misses m
                              where m.provider_id = asking and m.at > now() - span
                              order by m.at desc offset 4 limit 1);
    if blocked_until is not null then
        perform audit('break_glass.throttle', null, null);
        return query select 'throttled', null::uuid, greatest(1, ceil(extract(epoch from blocked_until - now())))::integer;
        return;
    end if;
    matches := array(select distinct coalesce((select m.survivor_id from patient_merges m
                                                where m.merged_id = p.id and m.undone_at is null), p.id)
                       from patients p
                      where p.date_of_birth = $4 and normalized(p.first_name) = normalized(trim($2))
                        and normalized(p.last_name) = normalized(trim($3))
                      limit 2);
    if cardinality(matches) <> 1 then
        delete from break_glass_misses m where m.at < now() - interval '1 day';
        insert into break_glass_misses (id, provider_id) values ($1, asking);
        perform audit('break_glass.miss', null, null);
        return query select 'missed', null::uuid, null::integer;
        return;
    end if;
    insert into care_relationships as c (provider_id, patient_id, began_by, ended_at)
    values (asking, matches[1], 'break_glass', ends_at)
    on conflict (provider_id, patient_id) do update
       set began_by = 'break_glass', shared_by = null,
           began_at = case when c.ended_at > now() then c.began_at else now() end,
           ended_at = greatest(c.ended_at, excluded.ended_at)
     where c.ended_at is not null and (c.ended_at <= now() or c.began_by = 'break_glass');
    if not found then
        perform audit('break_glass.unneeded', matches[1], null);
        return query select 'treating', matches[1], null::integer;
        return;
    end if;
    insert into break_glass_grants (id, provider_id, patient_id, reason, expires_at)
    values ($1, asking, matches[1], $5, ends_at);
    perform audit('break_glass.begin', matches[1], $1);
    return query select 'begun', matches[1], null::integer;
end
$$;

-- The patient has read that somebody used emergency access to their record. False for another's: the policy decides.
create function dismiss_break_glass(grant_id uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    update break_glass_grants g set dismissed_at = coalesce(g.dismissed_at, now()) where g.id = grant_id;
    if not found then
        return false;
    end if;
    perform audit('break_glass.dismiss', null, grant_id);
    return true;
end
$$;

grant execute on function begin_break_glass(uuid, text, text, date, text, interval), dismiss_break_glass(uuid)
    to carechart_app;
