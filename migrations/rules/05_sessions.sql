-- Sessions, and what ends them. How they begin stands in 07_signing_in.sql.

-- Whose session it is, for the page; no row for nobody. A request's first transaction begins with it, so that finding out who
-- asks takes no statement of its own. `is_due`: that it was seen isn't written yet.
create function open_session(secret bytea, address text) returns table (
    session_id uuid, user_id uuid, kind text, display_name text, provider_id uuid, is_verified boolean, patient_id uuid,
    has_second_factor boolean, is_second_factor_missing boolean, is_second_factor_removed boolean, is_due boolean
)
    language plpgsql volatile security definer
as $$
begin
    perform set_config('app.session', encode(secret, 'hex'), true), set_config('app.address', coalesce(address, ''), true);
    return query
        select l.id, l.user_id, l.kind, coalesce(r.display_name, p.first_name || ' ' || p.last_name, u.email),
               r.id, coalesce(r.is_verified, false), p.id, f.has_one,
               not f.has_one and l.kind in ('provider', 'administrator') and requires_second_factor(),
               exists (select from factor_removals m where m.user_id = l.user_id and m.seen_at is null),
               s.last_seen_at < now() - interval '1 minute'
          from live_session('full') l
          join sessions s on s.id = l.id
          join users u on u.id = l.user_id
         cross join lateral has_second_factor(l.user_id) f (has_one)
          left join providers r on r.user_id = u.id
          left join patients p on p.user_id = u.id;
end
$$;

-- That the session with this secret was seen now: once a minute at most, in a transaction of its own, which is over at once.
create function touch_session(secret bytea) returns void
    language plpgsql volatile security definer
as $$
begin
    perform set_config('app.session', encode(secret, 'hex'), true);
    update sessions s set last_seen_at = now()
     where s.id = current_session_id() and s.last_seen_at < now() - interval '1 minute';
end
$$;

-- Ends the caller's session.
create function end_session() returns void
    language plpgsql volatile security definer
as $$
declare
    session constant uuid := current_session_id();
begin
    if session is null then
        return;
    end if;
    -- Before it ends, and with it whoever asks.
    perform audit('session.end', null, session);
    update sessions s set ended_at = now() where s.id = session;
end
$$;

-- The caller's sessions that haven't ended, the latest first.
create function own_sessions() returns table (
    id uuid, device text, address inet, created_at timestamptz, last_seen_at timestamptz, is_current boolean
)
    language sql stable security definer
begin atomic
    select s.id, s.device, s.address, s.created_at, s.last_seen_at, s.id is not distinct from current_session_id()
      from sessions s
     where s.user_id = current_user_id() and s.ended_at is null and s.expires_at > now()
       and s.last_seen_at > now() - s.idle_limit
     order by s.last_seen_at desc, s.id;
end;

-- False for a session that isn't the caller's, or has ended.
create function end_own_session(session uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    if not exists (select from sessions s where s.id = session and s.user_id = current_user_id() and s.ended_at is null) then
        return false;
    end if;
    -- Before it ends: it may be the one that asks.
    perform audit('session.revoke', null, session);
    update sessions s set ended_at = now() where s.id = session and s.ended_at is null;
    return true;
end
$$;

-- All of the caller's but the one that asks; how many they were.
create function end_other_sessions() returns integer
    language plpgsql volatile security definer
as $$
declare
    ended integer;
begin
    if current_user_id() is null then
        return 0;
    end if;
    update sessions s set ended_at = now()
     where s.user_id = current_user_id() and s.id is distinct from current_session_id() and s.ended_at is null;
    get diagnostics ended = row_count;
    perform audit('session.revoke_others', null, null);
    return ended;
end
$$;

-- Holds an account until the transaction ends. Whoever begins or ends something of it by what it signs in with takes this
-- first, after a patient if there is one, so that nobody waits for each other, and of a change and a sign-in at once the later
-- one sees what the earlier did.
create function hold_account(account uuid) returns void
    language sql volatile
begin atomic
    select pg_advisory_xact_lock(hashtextextended(account::text, 6));
end;

-- Ends whatever an account began by signing in: all sessions but the one in which its owner asks for it, sign-ins under
-- way, and questions to a browser.
create function end_sign_ins(account uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    update sessions s set ended_at = now()
     where s.user_id = account and s.ended_at is null
       and (account is distinct from current_user_id() or s.id is distinct from current_session_id());
    update sign_in_challenges c set closed_at = now() where c.user_id = account and c.closed_at is null;
    delete from passkey_ceremonies c where c.user_id = account;
end
$$;

-- Whatever an account signs in with has changed or is gone, or the account itself: everything that began before ends, and
-- links that would reset the password. Each function that changes a password, a factor or a passkey holds the account, and
-- then performs it.
create function credentials_changed(account uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    perform end_sign_ins(account);
    update links l set closed_at = now(), closed_by = 'changed_credentials'
     where l.purpose = 'password_reset' and l.user_id = account and l.closed_at is null;
end
$$;

-- With what the server computes a hash to compare with the caller's password.
create function own_password_parameters() returns text
    language plpgsql stable security definer
as $$
begin
    return (select password_parameters(u.email) from users u where u.id = current_user_id());
end
$$;

-- The caller has proved again who they are, by an attempt that is forgiven.
create function note_confirmation(attempt uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    update sessions s set confirmed_at = now() where s.id = current_session_id();
    perform forgive_attempt(attempt);
    perform audit('session.confirm', null, null);
end
$$;

-- The caller proves again who they are, by one of these: the step of a code that the server has found right, or what argon2id
-- makes of the password. False when neither is good. The caller must commit, or else attempts cost nothing.
create function confirm_session(attempt uuid, step bigint, computed bytea) returns boolean
    language plpgsql volatile security definer
as $$
declare
    account constant uuid := current_user_id();
begin
    if account is null then
        return false;
    end if;
    perform hold_account(account);
    perform use_attempt(attempt, 'confirmation', account::text);
    if use_second_factor(account, step, null) or is_password(account, computed) then
        perform note_confirmation(attempt);
        return true;
    end if;
    perform audit('session.refuse_confirmation', null, null);
    return false;
end
$$;

-- Changes the caller's password, once what argon2id makes of the present one is right: which is a confirmation, too.
create function change_own_password(attempt uuid, computed bytea, password_hash text) returns boolean
    language plpgsql volatile security definer
as $$
begin
    if not confirm_session(attempt, null, computed) then
        return false;
    end if;
    update users u set password_hash = $3 where u.id = current_user_id();
    perform credentials_changed(current_user_id());
    perform audit('account.change_password', null, null);
    return true;
end
$$;

grant select, insert (id, user_id, token_hash, address, expires_at, device, scope, idle_limit, passkey_id),
      update (last_seen_at, ended_at, confirmed_at)
    on sessions to carechart_definer;

grant execute on function open_session(bytea, text), touch_session(bytea), end_session(), own_sessions(), end_own_session(uuid),
                          end_other_sessions()
    to carechart_app;
grant execute on function own_password_parameters(), confirm_session(uuid, bigint, bytea),
                          change_own_password(uuid, bytea, text)
    to carechart_gate;
