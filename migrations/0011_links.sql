-- Links that are handed to somebody, of every purpose, with one life cycle: single use, good until they expire, until their
-- attempts are used up, or until they are closed.
create table links (
    id uuid primary key,
    purpose text not null check (purpose in ('invitation', 'caregiver', 'password_reset')),
    -- Whose: the record that it leads to, and who may then read it; or the account whose password it resets.
    patient_id uuid references patients,
    caregiver_id uuid unique references caregivers,
    user_id uuid references users,
    made_by uuid not null references users,
    -- SHA-256 of the token: whoever reads the table can't follow the link.
    token_hash bytea not null unique check (length(token_hash) = 32),
    attempts_left integer not null default 5 check (attempts_left >= 0),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    closed_at timestamptz,
    closed_by text check (closed_by in ('use', 'replacement', 'revocation', 'merge', 'changed_credentials')),
    check (expires_at > created_at),
    check ((closed_at is null) = (closed_by is null)),
    check ((patient_id is not null, caregiver_id is not null, user_id is not null)
           = case purpose when 'invitation' then (true, false, false)
                          when 'caregiver' then (true, true, false)
                          when 'password_reset' then (false, false, true) end)
);
-- Of two for the same purpose the earlier one is closed.
create unique index on links (patient_id) where purpose = 'invitation' and closed_at is null;
create unique index on links (user_id) where purpose = 'password_reset' and closed_at is null;
create index on links (patient_id);
