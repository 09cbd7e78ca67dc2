-- A caregiver reads another person's record: somebody with a patient's kind of account, with or without a record of their
-- own, whom the patient let in, or a provider for a child. They come by a link.
create table caregivers (
    id uuid primary key,
    patient_id uuid not null references patients,
    granted_by uuid not null references users,
    -- As whoever granted it calls them.
    name text not null check (length(name) between 1 and 120),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    user_id uuid references users,
    accepted_at timestamptz,
    revoked_at timestamptz,
    check (expires_at > created_at and expires_at <= created_at + interval '2 years'),
    check ((user_id is null) = (accepted_at is null))
);
create index on caregivers (patient_id);
create index on caregivers (user_id) where revoked_at is null;
create index on caregivers (granted_by) where revoked_at is null;
