create table visits (
    id uuid primary key,
    patient_id uuid not null references patients,
    provider_id uuid not null references providers,
    visit_date timestamptz not null,
    chief_complaint text not null check (length(chief_complaint) <= 500),
    diagnosis text not null default '' check (length(diagnosis) <= 500),
    notes text not null default '' check (length(notes) <= 200000),
    vitals jsonb not null default '{}' check (jsonb_typeof(vitals) = 'object'),
    version integer not null default 1,
    entered_in_error_at timestamptz,
    entered_in_error_reason text check (length(entered_in_error_reason) between 1 and 500),
    entered_in_error_by uuid references providers,
    external_id text,
    created_at timestamptz not null default now(),
    unique (id, patient_id),
    unique (patient_id, external_id),
    check ((entered_in_error_at is null) = (entered_in_error_reason is null)),
    check (entered_in_error_by is null or entered_in_error_at is not null)
);
create index on visits (patient_id, visit_date desc, id desc);
create index on visits (patient_id, visit_date) where vitals <> '{}';

-- What hangs on a visit can't be in another record than it, and follows it from record to record when two are merged.

-- Every version of a visit that an amendment replaced.
create table visit_versions (
    visit_id uuid not null,
    patient_id uuid not null,
    version integer not null,
    visit_date timestamptz not null,
    chief_complaint text not null,
    diagnosis text not null,
    notes text not null,
    vitals jsonb not null,
    replaced_at timestamptz not null default now(),
    reason text not null check (length(reason) between 1 and 500),
    primary key (visit_id, version),
    foreign key (visit_id, patient_id) references visits (id, patient_id) on update cascade
);

create table visit_addenda (
    id uuid primary key,
    visit_id uuid not null,
    patient_id uuid not null,
    provider_id uuid not null references providers,
    text text not null check (length(text) between 1 and 20000),
    created_at timestamptz not null default now(),
    foreign key (visit_id, patient_id) references visits (id, patient_id) on update cascade
);
create index on visit_addenda (visit_id, created_at);

-- The author's own note on a visit; patients and colleagues have no policy here.
create table visit_private_notes (
    visit_id uuid primary key,
    patient_id uuid not null,
    provider_id uuid not null references providers,
    text text not null check (length(text) <= 20000),
    updated_at timestamptz not null default now(),
    foreign key (visit_id, patient_id) references visits (id, patient_id) on update cascade
);
