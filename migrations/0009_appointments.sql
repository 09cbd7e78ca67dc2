-- Rows come with scheduling; patients see when the next one is.
create table appointments (
    id uuid primary key,
    patient_id uuid not null references patients,
    provider_id uuid not null references providers,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    status text not null default 'requested' check (status in ('requested', 'confirmed', 'cancelled', 'completed')),
    reason text not null default '' check (length(reason) <= 500),
    created_at timestamptz not null default now()
);
create index on appointments (patient_id, starts_at);
create index on appointments (provider_id, starts_at);
