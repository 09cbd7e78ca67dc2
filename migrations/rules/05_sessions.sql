-- Signing in and sessions: what must be known before anyone is.

-- Takes an attempt at something that can be guessed: it counts as a failure until begin_session() forgives it, so that
-- attempts sent at once don't all pass before the first one is counted. Answers 0, or after how many seconds the next
-- attempt is possible, and whether this refusal is to be noted; what is refused doesn't count, so that the wait ends. 10
-- failures for each account and 50 for each address in 15 minutes; of IPv6 the network counts, since a single person has all
-- of its addresses. Attempts wait for each other at the locks only where several servers take them at the same moment:
-- within one they come one after the other.
create function begin_attempt(
    id uuid, key bytea, address inet, out wait_seconds integer, out is_first_refusal boolean
)
    language plpgsql volatile security definer
as $$
declare
    span constant interval := '15 minutes';
    place constant inet := case family(address) when 6 then network(set_masklen(address, 64)) else address end;
    blocked_until timestamptz;
    -- The failures after which there were too many: of this account, of this place.
    last_ones uuid[];
begin
    -- Always in this order, so that no two wait for each other.
    perform pg_advisory_xact_lock(hashtextextended(encode(key, 'hex'), 1));
    perform pg_advisory_xact_lock(hashtextextended(place::text, 2));
    select span + max(f.at), array_agg(f.id) into blocked_until, last_ones
      from ((select s.id, s.at from sign_in_failures s
              where s.email_hash = key and s.at > now() - span order by s.at desc, s.id desc offset 9 limit 1)
            union all
            (select s.id, s.at from sign_in_failures s
              where s.address = place and s.at > now() - span order by s.at desc, s.id desc offset 49 limit 1)) f;
    if blocked_until is not null then
        wait_seconds := greatest(1, ceil(extract(epoch from blocked_until - now())));
        update sign_in_failures s set is_noted = true where s.id = any (last_ones) and not s.is_noted;
        is_first_refusal := found;
        return;
    end if;
    delete from sign_in_failures s where s.at < now() - interval '1 day';
    insert into sign_in_failures (id, email_hash, address) values (id, key, place);
    wait_seconds := 0;
    is_first_refusal := false;
end
$$;

-- An attempt that succeeded is no failure, nor are the account's earlier ones from the same place: whoever signs in between
-- two guesses at somebody else's password has won nothing.
create function forgive_attempt(attempt uuid) returns void
    language sql volatile security definer
begin atomic
    delete from sign_in_failures f
     using sign_in_failures mine
     where mine.id = attempt and f.email_hash = mine.email_hash and f.address is not distinct from mine.address;
end;

-- To whoever guesses, a suspended account is an address that is nobody's.
create function find_credentials(email text) returns table (user_id uuid, kind text, password_hash text)
    language sql stable security definer
begin atomic
    select u.id, u.kind, u.password_hash from users u where u.email = $1 and u.suspended_at is null;
end;

-- Begins a session of the caller, whose password the server has compared, and ends the one that the browser had before. One
-- of an account with a second factor begins only in the transaction that has passed its challenge, or used a passkey.
create function begin_session(
    id uuid, token_hash bytea, address inet, lifetime interval, replaced uuid, attempt uuid, device text
) returns void
    language plpgsql volatile security definer
as $$
begin
    perform hold_account(current_user_id());
    if has_second_factor(current_user_id())
       and not exists (select from sign_in_challenges c where c.user_id = current_user_id() and c.closed_at = now())
       and not exists (select from passkeys k where k.user_id = current_user_id() and k.last_used_at = now()) then
        raise exception 'the second step is missing' using errcode = 'restrict_violation';
    end if;
    insert into sessions (id, user_id, token_hash, address, expires_at, device)
    values (id, current_user_id(), token_hash, address, now() + lifetime, device);
    update sessions s set ended_at = now() where s.id = replaced and s.ended_at is null;
    perform forgive_attempt(attempt);
    perform audit('session.begin', null, $1);
end
$$;

