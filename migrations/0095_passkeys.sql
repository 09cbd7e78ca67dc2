-- Passkeys (Web Authentication): as a second factor, or alone, since each asks for a finger, a face or a PIN, too. Whether
-- an answer is right is found out by the server; that each question is answered once, and in time, is seen to here.

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

do $$
declare
    protected text;
begin
    foreach protected in array array['passkeys', 'passkey_ceremonies']
    loop
        execute format('alter table %I enable row level security', protected);
        execute format('alter table %I force row level security', protected);
        execute format('create policy owner on %I to carechart_owner using (true) with check (true)', protected);
        execute format('create policy definer on %I to carechart_definer using (true) with check (true)', protected);
    end loop;
end
$$;
grant select, insert (id, user_id, credential_id, credential, name), update (credential, last_used_at), delete
    on passkeys to carechart_definer;
grant select, insert (token_hash, purpose, user_id, session_id, state, attempt_id), delete
    on passkey_ceremonies to carechart_definer;

-- What an administrator reads of the audit; beside the policy that names the other words.
create policy security_of_passkeys on audit_events for select to carechart_app
    using ((select administers()) and split_part(action, '.', 1) = 'passkey');

-- A passkey is a second factor like any other: from the first one on, the password alone signs nobody in.
create or replace function has_second_factor(account uuid) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from second_factors f where f.user_id = account and f.confirmed_at is not null)
        or exists (select from passkeys k where k.user_id = account);
end
$$;

-- Two functions ask for the second factor in their own text, which is changed where it stands, so that whatever else
-- they ask stays: the provider's identity, and the session, which begins in the transaction that has used a passkey, too.
do $$
declare
    change record;
    before text;
    after text;
begin
    for change in
        values ('current_provider_id',
                'exists (select from second_factors f where f.user_id = p.user_id and f.confirmed_at is not null)',
                ' or exists (select from passkeys k where k.user_id = p.user_id)'),
               ('begin_session',
                'not exists (select from sign_in_challenges c where c.user_id = current_user_id() and c.closed_at = now())',
                ' and not exists (select from passkeys k where k.user_id = current_user_id() and k.last_used_at = now())')
    loop
        before := pg_get_functiondef(change.column1::regproc);
        after := replace(before, change.column2, change.column2 || '
               ' || change.column3);
        if after = before then
            raise exception '%() doesn''t ask for the second factor', change.column1;
        end if;
        execute after;
    end loop;
end
$$;

-- As in 0071, but for accounts whose only second factor is a passkey, too: their secret is empty. A suspended one goes no
-- further.
create or replace function attempt_challenge(hash bytea) returns table (
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
        select u.id, u.kind, coalesce(f.sealed_secret, ''), coalesce(f.last_step, 0)
          from users u
          left join second_factors f on f.user_id = u.id and f.confirmed_at is not null
         where u.id = account and u.suspended_at is null and has_second_factor(u.id);
end
$$;

-- The caller's, the latest last.
create function own_passkeys() returns table (
    id uuid, credential jsonb, name text, added_at timestamptz, last_used_at timestamptz
)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select k.id, k.credential, k.name, k.added_at, k.last_used_at
      from passkeys k
     where k.user_id = current_user_id()
     order by k.added_at, k.id;
end;

-- Keeps a question. Of those that a session asks, a later one takes the place of an earlier one.
create function begin_passkey_ceremony(token_hash bytea, purpose text, state jsonb, attempt uuid) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if $2 = 'add' then
        perform require_confirmation();
    end if;
    delete from passkey_ceremonies c
     where c.expires_at < now() or c.session_id = current_session_id() and c.purpose = $2;
    insert into passkey_ceremonies (token_hash, purpose, user_id, session_id, state, attempt_id)
    values ($1, $2, current_user_id(), current_session_id(), $3, $4);
end
$$;

-- Takes a question away, which nobody answers twice. No row for one that is unknown, expired, answered, or another
-- session's. The caller must commit, or else it may be answered again.
create function take_passkey_ceremony(hash bytea, purpose text) returns table (
    state jsonb, user_id uuid, attempt uuid
)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return query
        with taken as (
            delete from passkey_ceremonies c
             where c.token_hash = hash and c.purpose = $2
               and c.session_id is not distinct from current_session_id()
               and (c.session_id is null or c.user_id = current_user_id())
            returning c.*
        )
        select t.state, t.user_id, t.attempt_id from taken t where t.expires_at > now();
end
$$;

-- The passkey that an answer names, if it is of the account that it names, or that was asked, and isn't suspended.
create function find_passkey(credential_id bytea, account uuid) returns table (id uuid, kind text, credential jsonb)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select k.id, u.kind, k.credential
      from passkeys k
      join users u on u.id = k.user_id
     where k.credential_id = $1 and k.user_id = $2 and u.suspended_at is null;
end;

-- The server has compared an answer with what was kept before, and puts what it learned in its place. False when another
-- answer came first: a counter that two answers share is that of a copy.
create function use_passkey(passkey uuid, before jsonb, after jsonb) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update passkeys k set credential = after, last_used_at = now()
     where k.id = passkey and k.user_id = current_user_id() and k.credential = before;
    return found;
end
$$;

-- Ends the caller's challenge by a passkey; the session may then begin.
create function pass_challenge_by_passkey(hash bytea, passkey uuid, before jsonb, after jsonb) returns boolean
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
    if not found or not use_passkey(passkey, before, after) then
        return false;
    end if;
    update sign_in_challenges c set closed_at = now() where c.token_hash = hash;
    perform forgive_attempt(attempt);
    return true;
end
$$;

-- With the first factor of an account, sessions that began without one end. False when the credential is known already,
-- and for more than twenty.
create function add_passkey(id uuid, credential_id bytea, name text, credential jsonb) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    is_first boolean;
begin
    perform require_confirmation();
    perform pg_advisory_xact_lock(hashtextextended(current_user_id()::text, 4));
    if (select count(*) from passkeys k where k.user_id = current_user_id()) >= 20 then
        return false;
    end if;
    is_first := not has_second_factor(current_user_id());
    insert into passkeys (id, user_id, credential_id, credential, name)
    values ($1, current_user_id(), $2, $4, $3)
    on conflict do nothing;
    if not found then
        return false;
    end if;
    if is_first then
        perform end_other_sessions();
    end if;
    return true;
end
$$;

-- False for one that isn't the caller's.
create function remove_passkey(passkey uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform require_confirmation();
    delete from passkeys k where k.id = passkey and k.user_id = current_user_id();
    return found;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['own_passkeys()', 'begin_passkey_ceremony(bytea, text, jsonb, uuid)',
                                     'take_passkey_ceremony(bytea, text)', 'find_passkey(bytea, uuid)',
                                     'use_passkey(uuid, jsonb, jsonb)',
                                     'pass_challenge_by_passkey(bytea, uuid, jsonb, jsonb)',
                                     'add_passkey(uuid, bytea, text, jsonb)', 'remove_passkey(uuid)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
