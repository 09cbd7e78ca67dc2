-- Refusals of a quarter of an hour, which the audit sums up: how many of one action by one account, from one place, or by all
-- strangers together are events already, and how many came on top of them. rules/27_refusals.sql writes and deletes the rows.
create table refusal_counts (
    action text not null references audit_actions,
    -- An account's id, a place, or all strangers of a role.
    who text not null,
    since timestamptz not null default now(),
    -- When the last one came.
    until timestamptz not null default now(),
    events integer not null default 1,
    -- What becomes one event when the quarter of an hour is over.
    more integer not null default 0 check (more >= 0),
    -- What that event says: whatever those on top have in common.
    actor_user_id uuid references users,
    actor_role text not null,
    access_right text not null,
    subject_id uuid,
    session_id uuid,
    address inet,
    primary key (action, who)
);
create index on refusal_counts (since);

-- Of refusals to wait the first was an event once, and the others none. Now they are summed up as all refusals are.
alter table sign_in_failures drop column is_noted;
