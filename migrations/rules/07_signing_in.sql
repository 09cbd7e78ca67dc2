-- Signing in: what must be known before anyone is. Only the gate may call it, and it isn't believed who somebody is, but for
-- codes by time and passkeys' answers, which the server compares with what isn't in the database: attempts are counted,
-- passwords compared and recovery codes burnt here. What is counted counts once it is committed, as the server does: whoever has
-- the gate's password can roll their guesses back (docs/security.md).
--
-- The account is held before its attempts are locked: a sign-in that ends forgives those that it took itself.

-- What attempts are counted by: no address that was typed is kept.
create function attempt_key(what text, who text) returns bytea
    language sql immutable
begin atomic
    select sha256(convert_to(what, 'UTF8') || '\x00' || convert_to(who, 'UTF8'));
end;

-- Takes an attempt at something that can be guessed: it counts as a failure until it is forgiven, so that attempts sent at once
-- don't all pass before the first one is counted. Answers 0, or after how many seconds the next attempt is possible; what is
-- refused doesn't count, so that the wait ends. 10 failures for each account and 50 for each address in 15 minutes; of IPv6 the
-- network counts, since a single person has all of its addresses. Attempts wait for each other at the locks only where several
-- servers take them at the same moment: within one they come one after the other.
create function begin_attempt(id uuid, what text, who text) returns integer
    language plpgsql volatile security definer
as $$
declare
    span constant interval := '15 minutes';
    key constant bytea := attempt_key(what, who);
    address constant inet := current_address();
    place constant inet := case family(address) when 6 then network(set_masklen(address, 64)) else address end;
    blocked_until timestamptz;
begin
    -- Always in this order, so that no two wait for each other.
    perform pg_advisory_xact_lock(hashtextextended(encode(key, 'hex'), 1));
    perform pg_advisory_xact_lock(hashtextextended(place::text, 2));
    -- After the failures with which there were too many: of this account, of this place.
    select span + max(f.at) into blocked_until
      from ((select s.at from sign_in_failures s
              where s.email_hash = key and s.at > now() - span and not s.is_forgiven
              order by s.at desc, s.id desc offset 9 limit 1)
            union all
            (select s.at from sign_in_failures s
              where s.address = place and s.at > now() - span and not s.is_forgiven
              order by s.at desc, s.id desc offset 49 limit 1)) f;
    if blocked_until is not null then
        perform audit(case what when 'second step' then 'factor.throttle'
                                when 'application' then 'account.throttle'
                                else 'session.throttle' end, null, null);
        return greatest(1, ceil(extract(epoch from blocked_until - now())));
    end if;
    delete from sign_in_failures s where s.at < now() - interval '1 day';
    insert into sign_in_failures (id, email_hash, address) values (id, key, place);
    return 0;
end
$$;

-- An attempt is good for one comparison, of what it was taken for, while it counts.
create function use_attempt(attempt uuid, what text, who text) returns void
    language plpgsql volatile security definer
as $$
begin
    update sign_in_failures f set is_used = true
     where f.id = attempt and f.email_hash = attempt_key(what, who) and not f.is_used and f.at > now() - interval '15 minutes';
    if not found then
        raise exception 'an attempt that nobody has counted' using errcode = 'restrict_violation';
    end if;
end
$$;

-- An attempt that succeeded is no failure. The earlier ones stay, those at the same account from the same place, too: several
-- people share an address, and one who signs in says nothing of who guessed before.
create function forgive_attempt(attempt uuid) returns void
    language sql volatile security definer
begin atomic
    update sign_in_failures f set is_forgiven = true where f.id = attempt;
end;

-- With what the server computes a hash to compare: all of the kept one but its last part. Null for an address that is nobody's.
create function password_parameters(email text) returns text
    language sql stable security definer
begin atomic
    select regexp_replace(u.password_hash, '\$[^$]*$', '') from users u
     where u.email = $1 and u.retired_at is null and u.suspended_at is null;
end;

-- Whether this is an account's password; false for one that is suspended or isn't there.
--
-- `computed`: the 32 bytes that argon2id makes of what was typed. The SHA-256 of them is kept.
create function is_password(account uuid, computed bytea) returns boolean
    language sql stable security definer
begin atomic
    select exists (select from users u
                    where u.id = account and u.suspended_at is null
                      and split_part(u.password_hash, '$', 6) = rtrim(encode(sha256(computed), 'base64'), '='));
end;

-- Begins the sign-in of an account whose password, passkey or link was right: 'passed', after which a session may begin from
-- it, or 'second_step'.
create function begin_challenge(account uuid, challenge bytea, attempt uuid, is_whole boolean) returns text
    language plpgsql volatile security definer
as $$
declare
    id constant uuid := event_id();
    is_passed constant boolean := is_whole or not has_second_factor(account);
begin
    delete from sign_in_challenges c where c.expires_at < now() - interval '1 day';
    insert into sign_in_challenges (id, user_id, token_hash, attempt_id, expires_at, passed_at)
    values (id, account, sha256(challenge), attempt, now() + interval '10 minutes',
            case when is_passed then now() end);
    if is_passed then
        return 'passed';
    end if;
    perform audit_step(account, 'session.challenge', id);
    return 'second_step';
end
$$;

-- By address and password: 'refused', or as above. To whoever guesses, a suspended account is an address that is nobody's.
create function sign_in(attempt uuid, email text, computed bytea, challenge bytea) returns text
    language plpgsql volatile security definer
