-- Signing in: what must be known before anyone is, and so is done by functions of the definer. Here, as in the next
-- files, each function's grants and policies stand before it; the definer has no more than these need.

grant select (password_hash) on users to carechart_definer;
grant select, insert (id, email_hash, address), delete on sign_in_failures to carechart_definer;
create policy definer on sign_in_failures to carechart_definer using (true) with check (true);
create index on sign_in_failures (at);

-- Takes an attempt at something that can be guessed: it counts as a failure until begin_session() forgives it, so that
-- attempts sent at once don't all pass before the first one is counted. Answers 0, or after how many seconds the next
-- attempt is possible; what is refused doesn't count, so that the wait ends. 10 failures for each account and 50 for
-- each address in 15 minutes; of IPv6 the network counts, since a single person has all of its addresses.
create function begin_attempt(id uuid, key bytea, address inet) returns integer
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    span constant interval := '15 minutes';
    place constant inet := case family(address) when 6 then network(set_masklen(address, 64)) else address end;
    blocked_until timestamptz;
begin
    -- Always in this order, so that no two wait for each other.
    perform pg_advisory_xact_lock(hashtextextended(encode(key, 'hex'), 1));
    perform pg_advisory_xact_lock(hashtextextended(place::text, 2));
    blocked_until := span + greatest(
        (select f.at from sign_in_failures f
          where f.email_hash = key and f.at > now() - span order by f.at desc offset 9 limit 1),
        (select f.at from sign_in_failures f
          where f.address = place and f.at > now() - span order by f.at desc offset 49 limit 1));
    if blocked_until is not null then
        return greatest(1, ceil(extract(epoch from blocked_until - now())));
    end if;
    delete from sign_in_failures f where f.at < now() - interval '1 day';
    insert into sign_in_failures (id, email_hash, address) values (id, key, place);
    return 0;
end
$$;

create function find_credentials(email text) returns table (user_id uuid, kind text, password_hash text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select u.id, u.kind, u.password_hash from users u where u.email = $1;
end;

grant select, insert (id, user_id, token_hash, address, expires_at), update (last_seen_at, ended_at)
    on sessions to carechart_definer;
create policy definer on sessions to carechart_definer using (true) with check (true);

-- Begins a session of the caller, whose password the server has compared, and ends the one that the browser had
-- before. Of the failures only those of this account from this place are forgiven: whoever signs in between two
-- guesses at somebody else's password has won nothing.
create function begin_session(id uuid, token_hash bytea, address inet, lifetime interval, replaced uuid, attempt uuid)
    returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into sessions (id, user_id, token_hash, address, expires_at)
    values (id, current_user_id(), token_hash, address, now() + lifetime);
    update sessions s set ended_at = now() where s.id = replaced and s.ended_at is null;
    delete from sign_in_failures f
     using sign_in_failures mine
     where mine.id = attempt and f.email_hash = mine.email_hash and f.address is not distinct from mine.address;
end
$$;

grant select (first_name, last_name) on patients to carechart_definer;

-- The session with this token, unless it has ended, and whose it is: asked at every request. When it was last seen is
-- written once a minute at most.
create function find_session(hash bytea, idle interval) returns table (
    session_id uuid, user_id uuid, kind text, display_name text, provider_id uuid, is_verified boolean, patient_id uuid
)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
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
          join users u on u.id = s.user_id
          left join providers r on r.user_id = u.id
          left join patients p on p.user_id = u.id
         where s.token_hash = hash and s.ended_at is null and s.expires_at > now() and s.last_seen_at > now() - idle;
end
$$;

create function end_session(session uuid) returns void
    language sql volatile security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    update sessions s set ended_at = now()
     where s.id = session and s.user_id = current_user_id() and s.ended_at is null;
end;

-- Accounts come into being here and when an invitation is accepted; an administrator's only by the owner.
grant insert (id, kind, email, password_hash) on users to carechart_definer;
create policy definer_adds on users for insert to carechart_definer with check (kind in ('provider', 'patient'));
grant insert (id, user_id, display_name, license_number, specialty) on providers to carechart_definer;
create policy definer_adds on providers for insert to carechart_definer
    with check (user_id is not null and not is_verified and external_id is null);

-- Says nothing of whether the email address was known.
create function apply_as_provider(
    user_id uuid, provider_id uuid, email text, password_hash text, display_name text, license_number text,
    specialty text
) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into users (id, kind, email, password_hash) values ($1, 'provider', $3, $4) on conflict do nothing;
    if found then
        insert into providers (id, user_id, display_name, license_number, specialty) values ($2, $1, $5, $6, $7);
    end if;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['begin_attempt(uuid, bytea, inet)', 'find_credentials(text)',
                                     'begin_session(uuid, bytea, inet, interval, uuid, uuid)',
                                     'find_session(bytea, interval)', 'end_session(uuid)',
                                     'apply_as_provider(uuid, uuid, text, text, text, text, text)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
