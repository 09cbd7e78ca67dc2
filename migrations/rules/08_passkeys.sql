-- Passkeys (Web Authentication): as a second factor, or alone, since each asks for a finger, a face or a PIN, too. Whether
-- an answer is right is found out by the server; that each question is answered once, and in time, is seen to here.

-- The caller's, the latest last.
create function own_passkeys() returns table (
    id uuid, credential jsonb, name text, added_at timestamptz, last_used_at timestamptz
)
    language sql stable security definer
begin atomic
    select k.id, k.credential, k.name, k.added_at, k.last_used_at
      from passkeys k
     where k.user_id = current_user_id()
     order by k.added_at, k.id;
end;

-- Those of the account whose sign-in waits for its second step.
create function challenge_passkeys(challenge bytea) returns table (
    id uuid, credential jsonb, name text, added_at timestamptz, last_used_at timestamptz
)
    language sql stable security definer
begin atomic
    select k.id, k.credential, k.name, k.added_at, k.last_used_at
      from sign_in_challenges c
      join passkeys k on k.user_id = c.user_id
     where c.token_hash = sha256(challenge) and c.passed_at is null and c.closed_at is null and c.expires_at > now()
     order by k.added_at, k.id;
end;

-- Keeps a question. Of those that a session asks, a later one takes the place of an earlier one. False for the second step of a
-- sign-in that is over, and for nobody's confirmation.
--
-- `challenge`: of the sign-in whose second step it is.
create function begin_passkey_ceremony(token bytea, purpose text, state jsonb, attempt uuid, challenge bytea) returns boolean
    language plpgsql volatile security definer
as $$
declare
    account constant uuid := case purpose when 'sign_in' then null
                                          when 'second_step' then hold_challenge(challenge)
                                          else current_user_id() end;
begin
    if $2 = 'add' then
        perform require_confirmation();
    end if;
    if $2 is distinct from 'sign_in' and account is null then
        return false;
    end if;
    delete from passkey_ceremonies c
     where c.expires_at < now() or c.session_id = current_session_id() and c.purpose = $2;
    insert into passkey_ceremonies (token_hash, purpose, user_id, session_id, state, attempt_id)
    values (sha256(token), $2, account, case when $2 in ('confirm', 'add') then current_session_id() end, $3, $4);
    return true;
end
$$;

-- Takes a question away, which nobody answers twice. No row for one that is unknown, expired, answered, or another
-- session's. The caller must commit, or else it may be answered again.
create function take_passkey_ceremony(token bytea, purpose text) returns table (
    state jsonb, user_id uuid, attempt uuid
)
    language plpgsql volatile security definer
as $$
begin
    return query
        with taken as (
            delete from passkey_ceremonies c
             where c.token_hash = sha256(token) and c.purpose = $2
               and (c.session_id is null or c.session_id = current_session_id())
            returning c.*
        )
        select t.state, t.user_id, t.attempt_id from taken t where t.expires_at > now();
end
$$;

-- The question for a new one, and what waits for its answer.
create function ask_for_new_passkey(token bytea, state jsonb) returns boolean
    language sql volatile security definer
begin atomic
    select begin_passkey_ceremony(token, 'add', state, null, null);
end;
create function take_new_passkey(token bytea) returns jsonb
    language sql volatile security definer
begin atomic
    select t.state from take_passkey_ceremony(token, 'add') t;
end;

-- The passkey that an answer names, if it is of the account that it names, or that was asked, and isn't suspended.
create function find_passkey(credential_id bytea, account uuid) returns table (id uuid, credential jsonb)
    language sql stable security definer
begin atomic
    select k.id, k.credential
      from passkeys k
      join users u on u.id = k.user_id
     where k.credential_id = $1 and k.user_id = $2 and u.suspended_at is null;
end;

-- The server has compared an answer with what was kept before, and puts what it learned in its place. Whose it is; null when
-- another answer came first: a counter that two answers share is that of a copy.
create function use_passkey(passkey uuid, before jsonb, after jsonb) returns uuid
    language plpgsql volatile security definer
as $$
declare
    account uuid;
begin
    -- Before the passkey's row, as whoever removes it does.
    perform hold_account(k.user_id) from passkeys k where k.id = passkey;
    update passkeys k set credential = after, last_used_at = now()
     where k.id = passkey and k.credential = before
       and exists (select from users u where u.id = k.user_id and u.suspended_at is null)
    returning k.user_id into account;
    return account;
end
$$;