as $$
declare
    account constant uuid := (select u.id from users u where u.email = $2 and u.retired_at is null and u.suspended_at is null);
begin
    -- Held, and only then compared: of a new password and a sign-in at once, the later one sees what the earlier did.
    perform hold_account(account);
    perform use_attempt(attempt, 'sign-in', email);
    if not is_password(account, computed) then
        -- Of a suspended one, too: the administrator reads at which accounts somebody fails.
        perform audit('session.refuse', null,
                      (select u.id from users u where u.email = $2 and u.retired_at is null));
        return 'refused';
    end if;
    return begin_challenge(account, challenge, attempt, false);
end
$$;

-- Takes one of the five attempts at a second step, and tells whose it is; of an account whose only second factor is a passkey
-- the secret is empty. No row for a sign-in that is unknown, passed, expired or out of attempts. The caller must commit, or else
-- attempts cost nothing.
create function attempt_challenge(challenge bytea) returns table (user_id uuid, sealed_secret bytea, last_step bigint)
    language plpgsql volatile security definer
as $$
declare
    account uuid;
begin
    update sign_in_challenges c set attempts_left = c.attempts_left - 1
     where c.token_hash = sha256(challenge) and c.passed_at is null and c.closed_at is null and c.expires_at > now()
       and c.attempts_left > 0
    returning c.user_id into account;
    return query
        select u.id, coalesce(f.sealed_secret, ''), coalesce(f.last_step, 0)
          from users u
          left join second_factors f on f.user_id = u.id and f.confirmed_at is not null
         where u.id = account and u.suspended_at is null and has_second_factor(u.id);
end
$$;

-- Whose sign-in waits for its second step, which is held until the transaction ends; null for one that doesn't wait.
create function hold_challenge(challenge bytea) returns uuid
    language plpgsql volatile security definer
as $$
begin
    perform hold_account(c.user_id) from sign_in_challenges c where c.token_hash = sha256(challenge);
    return (select c.user_id
              from sign_in_challenges c
             where c.token_hash = sha256(challenge) and c.passed_at is null and c.closed_at is null and c.expires_at > now());
end
$$;

create function pass_second_step(challenge bytea, attempt uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    update sign_in_challenges c set passed_at = now() where c.token_hash = sha256(challenge);
    perform forgive_attempt(attempt);
end
$$;

-- Takes the second step with a code that is good, once: the step of time that the server has found it to be of, or a recovery
-- code's hash; neither for a code that was wrong. False for that, and for one that was used before.
create function pass_challenge(challenge bytea, attempt uuid, step bigint, code_hash bytea) returns boolean
    language plpgsql volatile security definer
as $$
declare
    account constant uuid := hold_challenge(challenge);
begin
    if account is null then
        return false;
    end if;
    perform use_attempt(attempt, 'second step', account::text);
    if not use_second_factor(account, step, code_hash) then
        perform audit('factor.refuse', null, account);
        return false;
    end if;
    perform pass_second_step(challenge, attempt);
    if step is null then
        perform audit_step(account, 'factor.use_recovery_code', null);
    end if;
    return true;
end
$$;

-- Begins the session of a sign-in that has taken its steps, once, and ends the one that the browser had before. From then on
-- the transaction is the session's. The kind of its account; null for a sign-in that is over.
create function begin_session(
    challenge bytea, id uuid, secret bytea, idle interval, lifetime interval, replaced bytea, device text
) returns text
    language plpgsql volatile security definer
as $$
declare
    account uuid;
    attempt uuid;
    passkey uuid;
begin
    -- At most what can be set. A secret that is none would make a session of everybody who has none.
    if octet_length(secret) is distinct from 32 or idle > interval '1 day' or lifetime > interval '7 days' then
        raise exception 'no such session' using errcode = 'restrict_violation';
    end if;
    perform hold_account(c.user_id) from sign_in_challenges c where c.token_hash = sha256(challenge);
    update sign_in_challenges c set closed_at = now()
     where c.token_hash = sha256(challenge) and c.passed_at is not null and c.closed_at is null and c.expires_at > now()
       and exists (select from users u where u.id = c.user_id and u.suspended_at is null)
    returning c.user_id, c.attempt_id, c.passkey_id into account, attempt, passkey;
    if account is null then
        return null;
    end if;
    insert into sessions (id, user_id, token_hash, address, expires_at, device, scope, idle_limit, passkey_id)
    values (id, account, sha256(secret), current_address(), now() + lifetime, device, 'full', idle, passkey);
    update sessions s set ended_at = now() where s.token_hash = sha256(replaced) and s.ended_at is null;
    perform forgive_attempt(attempt);
    perform set_config('app.session', encode(secret, 'hex'), true);
    perform audit('session.begin', null, $2);
    return current_account_kind();
end
$$;

grant select, insert (id, email_hash, address), update (is_used, is_forgiven), delete
    on sign_in_failures to carechart_definer;
grant select, insert (id, user_id, token_hash, attempt_id, expires_at, passed_at),
      update (attempts_left, passed_at, closed_at, passkey_id), delete
    on sign_in_challenges to carechart_definer;

grant execute on function begin_attempt(uuid, text, text), password_parameters(text), sign_in(uuid, text, bytea, bytea),
                          attempt_challenge(bytea), pass_challenge(bytea, uuid, bigint, bytea),
                          begin_session(bytea, uuid, bytea, interval, interval, bytea, text)
    to carechart_gate;
