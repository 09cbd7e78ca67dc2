-- A second factor beside the password: codes by time (RFC 6238), and recovery codes for the day on which the phone is
-- lost. The secret is sealed by the server with a key that isn't in the database; whether a code is right is found out
-- there, and that no code is used twice is seen to here.

create table second_factors (
    user_id uuid primary key references users,
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

do $$
declare
    protected text;
begin
    foreach protected in array array['second_factors', 'recovery_codes', 'sign_in_challenges']
    loop
        execute format('alter table %I enable row level security', protected);
        execute format('alter table %I force row level security', protected);
        execute format('create policy owner on %I to carechart_owner using (true) with check (true)', protected);
        execute format('create policy definer on %I to carechart_definer using (true) with check (true)', protected);
    end loop;
end
$$;
grant select, insert (user_id, sealed_secret), update (last_step, confirmed_at), delete
    on second_factors to carechart_definer;
grant select, insert (user_id, code_hash), update (used_at), delete on recovery_codes to carechart_definer;
grant select, insert (id, user_id, token_hash, attempt_id, expires_at), update (attempts_left, closed_at), delete
    on sign_in_challenges to carechart_definer;

-- Whether an account has one that was confirmed. For functions of the definer alone.
create function has_second_factor(account uuid) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from second_factors f where f.user_id = account and f.confirmed_at is not null);
end
$$;

-- The caller's, with one that waits for its first code.
create function own_second_factor() returns table (
    sealed_secret bytea, last_step bigint, confirmed_at timestamptz, codes_left integer
)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select f.sealed_secret, f.last_step, f.confirmed_at,
           (select count(*)::integer from recovery_codes c where c.user_id = f.user_id and c.used_at is null)
      from second_factors f
     where f.user_id = current_user_id();
end;

-- Begins one, in place of one that was never confirmed; false when there is one already.
create function begin_second_factor(sealed_secret bytea) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform require_confirmation();
    delete from second_factors f where f.user_id = current_user_id() and f.confirmed_at is null;
    insert into second_factors (user_id, sealed_secret) values (current_user_id(), $1) on conflict do nothing;
    return found;
end
$$;

-- With the first right code: it protects from now on, and sessions that began without it end. False when none waits.
create function confirm_second_factor(step bigint, code_hashes bytea[]) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform require_confirmation();
    update second_factors f set confirmed_at = now(), last_step = step
     where f.user_id = current_user_id() and f.confirmed_at is null and f.last_step < step;
    if not found then
        return false;
    end if;
    insert into recovery_codes (user_id, code_hash) select current_user_id(), unnest(code_hashes);
    perform end_other_sessions();
    return true;
end
$$;

-- New recovery codes in place of all earlier ones. False without a second factor.
create function replace_recovery_codes(code_hashes bytea[]) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform require_confirmation();
    perform from second_factors f where f.user_id = current_user_id() and f.confirmed_at is not null for update;
    if not found then
        return false;
    end if;
    delete from recovery_codes c where c.user_id = current_user_id();
    insert into recovery_codes (user_id, code_hash) select current_user_id(), unnest(code_hashes);
    return true;
end
$$;

create function remove_second_factor() returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform require_confirmation();
    delete from second_factors f where f.user_id = current_user_id();
    return found;
end
$$;

-- Uses up the code of a step of time, or a recovery code. False when it, or a later step's, was used before.
create function use_second_factor(step bigint, code_hash bytea) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if step is not null then
        update second_factors f set last_step = step
         where f.user_id = current_user_id() and f.confirmed_at is not null and f.last_step < step;
    else
        update recovery_codes c set used_at = now()
          from second_factors f
         where c.user_id = current_user_id() and c.code_hash = $2 and c.used_at is null
           and f.user_id = c.user_id and f.confirmed_at is not null;
    end if;
    return found;
end
$$;

-- The second step of a sign-in of the caller, whose password the server has compared. False when there is none, and
-- a session may begin.
create function begin_challenge(id uuid, token_hash bytea, attempt uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if not has_second_factor(current_user_id()) then
        return false;
    end if;
    delete from sign_in_challenges c where c.expires_at < now() - interval '1 day';
    insert into sign_in_challenges (id, user_id, token_hash, attempt_id, expires_at)
    values (id, current_user_id(), token_hash, attempt, now() + interval '10 minutes');
    return true;
end
$$;

-- Takes one of a challenge's five attempts, and tells whose it is. No row for one that is unknown, passed, expired or
-- out of attempts. The caller must commit, or else attempts cost nothing.
create function attempt_challenge(hash bytea) returns table (
    user_id uuid, kind text, sealed_secret bytea, last_step bigint
)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    account uuid;
begin
    update sign_in_challenges c set attempts_left = c.attempts_left - 1
     where c.token_hash = hash and c.closed_at is null and c.expires_at > now() and c.attempts_left > 0
    returning c.user_id into account;
    return query
        select u.id, u.kind, f.sealed_secret, f.last_step
          from users u
          join second_factors f on f.user_id = u.id
         where u.id = account and f.confirmed_at is not null;
end
$$;

-- Ends the caller's challenge with a code that is good, once; the session may then begin.
create function pass_challenge(hash bytea, step bigint, code_hash bytea) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    attempt uuid;
begin
    select c.attempt_id into attempt
      from sign_in_challenges c
     where c.token_hash = hash and c.user_id = current_user_id() and c.closed_at is null and c.expires_at > now()
       for update;
    if not found or not use_second_factor(step, $3) then
        return false;
    end if;
    update sign_in_challenges c set closed_at = now() where c.token_hash = hash;
    perform forgive_attempt(attempt);
    return true;
end
$$;

-- A session of an account with a second factor begins only in the transaction that has passed its challenge.
create or replace function begin_session(
    id uuid, token_hash bytea, address inet, lifetime interval, replaced uuid, attempt uuid, device text
) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if has_second_factor(current_user_id())
       and not exists (select from sign_in_challenges c where c.user_id = current_user_id() and c.closed_at = now()) then
        raise exception 'the second step is missing' using errcode = 'restrict_violation';
    end if;
    insert into sessions (id, user_id, token_hash, address, expires_at, device)
    values (id, current_user_id(), token_hash, address, now() + lifetime, device);
    update sessions s set ended_at = now() where s.id = replaced and s.ended_at is null;
    perform forgive_attempt(attempt);
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['own_second_factor()', 'begin_second_factor(bytea)',
                                     'confirm_second_factor(bigint, bytea[])', 'replace_recovery_codes(bytea[])',
                                     'remove_second_factor()', 'use_second_factor(bigint, bytea)',
                                     'begin_challenge(uuid, bytea, uuid)', 'attempt_challenge(bytea)',
                                     'pass_challenge(bytea, bigint, bytea)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
alter function has_second_factor(uuid) owner to carechart_definer;
revoke all on function has_second_factor(uuid) from public;
