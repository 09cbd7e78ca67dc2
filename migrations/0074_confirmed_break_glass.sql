-- As in 0050, but that a provider proves first again who they are: a browser left open opens no chart in an emergency.
create or replace function begin_break_glass(
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
