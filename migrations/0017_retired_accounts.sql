-- An account that is closed for good: it is suspended, too, so that whatever refuses a suspended one refuses it, and its address
-- is free for another. The row stays for the audit, which names whoever acted.
alter table users
    add column retired_at timestamptz,
    add constraint users_retired_is_suspended check (retired_at is null or suspended_at is not null),
    drop constraint users_email_key;
create unique index users_email_key on users (email) where retired_at is null;

-- An access that ended with an account, which the record is told of.
alter table caregivers
    -- With the caregiver's account, or with that of whoever let them in.
    add column ended_with text check (ended_with in ('their_account', 'granting_account')),
    -- When the patient said that they have read of it.
    add column end_seen_at timestamptz,
    add check (ended_with is null or revoked_at is not null),
    add check (end_seen_at is null or ended_with is not null);

-- By which passkey a step was taken. Its row may be gone by now.
alter table sign_in_challenges add column passkey_id uuid;
alter table sessions add column passkey_id uuid;
create index on sessions (passkey_id) where passkey_id is not null and ended_at is null;
