-- Why somebody opened the chart of a patient whom they don't treat, in an emergency. The access itself is the pair that it
-- makes or revives; the patient is told, and the administrator reviews it.
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