-- Signs in by a passkey, which has verified its person, so that nothing more is asked. False when it isn't good any more.
--
-- `token`: of the question, for which the attempt was counted.
create function sign_in_by_passkey(
    passkey uuid, before jsonb, after jsonb, token bytea, attempt uuid, challenge bytea
) returns boolean
    language plpgsql volatile security definer
as $$
declare
    account uuid;
begin
    account := use_passkey(passkey, before, after);
    -- Of the question's own key, which nobody else forgives.
    perform use_attempt(attempt, 'passkey', encode(token, 'hex'));
    if account is null then
        return false;
    end if;
    perform begin_challenge(account, challenge, attempt, true);
    update sign_in_challenges c set passkey_id = passkey where c.token_hash = sha256(challenge);
    perform audit_step(account, 'passkey.use', passkey);
    return true;
end
$$;

-- Takes the second step by a passkey of the account whose it is.
create function pass_challenge_by_passkey(challenge bytea, passkey uuid, before jsonb, after jsonb, attempt uuid)
    returns boolean
    language plpgsql volatile security definer
as $$
declare
    account constant uuid := hold_challenge(challenge);
begin
    if account is null then
        return false;
    end if;
    perform use_attempt(attempt, 'second step', account::text);
    if not exists (select from passkeys k where k.id = passkey and k.user_id = account)
       or use_passkey(passkey, before, after) is null then
        return false;
    end if;
    perform pass_second_step(challenge, attempt);
    update sign_in_challenges c set passkey_id = passkey where c.token_hash = sha256(challenge);
    perform audit_step(account, 'passkey.use', passkey);
    return true;
end
$$;

-- The caller proves again who they are, by a passkey of theirs; nothing happens to one that isn't good.
create function confirm_session_by_passkey(passkey uuid, before jsonb, after jsonb, attempt uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    if current_user_id() is null then
        return false;
    end if;
    perform hold_account(current_user_id());
    perform use_attempt(attempt, 'confirmation', current_user_id()::text);
    if not exists (select from passkeys k where k.id = passkey and k.user_id = current_user_id())
       or use_passkey(passkey, before, after) is null then
        return false;
    end if;
    perform note_confirmation(attempt);
    return true;
end
$$;

-- An answer was none, or wrong: of this account's passkey, if it named one; in a session, the caller's.
create function refuse_passkey(account uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    if current_user_id() is null then
        perform audit('passkey.refuse', null, account);
    else
        perform audit('session.refuse_confirmation', null, null);
    end if;
end
$$;

-- False when the credential is known already, and for more than twenty.
create function add_passkey(id uuid, credential_id bytea, name text, credential jsonb) returns boolean
    language plpgsql volatile security definer
as $$
begin
    perform require_confirmation();
    perform hold_account(current_user_id());
    if (select count(*) from passkeys k where k.user_id = current_user_id()) >= 20 then
        return false;
    end if;
    insert into passkeys (id, user_id, credential_id, credential, name)
    values ($1, current_user_id(), $2, $4, $3)
    on conflict do nothing;
    if not found then
        return false;
    end if;
    perform credentials_changed(current_user_id());
    perform audit('passkey.add', null, $1);
    return true;
end
$$;

-- False for one that isn't the caller's. A session that was begun with it ends, the one that asks, too.
create function remove_passkey(passkey uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    perform require_confirmation();
    perform hold_account(current_user_id());
    delete from passkeys k where k.id = passkey and k.user_id = current_user_id();
    if not found then
        return false;
    end if;
    perform credentials_changed(current_user_id());
    perform audit('passkey.remove', null, passkey);
    update sessions s set ended_at = now() where s.passkey_id = passkey and s.ended_at is null;
    return true;
end
$$;

grant select, insert (id, user_id, credential_id, credential, name), update (credential, last_used_at), delete
    on passkeys to carechart_definer;
grant select, insert (token_hash, purpose, user_id, session_id, state, attempt_id), delete
    on passkey_ceremonies to carechart_definer;

grant execute on function own_passkeys(), ask_for_new_passkey(bytea, jsonb), take_new_passkey(bytea),
                          add_passkey(uuid, bytea, text, jsonb), remove_passkey(uuid)
    to carechart_app;
grant execute on function own_passkeys(), challenge_passkeys(bytea), begin_passkey_ceremony(bytea, text, jsonb, uuid, bytea),
                          take_passkey_ceremony(bytea, text), find_passkey(bytea, uuid),
                          sign_in_by_passkey(uuid, jsonb, jsonb, bytea, uuid, bytea),
                          pass_challenge_by_passkey(bytea, uuid, jsonb, jsonb, uuid),
                          confirm_session_by_passkey(uuid, jsonb, jsonb, uuid), refuse_passkey(uuid)
    to carechart_gate;
