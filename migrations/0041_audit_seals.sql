-- The audit, sealed: batches of events, each with a root that covers the batch before it, signed by the server. What is
-- missing, altered or was added past the seal then shows, whoever did it: docs/audit-format.md says how.

-- Events that no batch holds yet. A queue rather than a mark on the event, which nothing may change; and rather than a
-- number, since transactions commit in another order than they begin and a number that was rolled back would look like
-- an event that was deleted. No foreign key: that an event is gone must not take its place in the queue with it.
create table audit_unsealed (
    event_id uuid primary key
);
insert into audit_unsealed (event_id) select id from audit_events;

create table audit_batches (
    number bigint primary key check (number > 0),
    sealed_at timestamptz not null,
    previous_root bytea not null check (length(previous_root) = 32),
    -- In the order of the events' time and id.
    event_ids uuid[] not null check (cardinality(event_ids) > 0),
    event_hashes bytea[] not null check (cardinality(event_hashes) = cardinality(event_ids)),
    root bytea not null check (length(root) = 32),
    public_key bytea not null check (length(public_key) = 32),
    signature bytea not null check (length(signature) = 64)
);

alter table audit_unsealed enable row level security, force row level security;
create policy owner_reads on audit_unsealed for select to carechart_owner using (true);
create policy definer on audit_unsealed to carechart_definer using (true) with check (true);
grant select, insert, delete on audit_unsealed to carechart_definer;

alter table audit_batches enable row level security, force row level security;
create policy owner_reads on audit_batches for select to carechart_owner using (true);
create policy definer_reads on audit_batches for select to carechart_definer using (true);
create policy definer_seals on audit_batches for insert to carechart_definer with check (true);
grant select, insert on audit_batches to carechart_definer;

create policy definer_seals on audit_events for select to carechart_definer using (true);
grant select on audit_events to carechart_definer;

create trigger kept before delete or truncate on audit_batches for each statement execute function refuse_change();
create trigger unchanged before update on audit_batches for each statement execute function refuse_change();
create trigger kept before truncate on audit_unsealed for each statement execute function refuse_change();

create function queue_for_seal() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into audit_unsealed (event_id) select id from new_events;
    return null;
end
$$;
alter function queue_for_seal() owner to carechart_definer;
revoke all on function queue_for_seal() from public;
create trigger queue_for_seal after insert on audit_events
    referencing new table as new_events for each statement execute function queue_for_seal();

-- The canonical JSON (RFC 8785) of an event, hashed. The server that seals sees hashes only; whoever verifies computes
-- them from the events, in another language than this.
create function audit_event_hash(event audit_events) returns bytea
    language sql stable
    set search_path = pg_catalog, public, pg_temp
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
revoke all on function audit_event_hash(audit_events) from public;
grant execute on function audit_event_hash(audit_events) to carechart_definer;

-- The batch to continue. One server seals at a time: the others get no row, and try again later.
create function begin_audit_seal() returns table (number bigint, root bytea)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
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
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select b.number, b.root from audit_batches b order by b.number desc limit 1;
end;

-- At most so many events that wait for their seal, with their hashes; in the order of the seal. An event that was
-- removed while it waited stays in the queue, where `server audit verify` finds it.
create function unsealed_audit_events(most integer) returns table (id uuid, hash bytea)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
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
    set search_path = pg_catalog, public, pg_temp
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

do $$
declare
    signature text;
begin
    foreach signature in array array['newest_audit_root()', 'begin_audit_seal()', 'unsealed_audit_events(integer)',
                                     'seal_audit_batch(bigint, timestamptz, bytea, uuid[], bytea[], bytea, bytea, bytea)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;

-- Who reads events: a patient those of their own record; a provider those of patients whom they treat without an end;
-- an administrator what speaks of accounts, sign-ins and access, none of which is clinical.
create policy own_record on audit_events for select to carechart_app
    using (patient_id = (select current_patient_id()));
create policy treating on audit_events for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = audit_events.patient_id
                      and c.ended_at is null));
create policy security on audit_events for select to carechart_app
    using ((select current_account_kind()) = 'administrator'
           and (split_part(action, '.', 1) in ('session', 'account', 'provider', 'providers', 'accounts', 'invitation',
                                               'break_glass', 'access', 'cover', 'handover', 'caregiver', 'factor')
                or split_part(action, '.', 2) = 'refuse'));
grant select (id, at, actor_user_id, actor_role, access_right, patient_id, action, subject_id, address)
    on audit_events to carechart_app;
create index on audit_events (at desc, id desc);
create index on audit_events (patient_id, at desc, id desc);
