-- One's own sessions, the password, and proving again who one is. The application sets the session beside the user
-- (`app.session_id`), so that the database can ask when the person behind it last proved who they are.

alter table sessions
    -- Such as 'Firefox on Linux'; what the browser said of itself, and nothing to rely on.
    add column device text not null default '' check (length(device) <= 100),
    add column confirmed_at timestamptz;
update sessions set confirmed_at = created_at;
alter table sessions alter column confirmed_at set default now(), alter column confirmed_at set not null;
grant insert (device), update (confirmed_at) on sessions to carechart_definer;

-- The session of the request; null for nobody's.
create function current_session_id() returns uuid
    language sql stable parallel safe
    return nullif(pg_catalog.current_setting('app.session_id', true), '')::uuid;
revoke all on function current_session_id() from public;
grant execute on function current_session_id() to carechart_app, carechart_definer;

-- Whether the person behind the session has proved in the last ten minutes who they are: by signing in, or again.
create function recently_confirmed() returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from sessions s
                    where s.id = current_session_id() and s.user_id = current_user_id() and s.ended_at is null
                      and s.confirmed_at > now() - interval '10 minutes');
end
$$;

-- Refuses with a SQLSTATE of its own, which the page answers by asking for the password or a code: for functions that
-- do what a browser left open mustn't do by itself, `perform require_confirmation();`. Volatile, as a planner may leave
-- out what only raises.
create function require_confirmation() returns void
    language plpgsql volatile
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if not recently_confirmed() then
        raise exception 'the caller has to prove again who they are' using errcode = 'CC401';
    end if;
end
$$;

-- The server has compared the password, or a code.
create function confirm_session() returns void
    language sql volatile security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    update sessions s set confirmed_at = now()
     where s.id = current_session_id() and s.user_id = current_user_id() and s.ended_at is null;
end;

-- An attempt that succeeded is no failure, nor are the account's earlier ones from the same place.
create function forgive_attempt(attempt uuid) returns void
    language sql volatile security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    delete from sign_in_failures f
     using sign_in_failures mine
     where mine.id = attempt and f.email_hash = mine.email_hash and f.address is not distinct from mine.address;
end;

-- As before, with the device.
drop function begin_session(uuid, bytea, inet, interval, uuid, uuid);
create function begin_session(
    id uuid, token_hash bytea, address inet, lifetime interval, replaced uuid, attempt uuid, device text
) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into sessions (id, user_id, token_hash, address, expires_at, device)
    values (id, current_user_id(), token_hash, address, now() + lifetime, device);
    update sessions s set ended_at = now() where s.id = replaced and s.ended_at is null;
    perform forgive_attempt(attempt);
end
$$;

-- The caller's sessions that haven't ended, the latest first.
create function own_sessions(idle interval) returns table (
    id uuid, device text, address inet, created_at timestamptz, last_seen_at timestamptz, is_current boolean
)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
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
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update sessions s set ended_at = now()
     where s.id = session and s.user_id = current_user_id() and s.ended_at is null;
    return found;
end
$$;

-- All of the caller's but the one that asks; how many they were.
create function end_other_sessions() returns integer
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    ended integer;
begin
    update sessions s set ended_at = now()
     where s.user_id = current_user_id() and s.id is distinct from current_session_id() and s.ended_at is null;
    get diagnostics ended = row_count;
    return ended;
end
$$;

-- The caller's address, by which attempts are counted, and what the server compares the present password with.
create function own_credentials() returns table (email text, password_hash text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select u.email, u.password_hash from users u where u.id = current_user_id();
end;

-- Ends every other session of the caller. The present password was asked for just before, which is a confirmation.
create policy definer_changes_own_password on users for update to carechart_definer
    using (id = (select current_user_id()));
create function change_own_password(password_hash text) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform require_confirmation();
    update users u set password_hash = $1 where u.id = current_user_id();
    perform end_other_sessions();
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['recently_confirmed()', 'confirm_session()', 'forgive_attempt(uuid)',
                                     'begin_session(uuid, bytea, inet, interval, uuid, uuid, text)',
                                     'own_sessions(interval)', 'end_own_session(uuid)', 'end_other_sessions()',
                                     'own_credentials()', 'change_own_password(text)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
revoke all on function require_confirmation() from public;
grant execute on function require_confirmation() to carechart_app, carechart_definer;
