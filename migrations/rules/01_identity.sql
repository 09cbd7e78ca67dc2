-- Functions, triggers, policies and grants: dropped and made anew by each `server migrate`, in the order of these files. What
-- holds for all of them stands in 99_everything.sql: who owns a function, its search_path, that PUBLIC may call none.
--
-- A PL/pgSQL function may call one of a later file; a policy, and a function in SQL, can't.
--
-- Each function of the definer looks past the policies of whoever calls it, and so asks itself first who that is. Those that
-- the application calls are granted at the end of each file.

-- Nobody makes anything in this schema but the owner, and the definer, who must for a function to be given to it. Nobody but
-- the owner makes even a temporary table.
revoke all on schema public from public;
grant usage on schema public to carechart_app, carechart_gate, carechart_worker;
grant usage, create on schema public to carechart_definer;
do $$
begin
    execute format('revoke temporary on database %I from public', current_database());
end
$$;

-- Who asks is whoever's live session it is. A transaction begins by setting `app.session` to the session's secret in
-- hexadecimal digits (SHA-256 of the cookie's token), and `app.address`; all else about the caller is looked up here, each time.
-- No answer is kept in a setting, which whoever runs SQL can write. Those that read a table are PL/pgSQL, which keeps plans for
-- the connection's life: each statement under a policy asks several times.

-- The session that asks, while it lives: it hasn't ended, has lasted neither longer than it may nor too long without a request,
-- and its account isn't suspended. No row for nobody. Put into the query that asks, as the predicates of a record are.
create function live_session(scope text) returns table (id uuid, user_id uuid, kind text, confirmed_at timestamptz)
    language sql stable parallel safe
begin atomic
    select s.id, s.user_id, u.kind, s.confirmed_at
      from sessions s
      join users u on u.id = s.user_id and u.suspended_at is null
     where s.token_hash = sha256(decode(nullif(current_setting('app.session', true), ''), 'hex'))
       and s.scope = live_session.scope
       and s.ended_at is null and s.expires_at > now() and s.last_seen_at > now() - s.idle_limit;
end;

-- The user's id; null for nobody.
create function current_user_id() returns uuid
    language plpgsql stable parallel safe security definer
as $$
begin
    return (select s.user_id from live_session('full') s);
end
$$;

-- The session of the request; null for nobody's.
create function current_session_id() returns uuid
    language plpgsql stable parallel safe security definer
as $$
begin
    return (select s.id from live_session('full') s);
end
$$;

-- Where the request comes from; null where that isn't known.
create function current_address() returns inet
    language sql stable parallel safe
    return nullif(pg_catalog.current_setting('app.address', true), '')::inet;

-- 'provider', 'patient' or 'administrator'; null for nobody. A provider's account has its kind before verification.
create function current_account_kind() returns text
    language plpgsql stable parallel safe security definer
as $$
begin
    return (select s.kind from live_session('full') s);
end
$$;

-- Whether the clinic asks providers and administrators for a second factor.
create function requires_second_factor() returns boolean
    language plpgsql stable parallel safe security definer
as $$
begin
    return (select r.requires_second_factor from security_rules r);
end
$$;

-- Whether an account has a second factor: a confirmed one, or a passkey, which is one like any other.
create function has_second_factor(account uuid) returns boolean
    language plpgsql stable parallel safe security definer
as $$
begin
    return exists (select from second_factors f where f.user_id = account and f.confirmed_at is not null)
        or exists (select from passkeys k where k.user_id = account);
end
$$;

-- The provider behind the account: verified, and with a second factor where the clinic asks for one. Null for everyone else,
-- who is no provider for any policy. It is asked some twenty times for a page, and so reads the rule itself: a function within it
-- costs a quarter of it.
create function current_provider_id() returns uuid
    language plpgsql stable parallel safe security definer
as $$
begin
    return (select p.id
              from live_session('full') s
              join providers p on p.user_id = s.user_id
             where s.kind = 'provider' and p.is_verified
               and (not (select r.requires_second_factor from security_rules r) or has_second_factor(p.user_id)));
end
$$;

-- The record that a patient's account is linked to; null for everyone else.
create function current_patient_id() returns uuid
    language plpgsql stable parallel safe security definer
as $$
begin
    return (select p.id from live_session('full') s join patients p on p.user_id = s.user_id where s.kind = 'patient');
end
$$;

-- When a patient is of age, and nobody else's to let somebody in to: at the 18th birthday, by the one clock that no setting of the
-- connection moves.
create function of_age_at(date_of_birth date) returns timestamptz
    language sql immutable parallel safe
    return (date_of_birth + interval '18 years') at time zone 'UTC';

-- Until when a caregiver reads: as long as was granted; and where it is `until_of_age`, to the 18th birthday at the latest, by the
-- birth date that the record says now. One that was wrong for a minute lets nobody in for longer than that minute.
create function access_ends_at(expires_at timestamptz, until_of_age boolean, date_of_birth date) returns timestamptz
    language sql immutable parallel safe
    return case when until_of_age then least(expires_at, of_age_at(date_of_birth)) else expires_at end;

-- Whose records the caller may read as a caregiver, now. Policies ask it once a statement, and compare with what it says.
-- Of a record that is merged they read nothing until the merge is undone: they were let in to one of the two.
create function caregiver_records() returns uuid[]
    language plpgsql stable parallel safe security definer
as $$
begin
    return array(select c.patient_id
                   from live_session('full') s
                   join caregivers c on c.user_id = s.user_id
                   join patients p on p.id = c.patient_id
                  where s.kind = 'patient' and c.revoked_at is null
                    and access_ends_at(c.expires_at, c.is_until_of_age, p.date_of_birth) > now()
                    and not exists (select from patient_merges m
                                     where m.merged_id = c.patient_id and m.undone_at is null));
end
$$;

-- Whether the caller administers the clinic: with a second factor where the clinic asks for one. Without it the account stays
-- an administrator's, which is what the audit says, and its own page stays theirs.
create function administers() returns boolean
    language plpgsql stable parallel safe security definer
as $$
begin
    return exists (select from live_session('full') s
                    where s.kind = 'administrator'
                      and (not (select r.requires_second_factor from security_rules r) or has_second_factor(s.user_id)));
end
$$;

-- Whether a provider can treat anybody: verified, with an account that isn't suspended. Only who is signed in learns it.
create function active_provider(provider uuid) returns boolean
    language plpgsql stable parallel safe security definer
as $$
begin
    return current_account_kind() is not null
           and exists (select from providers p
                         join users u on u.id = p.user_id
                        where p.id = provider and p.is_verified and u.kind = 'provider' and u.suspended_at is null);
end
$$;

-- Whether the person behind the session has proved in the last ten minutes who they are: by signing in, or again.
create function recently_confirmed() returns boolean
    language plpgsql stable parallel safe security definer
as $$
begin
    return exists (select from live_session('full') s where s.confirmed_at > now() - interval '10 minutes');
end
$$;

-- Refuses with a SQLSTATE of its own, which the page answers by asking for the password or a code: for functions that
-- do what a browser left open mustn't do by itself, `perform require_confirmation();`. Volatile, as a planner may leave
-- out what only raises.
create function require_confirmation() returns void
    language plpgsql volatile
as $$
begin
    if not recently_confirmed() then
        raise exception 'the caller has to prove again who they are' using errcode = 'CC401';
    end if;
end
$$;

grant execute on function current_user_id(), current_session_id(), current_address(), current_account_kind(),
                          current_provider_id(), current_patient_id(), of_age_at(date),
                          access_ends_at(timestamptz, boolean, date), caregiver_records(), administers(), active_provider(uuid),
                          recently_confirmed(), require_confirmation()
    to carechart_app;
