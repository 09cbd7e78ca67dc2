-- The audit's seals: batches of events, chained and signed by the worker. docs/audit-format.md says how.

grant select, insert, delete on audit_unsealed to carechart_definer;
grant select, insert on audit_batches, audit_epochs to carechart_definer;
grant select, insert, delete on audit_stops to carechart_definer;

create trigger kept before delete or truncate on audit_batches for each statement execute function refuse_change();
create trigger unchanged before update on audit_batches for each statement execute function refuse_change();
create trigger kept before delete or truncate on audit_epochs for each statement execute function refuse_change();
create trigger unchanged before update on audit_epochs for each statement execute function refuse_change();
create trigger kept before truncate on audit_unsealed for each statement execute function refuse_change();

create function queue_for_seal() returns trigger
    language plpgsql security definer
as $$
begin
    insert into audit_unsealed (event_id) select id from new_events;
    return null;
end
$$;
create trigger queue_for_seal after insert on audit_events
    referencing new table as new_events for each statement execute function queue_for_seal();

-- A time as the seals write it: UTC, six decimals.
create function audit_time(at timestamptz) returns text
    language sql stable
begin atomic
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end;

-- The canonical JSON (RFC 8785) of an event, hashed. The server that seals sees hashes only; whoever verifies computes
-- them from the events, in another language than this.
create function audit_event_hash(event audit_events) returns bytea
    language sql stable
begin atomic
    select sha256(convert_to(
        'carechart audit event ' || event.format
        || E'\n{"access_right":' || to_json(event.access_right)
        || ',"action":' || to_json(event.action)
        || ',"actor_role":' || to_json(event.actor_role)
        || ',"actor_user_id":' || coalesce(to_json(event.actor_user_id)::text, 'null')
        || ',"address":' || coalesce(to_json(host(event.address))::text, 'null')
        || ',"at":' || to_json(audit_time(event.at))
        || ',"id":' || to_json(event.id)
        || case event.format when 2 then
               ',"occurred_at":' || coalesce(to_json(audit_time(event.occurred_at))::text, 'null')
           else '' end
        || ',"patient_id":' || coalesce(to_json(event.patient_id)::text, 'null')
        || ',"session_id":' || coalesce(to_json(event.session_id)::text, 'null')
        || ',"subject_id":' || coalesce(to_json(event.subject_id)::text, 'null')
        || case event.format when 2 then ',"times":' || event.times else '' end
        || '}', 'UTF8'));
end;

-- Batches and epochs are one chain.
create function audit_roots() returns table (number bigint, root bytea, sealed_at timestamptz)
    language sql stable
begin atomic
    select b.number, b.root, b.sealed_at from audit_batches b
    union all
    select e.number, e.root, e.begun_at from audit_epochs e;
end;

-- What the server keeps outside of the database; a root tells nothing of any event.
create function newest_audit_root() returns table (number bigint, root bytea)
    language sql stable security definer
begin atomic
    select r.number, r.root from audit_roots() r order by r.number desc limit 1;
end;

-- The roots with numbers from `first` on, at most a thousand, in their order: to compare with what is kept outside.
create function audit_roots_from(first bigint) returns table (number bigint, root bytea)
    language sql stable security definer
begin atomic
    select r.number, r.root from audit_roots() r where r.number >= first order by r.number limit 1000;
end;

-- The root to continue, and the time of the seal: the database's, as the events' times are, and later than the one before. One
-- server seals at a time: the others get no row, and try again later.
create function begin_audit_seal() returns table (number bigint, root bytea, sealed_at text)
    language plpgsql volatile security definer
as $$
#variable_conflict use_column
begin
    -- 'seal' as a number; held until the transaction ends.
    if not pg_try_advisory_xact_lock(1936024940) then
        return;
    end if;
    return query
        select coalesce(r.number, 0), coalesce(r.root, decode(repeat('00', 32), 'hex')),
               audit_time(greatest(clock_timestamp(), r.sealed_at + interval '1 microsecond'))
          from (select) one
          left join (select * from audit_roots() newest order by newest.number desc limit 1) r on true;
end
$$;

-- At most so many events that wait for their seal, with their hashes; in the order of the seal. An event that was
-- removed while it waited stays in the queue, where `server audit verify` finds it.
create function unsealed_audit_events(most integer) returns table (id uuid, hash bytea)
    language sql stable security definer
begin atomic
    select e.id, audit_event_hash(e)
      from audit_unsealed u
      join audit_events e on e.id = u.event_id
     order by e.at, e.id
     limit most;
end;

-- Keeps a batch that continues the chain: with events that wait, as they are, in their order and before the seal.
create function seal_audit_batch(
    number bigint, sealed_at timestamptz, previous_root bytea, event_ids uuid[], event_hashes bytea[], root bytea,
    public_key bytea, signature bytea
) returns void
    language plpgsql volatile security definer
as $$
declare
    previous record;
    waiting record;
begin
    select coalesce(max(r.number), 0) as number, max(r.sealed_at) as sealed_at into previous from audit_roots() r
     where r.number = (select n.number from newest_audit_root() n);
    with taken as (delete from audit_unsealed u where u.event_id = any (event_ids) returning u.event_id)
    select count(*) as events, max(e.at) as latest, array_agg(e.id order by e.at, e.id) as ids,
           array_agg(audit_event_hash(e) order by e.at, e.id) as hashes
      into waiting
      from taken
      join audit_events e on e.id = taken.event_id;
    if number <> previous.number + 1
       or previous_root is distinct from coalesce((select n.root from newest_audit_root() n), decode(repeat('00', 32), 'hex'))
       or waiting.ids is distinct from event_ids or waiting.hashes is distinct from event_hashes
       or waiting.events > 5000
       or sealed_at <= previous.sealed_at or sealed_at < waiting.latest or sealed_at > clock_timestamp() + interval '5 minutes' then
        raise exception 'a batch continues the one before, with events that wait' using errcode = 'restrict_violation';
    end if;
    insert into audit_batches values ($1, $2, $3, $4, $5, $6, $7, $8);
end
$$;

-- That what is kept outside fits the database, or why it doesn't, and the seals stand still: kept for the administrator. True
-- when it wasn't known.
create function note_audit_stop(cause text) returns boolean
    language plpgsql volatile security definer
as $$
begin
    if cause is null then
        delete from audit_stops;
    else
        delete from audit_stops s where s.cause <> $1;
        insert into audit_stops (cause) values ($1) on conflict do nothing;
    end if;
    return found;
end
$$;

-- Since when and why the seals stand still, for the administrator; no row while they go on.
create function audit_stop() returns table (stopped_at timestamptz, cause text)
    language sql stable security definer
begin atomic
    select s.stopped_at, s.cause from audit_stops s where (select administers());
end;

grant execute on function audit_stop() to carechart_app;
grant execute on function newest_audit_root(), audit_roots_from(bigint), begin_audit_seal(), unsealed_audit_events(integer),
                          seal_audit_batch(bigint, timestamptz, bytea, uuid[], bytea[], bytea, bytea, bytea),
                          note_audit_stop(text)
    to carechart_worker;
