-- The register of record tables: one row says that a table belongs to a patient's record, and how. Each noun's file in rules/
-- writes its own rows; rules/90_records.sql makes policies, triggers and what a merge does from them.
create table record_tables (
    name text primary key,
    -- The column that says whose record it is.
    record text not null default 'patient_id',
    -- Whether whoever treats the patient reads its rows; the patient; and who reads for the patient.
    providers_read boolean not null,
    patients_read boolean not null,
    caregivers_read boolean not null,
    -- Rows that patients and caregivers don't read, as a condition; null where they read all.
    hidden_when text,
    -- Whether emergency access writes it.
    emergency_writes boolean not null,
    -- What a merge of two records does with its rows: 'moves' them to the survivor; they 'follow' the visit that they hang
    -- on; they stay in their record and the patient reads them 'beside' the survivor's; they 'stay' and nothing else; or the
    -- merge has rules of its own for them: 'special'.
    on_merge text not null check (on_merge in ('moves', 'follows', 'beside', 'stays', 'special')),
    -- The table that keeps what a row said before a change; 'itself' where rows don't change once they are written; null
    -- where nothing is kept: what changes is a mark, a review or an end, as the table's grants and triggers see to, or the
    -- author's own note, which is rewritten.
    versions text
);

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
-- Emergency access asks by it; otherwise each attempt would read every patient.
create index on patients (date_of_birth);

-- What a patient's row said before an edit: nothing clinical is overwritten.
create table patient_versions (
    patient_id uuid not null references patients,
    version integer not null,
    first_name text not null,
    last_name text not null,
    date_of_birth date not null,
    gender text not null,
    blood_type text,
    allergies text[] not null,
    allergy_status text not null,
    emergency_contact jsonb not null,
    address jsonb not null,
    insurance jsonb not null,
    replaced_at timestamptz not null default now(),
    -- Null for an import.
    replaced_by uuid references providers,
    primary key (patient_id, version)
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
