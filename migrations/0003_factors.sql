-- A second factor beside the password: codes by time (RFC 6238), recovery codes for the day on which the phone is lost, and
-- passkeys (Web Authentication), which sign in alone, too.

create table second_factors (
    user_id uuid primary key references users,
    -- By the server, with a key that isn't in the database.
    sealed_secret bytea not null check (length(sealed_secret) between 29 and 200),
    -- The latest step of time whose code was used; no code of it or of an earlier one is good any more.
    last_step bigint not null default 0,
    begun_at timestamptz not null default now(),
    -- Set with the first right code. Until then it protects nothing, and may be begun anew.
    confirmed_at timestamptz
);

create table recovery_codes (
    user_id uuid not null references second_factors on delete cascade,
    -- SHA-256 of the user's id and the code's 80 random bits.
    code_hash bytea not null check (length(code_hash) = 32),
    used_at timestamptz,
    primary key (user_id, code_hash)
);

-- A sign-in whose password was right and whose second step is still to come.
create table sign_in_challenges (
    id uuid primary key,
    user_id uuid not null references users,
    token_hash bytea not null unique check (length(token_hash) = 32),
    -- Of the password, forgiven when the second step is taken.
    attempt_id uuid,
    attempts_left integer not null default 5 check (attempts_left >= 0),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    closed_at timestamptz
);
create index on sign_in_challenges (user_id);

create table passkeys (
    id uuid primary key,
    user_id uuid not null references users,
    credential_id bytea not null unique check (length(credential_id) between 1 and 1023),
    -- The public key, the counter and whether it is backed up, as the library writes them.
    credential jsonb not null,
    name text not null check (length(name) between 1 and 60),
    added_at timestamptz not null default now(),
    last_used_at timestamptz
);
create index on passkeys (user_id);

-- A question to a browser that waits for its answer.
create table passkey_ceremonies (
    token_hash bytea primary key check (length(token_hash) = 32),
    purpose text not null check (purpose in ('sign_in', 'second_step', 'confirm', 'add')),
    -- Whose answer is expected; null where the passkey itself says who signs in.
    user_id uuid references users,
    -- The one that asked, and has to answer.
    session_id uuid references sessions,
    -- What the library compares the answer with.
    state jsonb not null,
    -- Counted as a failed one, and forgiven by a right answer.
    attempt_id uuid,
    expires_at timestamptz not null default now() + interval '5 minutes',
    check ((user_id is null) = (purpose = 'sign_in')),
    check ((session_id is not null) = (purpose in ('confirm', 'add')))
);
create index on passkey_ceremonies (expires_at);
create index on passkey_ceremonies (session_id);
create index on passkey_ceremonies (user_id);

-- A lost second factor was removed, and the person is told at the next sign-in, so that nobody loses theirs unnoticed.
create table factor_removals (
    id uuid primary key,
    user_id uuid not null references users,
    -- Null for the command line.
    removed_by uuid references users,
    removed_at timestamptz not null default now(),
    -- When the person said that they have read of it.
    seen_at timestamptz
);
create index on factor_removals (user_id) where seen_at is null;
