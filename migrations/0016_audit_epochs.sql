-- What an event says since format 2: when it happened, where it is told later; and how many such events it stands for, where
-- refusals are summed up. Events of before keep format 1, by which they were sealed.
alter table audit_events
    add column format smallint not null default 1 check (format in (1, 2)),
    add column occurred_at timestamptz,
    add column times integer not null default 1 check (times > 0),
    add check (format = 2 or occurred_at is null and times = 1),
    add check (occurred_at <= at);
alter table audit_events alter column format set default 2;

-- Where the seals go on although they don't continue what the bucket keeps: after a restore, or when the bucket was lost. An
-- epoch stands in the chain as a batch does, under a number of its own, and says for ever what didn't fit.
create table audit_epochs (
    number bigint primary key check (number > 0),
    begun_at timestamptz not null,
    -- The newest root in the database, which the epoch continues; 0 and zeros before the first.
    previous_number bigint not null check (previous_number >= 0 and previous_number < number),
    previous_root bytea not null check (length(previous_root) = 32),
    -- The newest that was kept outside of it.
    kept_number bigint not null check (kept_number >= 0 and kept_number < number),
    kept_root bytea not null check (length(kept_root) = 32),
    reason text not null check (length(reason) between 1 and 500),
    root bytea not null check (length(root) = 32),
    public_key bytea not null check (length(public_key) = 32),
    signature bytea not null check (length(signature) = 64)
);

-- Why the seals stand still, one row while they do: the worker found that what the bucket keeps isn't what the database has.
create table audit_stops (
    one_row boolean primary key default true check (one_row),
    stopped_at timestamptz not null default now(),
    cause text not null check (cause in ('cut_off', 'differs', 'lost_bucket'))
);
