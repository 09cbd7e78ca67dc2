-- Emergency access. A verified provider opens the chart of a patient whom they don't treat: by the exact name and date
-- of birth, with a reason, for some hours. What it permits follows from the pair that it makes or revives, whose end
-- lies ahead (0040). The grant keeps why; the patient is told, and the administrator reviews it.

create table break_glass_grants (
    id uuid primary key,
    provider_id uuid not null references providers,
    patient_id uuid not null references patients,
    reason text not null check (length(reason) between 20 and 1000),
    granted_at timestamptz not null default now(),
    expires_at timestamptz not null,
    -- Since when the patient doesn't want to be told any more.
    dismissed_at timestamptz,
    reviewed_at timestamptz,
    reviewed_by uuid references users,
    is_justified boolean,
    verdict text check (length(verdict) between 1 and 2000),
    check (expires_at > granted_at and expires_at <= granted_at + interval '24 hours'),
    check (num_nulls(reviewed_at, reviewed_by, is_justified, verdict) in (0, 4))
);
create index on break_glass_grants (patient_id, granted_at desc);
create index on break_glass_grants (granted_at, id) where reviewed_at is null;

-- For throttling: that somebody asked for a record that isn't there, and never for which one.
create table break_glass_misses (
    id uuid primary key,
    provider_id uuid not null references providers,
    at timestamptz not null default now()
);
create index on break_glass_misses (provider_id, at);
create index on break_glass_misses (at);

alter table break_glass_grants enable row level security, force row level security;
create policy own_record on break_glass_grants for select to carechart_app
    using (patient_id = (select current_patient_id()));
create policy administrator on break_glass_grants for select to carechart_app
    using ((select current_account_kind()) = 'administrator');
create policy administrator_reviews on break_glass_grants for update to carechart_app
    using ((select current_account_kind()) = 'administrator' and reviewed_at is null)
    with check ((select current_account_kind()) = 'administrator' and reviewed_by = (select current_user_id()));
create policy owner on break_glass_grants for select to carechart_owner using (true);
create policy definer_begins on break_glass_grants for insert to carechart_definer
    with check (provider_id = (select current_provider_id()));
create policy definer_reads on break_glass_grants for select to carechart_definer using (true);
create policy definer_dismisses on break_glass_grants for update to carechart_definer
    using (patient_id = (select current_patient_id()));
grant select on break_glass_grants to carechart_app;
grant update (reviewed_at, reviewed_by, is_justified, verdict) on break_glass_grants to carechart_app;
grant select (id, patient_id, dismissed_at), insert (id, provider_id, patient_id, reason, expires_at),
      update (dismissed_at)
    on break_glass_grants to carechart_definer;

alter table break_glass_misses enable row level security, force row level security;
create policy owner on break_glass_misses to carechart_owner using (true) with check (true);
create policy definer on break_glass_misses to carechart_definer using (true) with check (true);
grant select, insert (id, provider_id), delete on break_glass_misses to carechart_definer;

create trigger kept before delete or truncate on break_glass_grants
    for each statement execute function refuse_change();

-- The pair: of the caller, for at most a day, and never one that goes on in its own right.
grant insert (ended_at) on care_relationships to carechart_definer;
create policy definer_breaks_glass on care_relationships for insert to carechart_definer
    with check (began_by = 'break_glass' and provider_id = (select current_provider_id()) and shared_by is null
                and ended_at > now() and ended_at <= now() + interval '24 hours');
create policy definer_breaks_glass_again on care_relationships for update to carechart_definer
    using (provider_id = (select current_provider_id())
           and ended_at is not null and (ended_at <= now() or began_by = 'break_glass'))
    with check (began_by = 'break_glass' and provider_id = (select current_provider_id()) and shared_by is null
                and ended_at > now() and ended_at <= now() + interval '24 hours');

-- Otherwise each attempt would read every patient.
create index on patients (date_of_birth);

-- Answers one of
--   'begun'      until `lasts` has passed, at most a day; also for one that is running, which goes on
--   'treating'   the caller reads the chart as it is, and nothing was granted
--   'missed'     whatever the cause: nobody has this name and this date of birth, or more than one person
--   'throttled'  after five misses within an hour, whoever was asked for; `retry_after` in seconds
-- and no row for anyone but a verified provider. The caller must commit, or else misses cost nothing.
create function begin_break_glass(
    id uuid, first_name text, last_name text, date_of_birth date, reason text, lasts interval
) returns table (outcome text, patient uuid, retry_after integer)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    asking constant uuid := current_provider_id();
    span constant interval := '1 hour';
    ends_at constant timestamptz := now() + least(greatest(lasts, interval '1 minute'), interval '24 hours');
    blocked_until timestamptz;
    matches uuid[];
begin
    if asking is null then
        return;
    end if;
    -- A browser left open opens no chart in an emergency. The function is made in 0070.
    perform require_confirmation();
    -- One attempt of a provider after the other, so that those sent at once are counted.
    perform pg_advisory_xact_lock(hashtextextended(asking::text, 3));
    blocked_until := span + (select m.at from break_glass_misses m
                              where m.provider_id = asking and m.at > now() - span
                              order by m.at desc offset 4 limit 1);
    if blocked_until is not null then
        return query select 'throttled', null::uuid, greatest(1, ceil(extract(epoch from blocked_until - now())))::integer;
        return;
    end if;
    matches := array(select p.id from patients p
                      where p.date_of_birth = $4 and normalized(p.first_name) = normalized(trim($2))
                        and normalized(p.last_name) = normalized(trim($3))
                      limit 2);
    if cardinality(matches) <> 1 then
        delete from break_glass_misses m where m.at < now() - interval '1 day';
        insert into break_glass_misses (id, provider_id) values ($1, asking);
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
        return query select 'treating', matches[1], null::integer;
        return;
    end if;
    insert into break_glass_grants (id, provider_id, patient_id, reason, expires_at)
    values ($1, asking, matches[1], $5, ends_at);
    return query select 'begun', matches[1], null::integer;
end
$$;

-- The patient has read that somebody used emergency access to their record. False for another's.
create function dismiss_break_glass(grant_id uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update break_glass_grants g set dismissed_at = coalesce(g.dismissed_at, now())
     where g.id = grant_id and g.patient_id = current_patient_id();
    return found;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['begin_break_glass(uuid, text, text, date, text, interval)',
                                     'dismiss_break_glass(uuid)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;

-- For the review: what was done under emergency access, which says nothing of what is in the record.
create policy break_glass on audit_events for select to carechart_app
    using ((select current_account_kind()) = 'administrator' and access_right = 'break_glass');
