-- Who treats whom: one row per pair, kept for good. Access that ends by itself, of a cover or an emergency, is a pair like any
-- other, whose `ended_at` lies ahead.
create table care_relationships (
    provider_id uuid not null references providers,
    patient_id uuid not null references patients,
    began_by text not null check (began_by in ('registration', 'import', 'appointment', 'sharing', 'handover', 'cover',
                                               'break_glass', 'merge')),
    -- Who let the provider in, where that is how it began.
    shared_by uuid references providers,
    began_at timestamptz not null default now(),
    ended_at timestamptz,
    primary key (provider_id, patient_id),
    check (ended_at >= began_at),
    check (began_by not in ('cover', 'break_glass') or ended_at is not null)
);
create index on care_relationships (patient_id, provider_id);

-- The question to a colleague whether they take a patient over.
create table handovers (
    id uuid primary key,
    patient_id uuid not null references patients,
    from_id uuid not null references providers,
    to_id uuid not null references providers check (to_id <> from_id),
    asked_at timestamptz not null default now(),
    accepted_at timestamptz,
    -- Set when it was accepted, declined, taken back or replaced.
    closed_at timestamptz,
    -- Told to whoever asked: nobody should go away believing that somebody treats their patient.
    declined_at timestamptz,
    check (accepted_at is null or closed_at is not null)
);
create index on handovers (to_id) where closed_at is null;
create unique index on handovers (from_id, patient_id) where closed_at is null;
create index on handovers (from_id, declined_at) where declined_at is not null;

-- A colleague covers for a provider until a time.
create table covers (
    id uuid primary key,
    covered_id uuid not null references providers,
    covering_id uuid not null references providers check (covering_id <> covered_id),
    asked_at timestamptz not null default now(),
    until timestamptz not null check (until > asked_at and until <= asked_at + interval '91 days'),
    accepted_at timestamptz,
    -- Set when it was declined, taken back, or ended before its time.
    closed_at timestamptz,
    declined_at timestamptz
);
create index on covers (covered_id) where closed_at is null;
create index on covers (covering_id) where closed_at is null;
create index on covers (covered_id, declined_at) where declined_at is not null;
