-- Every action that an event may speak of: the same list as `model`'s, which has the words. rules/ fills it.
create table audit_actions (
    -- What was done, such as 'chart.read' or 'visit.write'.
    name text primary key check (name ~ '^[a-z_]+\.[a-z_]+$'),
    -- Whether the administrator reads of it: it speaks of accounts, sign-ins or access, and of nothing clinical.
    concerns_security boolean not null
);

-- Who did what to whose record, when and by which right; never the clinical content.
create table audit_events (
    id uuid primary key,
    at timestamptz not null default now(),
    -- Null where nobody is signed in, as when a sign-in fails.
    actor_user_id uuid references users,
    actor_role text not null check (actor_role in ('provider', 'patient', 'administrator', 'anonymous', 'owner')),
    access_right text not null check (access_right in ('treating', 'cover', 'break_glass', 'own_record', 'caregiver',
                                                       'administration', 'account', 'none')),
    -- Whose record; null for lists and accounts.
    patient_id uuid references patients,
    action text not null references audit_actions,
    subject_id uuid,
    session_id uuid,
    address inet
);
create index on audit_events (patient_id, at desc, id desc);
create index on audit_events (actor_user_id, at desc);
create index on audit_events (at desc, id desc);

-- Events that no batch holds yet. A queue rather than a mark on the event, which nothing may change; and rather than a
-- number, since transactions commit in another order than they begin and a number that was rolled back would look like
-- an event that was deleted. No foreign key: that an event is gone must not take its place in the queue with it.
create table audit_unsealed (
    event_id uuid primary key
);

-- The audit, sealed: batches of events, each with a root that covers the batch before it, signed by the server. What is
-- missing, altered or was added past the seal then shows, whoever did it: docs/audit-format.md says how.
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

-- A patient says that they don't recognise an access to their record; the administrator looks into it and closes it with
-- a verdict, which the patient reads. Neither changes what was said.
create table access_reports (
    id uuid primary key,
    patient_id uuid not null references patients,
    event_id uuid not null references audit_events,
    reported_by uuid not null references users,
    text text not null check (length(text) between 1 and 2000),
    reported_at timestamptz not null default now(),
    closed_at timestamptz,
    closed_by uuid references users,
    verdict text check (length(verdict) between 1 and 2000),
    check ((closed_at is null) = (verdict is null) and (closed_at is null) = (closed_by is null))
);
create index on access_reports (patient_id, reported_at desc);
create index on access_reports (event_id);
create index on access_reports (reported_at, id) where closed_at is null;