-- The session with this token, unless it has ended, and whose it is: asked at every request. When it was last seen is
-- written once a minute at most.
create function find_session(hash bytea, idle interval) returns table (
    session_id uuid, user_id uuid, kind text, display_name text, provider_id uuid, is_verified boolean, patient_id uuid
)
    language plpgsql volatile security definer
as $$
begin
    update sessions s
       set last_seen_at = now()
     where s.token_hash = hash and s.ended_at is null and s.expires_at > now()
       and s.last_seen_at > now() - idle and s.last_seen_at < now() - interval '1 minute';
    return query
        select s.id, u.id, u.kind, coalesce(r.display_name, p.first_name || ' ' || p.last_name, u.email),
               r.id, coalesce(r.is_verified, false), p.id
          from sessions s
          join users u on u.id = s.user_id and u.suspended_at is null
          left join providers r on r.user_id = u.id
          left join patients p on p.user_id = u.id
         where s.token_hash = hash and s.ended_at is null and s.expires_at > now() and s.last_seen_at > now() - idle;
end
$$;

create function end_session(session uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    update sessions s set ended_at = now()
     where s.id = session and s.user_id = current_user_id() and s.ended_at is null;
    perform audit('session.end', null, session);
end
$$;

-- The server has compared the password, or a code.
create function confirm_session() returns void
    language plpgsql volatile security definer
as $$
begin
    update sessions s set confirmed_at = now()
     where s.id = current_session_id() and s.user_id = current_user_id() and s.ended_at is null;
    perform audit('session.confirm', null, null);
end
$$;

-- The caller's sessions that haven't ended, the latest first.
create function own_sessions(idle interval) returns table (
    id uuid, device text, address inet, created_at timestamptz, last_seen_at timestamptz, is_current boolean
)
    language sql stable security definer
begin atomic
    select s.id, s.device, s.address, s.created_at, s.last_seen_at, s.id is not distinct from current_session_id()
      from sessions s
     where s.user_id = current_user_id() and s.ended_at is null and s.expires_at > now()
       and s.last_seen_at > now() - idle
     order by s.last_seen_at desc, s.id;
end;

-- False for a session that isn't the caller's, or has ended.
create function end_own_session(session uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    update sessions s set ended_at = now()
     where s.id = session and s.user_id = current_user_id() and s.ended_at is null;
    if not found then
        return false;
    end if;
    perform audit('session.revoke', null, session);
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

-- Ends whatever an account began by signing in: all sessions but the one in which its owner asks for it, sign-ins that wait
-- for their second step, and questions to a browser.
create function end_sign_ins(account uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    update sessions s set ended_at = now()
     where s.user_id = account and s.ended_at is null
       and (account is distinct from current_user_id() or s.id is distinct from current_session_id());
    -- Not now(), which would let a session begin in this transaction.
    update sign_in_challenges c set closed_at = now() - interval '1 second'
     where c.user_id = account and c.closed_at is null;
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

-- The caller's address, by which attempts are counted, and what the server compares the present password with.
create function own_credentials() returns table (email text, password_hash text)
    language sql stable security definer
begin atomic
    select u.email, u.password_hash from users u where u.id = current_user_id();
end;

-- The present password was asked for just before, which is a confirmation.
create function change_own_password(password_hash text) returns void
    language plpgsql volatile security definer
as $$
begin
    perform require_confirmation();
    perform hold_account(current_user_id());
    update users u set password_hash = $1 where u.id = current_user_id();
    perform credentials_changed(current_user_id());
    perform audit('account.change_password', null, null);
end
$$;

grant select, insert (id, user_id, token_hash, address, expires_at, device),
      update (last_seen_at, ended_at, confirmed_at)
    on sessions to carechart_definer;
grant select, insert (id, email_hash, address), update (is_noted), delete on sign_in_failures to carechart_definer;

grant execute on function begin_attempt(uuid, bytea, inet), forgive_attempt(uuid), find_credentials(text),
                          begin_session(uuid, bytea, inet, interval, uuid, uuid, text), find_session(bytea, interval),
                          end_session(uuid), confirm_session(), own_sessions(interval), end_own_session(uuid),
                          end_other_sessions(), own_credentials(), change_own_password(text)
    to carechart_app;
