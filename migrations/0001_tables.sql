-- The schema. Ids are UUIDv7 made by the application. Who may see what stands in the files after this one.
-- Roles (carechart_owner, carechart_app, carechart_definer) belong to the cluster: roles.sql makes them.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- unaccent() is only STABLE, because its dictionary could change; an index wants IMMUTABLE.
create function normalized(text) returns text
    language sql immutable strict parallel safe
    return lower(public.unaccent('public.unaccent'::regdictionary, $1));

create table users (
    id uuid primary key,
    kind text not null check (kind in ('provider', 'patient', 'administrator')),
    email text not null check (email = lower(email) and length(email) <= 254),
    password_hash text not null,
    created_at timestamptz not null default now(),
    unique (email)
);

create table sessions (
    id uuid primary key,
    user_id uuid not null references users,
    -- SHA-256 of the cookie's token: whoever reads the table can't sign in with it.
    token_hash bytea not null unique check (length(token_hash) = 32),
    address inet,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    check (expires_at > created_at)
);
create index on sessions (user_id);

-- Failures only, for throttling; keyed by a hash of the address typed, so that no unknown address is kept.
create table sign_in_failures (
    id uuid primary key,
    email_hash bytea not null,
    address inet,
    at timestamptz not null default now()
);
create index on sign_in_failures (email_hash, at);
create index on sign_in_failures (address, at);

create table providers (
    id uuid primary key,
    user_id uuid unique references users,
    display_name text not null check (length(display_name) between 1 and 120),
    license_number text not null default '' check (length(license_number) <= 60),
    specialty text not null default '' check (length(specialty) <= 80),
    is_verified boolean not null default false,
    verified_at timestamptz,
    external_id text unique,
    created_at timestamptz not null default now(),
    check (user_id is not null or not is_verified)
);
create index on providers using gin (normalized(display_name) gin_trgm_ops);

create table patients (
    id uuid primary key,
    user_id uuid unique references users,
    first_name text not null check (length(first_name) between 1 and 100),
    last_name text not null check (length(last_name) between 1 and 100),
    date_of_birth date not null,
    gender text not null default 'unknown' check (gender in ('female', 'male', 'other', 'unknown')),
    blood_type text check (blood_type in ('A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-')),
    -- Derived from patient_allergies by a trigger.
    allergies text[] not null default '{}',
    allergy_status text not null default 'unknown' check (allergy_status in ('unknown', 'none_known', 'recorded')),
    emergency_contact jsonb not null default '{}' check (jsonb_typeof(emergency_contact) = 'object'),
    address jsonb not null default '{}' check (jsonb_typeof(address) = 'object'),
    insurance jsonb not null default '{}' check (jsonb_typeof(insurance) = 'object'),
    version integer not null default 1,
    -- The issuer's identifier of an imported patient. Unique, and never typed by a person.
    external_id text unique,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

create table patient_allergies (
    id uuid primary key,
    patient_id uuid not null references patients,
    substance text not null check (length(substance) between 1 and 200),
    code text not null default '',
    reaction text not null default '' check (length(reaction) <= 200),
    severity text not null default 'unknown' check (severity in ('unknown', 'mild', 'moderate', 'severe')),
    status text not null default 'active' check (status in ('active', 'inactive')),
    recorded_by uuid references providers,
    external_id text,
    created_at timestamptz not null default now(),
    unique (patient_id, external_id)
);

-- Who treats whom: one row per pair.
create table care_relationships (
    provider_id uuid not null references providers,
    patient_id uuid not null references patients,
    began_by text not null check (began_by in ('registration', 'import', 'appointment', 'sharing')),
    -- Who shared the chart, when that is how it began.
    shared_by uuid references providers,
    began_at timestamptz not null default now(),
    ended_at timestamptz,
    primary key (provider_id, patient_id),
    check (ended_at >= began_at)
);
create index on care_relationships (patient_id, provider_id);

create table invitations (
    id uuid primary key,
    patient_id uuid not null references patients,
    invited_by uuid not null references providers,
    token_hash bytea not null unique check (length(token_hash) = 32),
    attempts_left integer not null default 5 check (attempts_left >= 0),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    -- Set when it was used or replaced.
    closed_at timestamptz,
    check (expires_at > created_at)
);
create index on invitations (patient_id);

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
    external_id text,
    created_at timestamptz not null default now(),
    unique (id, patient_id),
    unique (patient_id, external_id),
    check ((entered_in_error_at is null) = (entered_in_error_reason is null))
);
create index on visits (patient_id, visit_date desc, id desc);
create index on visits (patient_id, visit_date) where vitals <> '{}';

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
    foreign key (visit_id, patient_id) references visits (id, patient_id)
);

create table visit_addenda (
    id uuid primary key,
    visit_id uuid not null,
    patient_id uuid not null,
    provider_id uuid not null references providers,
    text text not null check (length(text) between 1 and 20000),
    created_at timestamptz not null default now(),
    foreign key (visit_id, patient_id) references visits (id, patient_id)
);
create index on visit_addenda (visit_id, created_at);

-- The author's own note on a visit; patients and colleagues have no policy here.
create table visit_private_notes (
    visit_id uuid primary key,
    patient_id uuid not null,
    provider_id uuid not null references providers,
    text text not null check (length(text) <= 20000),
    updated_at timestamptz not null default now(),
    foreign key (visit_id, patient_id) references visits (id, patient_id)
);

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
    allergy_override_reason text not null default '' check (length(allergy_override_reason) <= 500),
    entered_in_error_at timestamptz,
    entered_in_error_reason text check (length(entered_in_error_reason) between 1 and 500),
    external_id text,
    created_at timestamptz not null default now(),
    -- With a visit, the visit is one of the same patient.
    foreign key (visit_id, patient_id) references visits (id, patient_id),
    unique (patient_id, external_id),
    check ((entered_in_error_at is null) = (entered_in_error_reason is null))
);
create index on prescriptions (patient_id, start_date desc, id desc);
create index on prescriptions (patient_id) where is_active and entered_in_error_at is null;

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
    external_id text,
    unique (patient_id, external_id),
    check ((reviewed_at is null) = (reviewed_by is null)),
    check ((entered_in_error_at is null) = (entered_in_error_reason is null))
);
create index on documents (patient_id, uploaded_at desc, id desc);
create index on documents (patient_id) where reviewed_at is null and entered_in_error_at is null;

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

-- Who did what to whose record, when and by which right; never the clinical content.
create table audit_events (
    id uuid primary key,
    at timestamptz not null default now(),
    -- Null where nobody is signed in, as when a sign-in fails.
    actor_user_id uuid references users,
    actor_role text not null check (actor_role in ('provider', 'patient', 'administrator', 'anonymous', 'owner')),
    -- By which right: treating, own record, administration, or none needed.
    access_right text not null check (access_right in ('treating', 'own_record', 'administration', 'account', 'none')),
    -- Whose record; null for lists and accounts.
    patient_id uuid references patients,
    -- What was done, such as 'chart.read' or 'visit.write'.
    action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
    subject_id uuid,
    session_id uuid,
    address inet
);
create index on audit_events (patient_id, at desc);
create index on audit_events (actor_user_id, at desc);
