-- The audit's seals: batches of events, chained and signed by the worker. docs/audit-format.md says how.

grant select, insert, delete on audit_unsealed to carechart_definer;
grant select, insert on audit_batches to carechart_definer;

create trigger kept before delete or truncate on audit_batches for each statement execute function refuse_change();
create trigger unchanged before update on audit_batches for each statement execute function refuse_change();
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

-- The canonical JSON (RFC 8785) of an event, hashed. The server that seals sees hashes only; whoever verifies computes
-- them from the events, in another language than this.
create function audit_event_hash(event audit_events) returns bytea
    language sql stable
begin atomic
    select sha256(convert_to(
        E'carechart audit event 1\n'
        || '{"access_right":' || to_json(event.access_right)
        || ',"action":' || to_json(event.action)
        || ',"actor_role":' || to_json(event.actor_role)
        || ',"actor_user_id":' || coalesce(to_json(event.actor_user_id)::text, 'null')
        || ',"address":' || coalesce(to_json(host(event.address))::text, 'null')
        || ',"at":' || to_json(to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        || ',"id":' || to_json(event.id)
        || ',"patient_id":' || coalesce(to_json(event.patient_id)::text, 'null')
        || ',"session_id":' || coalesce(to_json(event.session_id)::text, 'null')
        || ',"subject_id":' || coalesce(to_json(event.subject_id)::text, 'null')
        || '}', 'UTF8'));
end;

-- The batch to continue. One server seals at a time: the others get no row, and try again later.
create function begin_audit_seal() returns table (number bigint, root bytea)
    language plpgsql volatile security definer
as $$
begin
    -- 'seal' as a number; held until the transaction ends.
    if not pg_try_advisory_xact_lock(1936024940) then
        return;
    end if;
    return query select * from newest_audit_root();
    if not found then
        return query select 0::bigint, decode(repeat('00', 32), 'hex');
    end if;
end
$$;

-- What the server keeps outside of the database; a root tells nothing of any event.
create function newest_audit_root() returns table (number bigint, root bytea)
    language sql stable security definer
begin atomic
    select b.number, b.root from audit_batches b order by b.number desc limit 1;
end;

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

create function seal_audit_batch(
    number bigint, sealed_at timestamptz, previous_root bytea, event_ids uuid[], event_hashes bytea[], root bytea,
    public_key bytea, signature bytea
) returns void
    language plpgsql volatile security definer
as $$
declare
    taken integer;
begin
    insert into audit_batches values ($1, $2, $3, $4, $5, $6, $7, $8);
    delete from audit_unsealed u where u.event_id = any (event_ids);
    get diagnostics taken = row_count;
    if taken <> cardinality(event_ids)
       or previous_root is distinct from coalesce((select b.root from audit_batches b where b.number = $1 - 1),
                                                  decode(repeat('00', 32), 'hex'))
       or number <> 1 and not exists (select from audit_batches b where b.number = $1 - 1) then
        raise exception 'a batch continues the one before, with events that wait' using errcode = 'restrict_violation';
    end if;
end
$$;

grant execute on function newest_audit_root(), begin_audit_seal(), unsealed_audit_events(integer),
                          seal_audit_batch(bigint, timestamptz, bytea, uuid[], bytea[], bytea, bytea, bytea)
    to carechart_worker;
