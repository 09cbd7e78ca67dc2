create table prescriptions (
    id uuid primary key,
    visit_id uuid,
    patient_id uuid not null references patients,
    -- Who prescribed it; an imported one may not say.
    provider_id uuid references providers,
    medication text not null check (length(medication) between 1 and 300),
    dosage text not null default '' check (length(dosage) <= 200),
    frequency text not null default '' check (length(frequency) <= 200),
    start_date date not null,
    end_date date check (end_date >= start_date),
    is_active boolean not null default true,
    stopped_by uuid references providers,
    stop_reason text not null default '' check (length(stop_reason) <= 500),
    -- The end that was planned, if one was, and when it was stopped: before it was to begin, too.
    planned_end_date date,
    stopped_at timestamptz,
    allergy_override_reason text not null default '' check (length(allergy_override_reason) <= 500),
    entered_in_error_at timestamptz,
    entered_in_error_reason text check (length(entered_in_error_reason) between 1 and 500),
    entered_in_error_by uuid references providers,
    external_id text,
    created_at timestamptz not null default now(),
    -- With a visit, the visit is one of the same patient.
    foreign key (visit_id, patient_id) references visits (id, patient_id) on update cascade,
    unique (patient_id, external_id),
    check ((entered_in_error_at is null) = (entered_in_error_reason is null)),
    check (entered_in_error_by is null or entered_in_error_at is not null)
);
create index on prescriptions (patient_id, start_date desc, id desc);
create index on prescriptions (patient_id) where is_active and entered_in_error_at is null;
create index on prescriptions (visit_id);
