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

-- Keeps a question. Of those that a session asks, a later one takes the place of an earlier one.
create function begin_passkey_ceremony(token_hash bytea, purpose text, state jsonb, attempt uuid) returns void
    language plpgsql volatile security definer
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
as $$
begin
    update passkeys k set credential = after, last_used_at = now()
     where k.id = passkey and k.user_id = current_user_id() and k.credential = before;
    return found;
end
$$;

-- The same to sign in; the session may then begin in this transaction.
create function sign_in_by_passkey(passkey uuid, before jsonb, after jsonb) returns boolean
    language plpgsql volatile security definer
as $$
begin
    -- Before the passkey's row, as whoever removes it does.
    perform hold_account(current_user_id());
    if not use_passkey(passkey, before, after) then
        return false;
    end if;
    perform audit('passkey.use', null, passkey);
    return true;
end
$$;

-- Ends the caller's challenge by a passkey.
create function pass_challenge_by_passkey(hash bytea, passkey uuid, before jsonb, after jsonb) returns boolean
    language plpgsql volatile security definer
as $$
declare
    attempt uuid;
begin
    select c.attempt into attempt from hold_challenge(hash) c;
    if not found or not sign_in_by_passkey(passkey, before, after) then
        return false;
    end if;
    perform close_challenge(hash, attempt);
    return true;
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

-- False for one that isn't the caller's.
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
    return true;
end
$$;

grant select, insert (id, user_id, credential_id, credential, name), update (credential, last_used_at), delete
    on passkeys to carechart_definer;
grant select, insert (token_hash, purpose, user_id, session_id, state, attempt_id), delete
    on passkey_ceremonies to carechart_definer;

grant execute on function own_passkeys(), begin_passkey_ceremony(bytea, text, jsonb, uuid),
                          take_passkey_ceremony(bytea, text), find_passkey(bytea, uuid), use_passkey(uuid, jsonb, jsonb),
                          sign_in_by_passkey(uuid, jsonb, jsonb), pass_challenge_by_passkey(bytea, uuid, jsonb, jsonb),
                          add_passkey(uuid, bytea, text, jsonb), remove_passkey(uuid)
    to carechart_app;
