-- The second step of a sign-in, once the password is right.

-- The second step of a sign-in of the caller, whose password the server has compared. False when there is none, and
-- a session may begin.
create function begin_challenge(id uuid, token_hash bytea, attempt uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    if not has_second_factor(current_user_id()) then
        return false;
    end if;
    perform hold_account(current_user_id());
    delete from sign_in_challenges c where c.expires_at < now() - interval '1 day';
    insert into sign_in_challenges (id, user_id, token_hash, attempt_id, expires_at)
    values (id, current_user_id(), token_hash, attempt, now() + interval '10 minutes');
    perform audit('session.challenge', null, $1);
    return true;
end
$$;

-- Takes one of a challenge's five attempts, and tells whose it is; of an account whose only second factor is a passkey the
-- secret is empty. No row for one that is unknown, passed, expired or out of attempts, nor for a suspended account. The
-- caller must commit, or else attempts cost nothing.
create function attempt_challenge(hash bytea) returns table (
    user_id uuid, kind text, sealed_secret bytea, last_step bigint
)
    language plpgsql volatile security definer
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

-- The attempt of the caller's challenge, which is open and is held until the transaction ends; no row for one that isn't.
create function hold_challenge(hash bytea) returns table (attempt uuid)
    language plpgsql volatile security definer
as $$
begin
    perform hold_account(current_user_id());
    return query
        select c.attempt_id
          from sign_in_challenges c
         where c.token_hash = hash and c.user_id = current_user_id() and c.closed_at is null and c.expires_at > now()
           for update;
end
$$;

-- The caller has taken the second step: the session may begin in this transaction.
create function close_challenge(hash bytea, attempt uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    update sign_in_challenges c set closed_at = now() where c.token_hash = hash;
    perform forgive_attempt(attempt);
end
$$;

-- Ends the caller's challenge with a code that is good, once.
create function pass_challenge(hash bytea, step bigint, code_hash bytea) returns boolean
    language plpgsql volatile security definer
as $$
declare
    attempt uuid;
begin
    select c.attempt into attempt from hold_challenge(hash) c;
    if not found or not use_second_factor(step, $3) then
        return false;
    end if;
    perform close_challenge(hash, attempt);
    return true;
end
$$;

grant select, insert (id, user_id, token_hash, attempt_id, expires_at), update (attempts_left, closed_at), delete
    on sign_in_challenges to carechart_definer;

grant execute on function begin_challenge(uuid, bytea, uuid), attempt_challenge(bytea), pass_challenge(bytea, bigint, bytea)
    to carechart_app;
