create table documents (
    id uuid primary key,
    patient_id uuid not null references patients,
    uploaded_by uuid references users,
    -- The object's key in the bucket, never a public address, and without any personal data.
    file_url text not null unique check (file_url ~ '^[0-9a-f-]{36}$'),
    document_type text not null
        check (document_type in ('lab_result', 'imaging', 'referral', 'consent', 'correspondence', 'other')),
    media_type text not null check (media_type in ('application/pdf', 'image/jpeg')),
    description text not null default '' check (length(description) <= 500),
    size_bytes bigint not null check (size_bytes between 1 and 10485760),
    sha256 bytea not null check (length(sha256) = 32),
    uploaded_at timestamptz not null default now(),
    reviewed_at timestamptz,
    reviewed_by uuid references providers,
    entered_in_error_at timestamptz,
    entered_in_error_reason text check (length(entered_in_error_reason) between 1 and 500),
    entered_in_error_by uuid references providers,
    external_id text,
    unique (patient_id, external_id),
    check ((reviewed_at is null) = (reviewed_by is null)),
    check ((entered_in_error_at is null) = (entered_in_error_reason is null)),
    check (entered_in_error_by is null or entered_in_error_at is not null)
);
create index on documents (patient_id, uploaded_at desc, id desc);
create index on documents (patient_id) where reviewed_at is null and entered_in_error_at is null;
