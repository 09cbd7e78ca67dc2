create table sessions (
    id uuid primary key,
    user_id uuid not null references users,
    -- SHA-256 of the cookie's token: whoever reads the table can't sign in with it.
    token_hash bytea not null unique check (length(token_hash) = 32),
    address inet,
    -- Such as 'Firefox on Linux'; what the browser said of itself, and nothing to rely on.
    device text not null default '' check (length(device) <= 100),
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    -- When the person last proved who they are.
    confirmed_at timestamptz not null default now(),
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
    at timestamptz not null default now(),
    -- Whether a refusal that it led to stands in the audit, which keeps everything for good: of those that follow a failure
    -- only the first is noted, so that there are no more of them than attempts that counted.
    is_noted boolean not null default false
);
create index on sign_in_failures (email_hash, at);
create index on sign_in_failures (address, at);
create index on sign_in_failures (at);
