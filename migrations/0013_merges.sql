-- Two records of one person become one: what is in the merged record moves to the survivor, and is written down row by
-- row, so that it can be put back. docs/decisions/0008 says why it is as it is.

create table patient_merges (
    id uuid primary key,
    survivor_id uuid not null references patients,
    merged_id uuid not null references patients,
    merged_by uuid not null references providers,
    merged_at timestamptz not null default now(),
    reason text not null check (length(reason) between 1 and 500),
    -- What undoing gives back: the account that moved, and what was known of the survivor's allergies.
    moved_account uuid references users,
    earlier_allergy_status text not null,
    undone_at timestamptz,
    undone_by uuid references providers,
    -- While the function that merges or undoes runs, and never afterwards: only then rows may move.
    is_moving boolean not null default false,
    check (survivor_id <> merged_id),
    check ((undone_at is null) = (undone_by is null))
);
-- A record is merged into one other at most.
create unique index on patient_merges (merged_id) where undone_at is null;
create index on patient_merges (survivor_id) where undone_at is null;
-- The one that runs: each row that moves asks for it.
create index on patient_merges (survivor_id) where is_moving;

create table patient_merge_rows (
    merge_id uuid not null references patient_merges,
    table_name text not null,
    row_id uuid not null,
    -- The row's identifier, where the survivor had a row of the same: it was taken from the row.
    external_id text,
    -- An allergy that the survivor says word by word already: it moves as one that is no longer active.
    is_repeated boolean not null,
    primary key (merge_id, table_name, row_id)
);

-- Who treated the merged record without an end.
create table patient_merge_relationships (
    merge_id uuid not null references patient_merges,
    provider_id uuid not null references providers,
    primary key (merge_id, provider_id)
);
