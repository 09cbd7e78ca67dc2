-- Second factors: codes by time (RFC 6238) and recovery codes. Whether a code is right is found out by the server, with a key
-- that isn't in the database; that no code is used twice is seen to here.

-- The caller's, with one that waits for its first code.
create function own_second_factor() returns table (
    sealed_secret bytea, last_step bigint, confirmed_at timestamptz, codes_left integer
)
    language sql stable security definer
begin atomic
    select f.sealed_secret, f.last_step, f.confirmed_at,
           (select count(*)::integer from recovery_codes c where c.user_id = f.user_id and c.used_at is null)
      from second_factors f
     where f.user_id = current_user_id();
end;

-- Begins one, in place of one that was never confirmed; false when there is one already.
create function begin_second_factor(sealed_secret bytea) returns boolean
    language plpgsql volatile security definer
as $$
begin
    perform require_confirmation();
    delete from second_factors f where f.user_id = current_user_id() and f.confirmed_at is null;
    insert into second_factors (user_id, sealed_secret) values (current_user_id(), $1) on conflict do nothing;
    if not found then
        return false;
    end if;
    perform audit('factor.begin', null, null);
    return true;
end
$$;

-- With the first right code: it protects from now on. False when none waits.
create function confirm_second_factor(step bigint, code_hashes bytea[]) returns boolean
    language plpgsql volatile security definer
as $$
begin
    perform require_confirmation();
    perform hold_account(current_user_id());
    update second_factors f set confirmed_at = now(), last_step = step
     where f.user_id = current_user_id() and f.confirmed_at is null and f.last_step < step;
    if not found then
        return false;
    end if;
    insert into recovery_codes (user_id, code_hash) select current_user_id(), unnest(code_hashes);
    perform credentials_changed(current_user_id());
    perform audit('factor.set_up', null, null);
    return true;
end
$$;

-- New recovery codes in place of all earlier ones. False without a second factor.
create function replace_recovery_codes(code_hashes bytea[]) returns boolean
    language plpgsql volatile security definer
as $$
begin
    perform require_confirmation();
    perform hold_account(current_user_id());
    perform from second_factors f where f.user_id = current_user_id() and f.confirmed_at is not null for update;
    if not found then
        return false;
    end if;
    delete from recovery_codes c where c.user_id = current_user_id();
    insert into recovery_codes (user_id, code_hash) select current_user_id(), unnest(code_hashes);
    perform credentials_changed(current_user_id());
    perform audit('factor.replace_codes', null, null);
    return true;
end
$$;

create function remove_second_factor() returns boolean
    language plpgsql volatile security definer
as $$
begin
    perform require_confirmation();
    perform hold_account(current_user_id());
    delete from second_factors f where f.user_id = current_user_id();
    if not found then
        return false;
    end if;
    perform credentials_changed(current_user_id());
    perform audit('factor.remove', null, null);
    return true;
end
$$;

-- Uses up the code of a step of time, or a recovery code, of an account. False when it, or a later step's, was used before.
create function use_second_factor(account uuid, step bigint, code_hash bytea) returns boolean
    language plpgsql volatile security definer
as $$
begin
    if step is not null then
        -- None of the future, after which no code would be good any more.
        update second_factors f set last_step = step
         where f.user_id = account and f.confirmed_at is not null and f.last_step < step
           and step <= extract(epoch from now()) / 30 + 2;
        return found;
    end if;
    update recovery_codes c set used_at = now()
      from second_factors f
     where c.user_id = account and c.code_hash = $3 and c.used_at is null
       and f.user_id = c.user_id and f.confirmed_at is not null;
    return found;
end
$$;

-- As the server's settings say. Whether anything changed.
create function set_second_factor_required(required boolean) returns boolean
    language plpgsql volatile security definer
as $$
begin
    update security_rules r set requires_second_factor = required where r.requires_second_factor <> required;
    if not found then
        return false;
    end if;
    perform audit(case when required then 'factor.require' else 'factor.stop_requiring' end, null, null);
    return true;
end
$$;

-- Whether the clinic asks the caller for a second factor, whether they have one or not.
create function must_have_second_factor() returns boolean
    language sql stable security definer
begin atomic
    select coalesce(current_account_kind() in ('provider', 'administrator'), false) and requires_second_factor();
end;

-- Everything that an account signs in with beside the password; false for one without a second factor. The person is told.
-- For the function below, and for the owner's command line.
create function remove_factors(id uuid, account uuid, by uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    perform hold_account(account);
    -- One that was begun and never confirmed goes along.
    if not exists (select from second_factors f where f.user_id = account
                   union all select from passkeys k where k.user_id = account) then
        return false;
    end if;
    delete from second_factors f where f.user_id = account;
    delete from passkeys k where k.user_id = account;
    perform credentials_changed(account);
    insert into factor_removals (id, user_id, removed_by) values ($1, account, by);
    return true;
end
$$;

-- Whether an account has a second factor, as the administrator's list says; false for anyone else.
create function administered_second_factor(account uuid) returns boolean
    language plpgsql stable security definer
as $$
begin
    return administers() and has_second_factor(account);
end
$$;

-- By an administrator. False for anyone else, for an administrator's account, and for one without a second factor.
create function remove_lost_second_factor(id uuid, account uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    if not administers() or not has_second_factor(account)
       or not exists (select from users u where u.id = account and u.kind in ('provider', 'patient')) then
        return false;
    end if;
    perform require_confirmation();
    perform remove_factors($1, account, current_user_id());
    perform audit('factor.remove_lost', null, account);
    return true;
end
$$;

-- Since when the caller's second factor is gone, until they have read of it.
create function own_factor_removal() returns timestamptz
    language sql stable security definer
begin atomic
    select max(r.removed_at) from factor_removals r where r.user_id = current_user_id() and r.seen_at is null;
end;

-- False when there was nothing to be read.
create function see_factor_removal() returns boolean
    language plpgsql volatile security definer
as $$
begin
    update factor_removals r set seen_at = now() where r.user_id = current_user_id() and r.seen_at is null;
    if not found then
        return false;
    end if;
    perform audit('factor.see_removal', null, null);
    return true;
end
$$;

grant select, insert (user_id, sealed_secret), update (last_step, confirmed_at), delete
    on second_factors to carechart_definer;
grant select, insert (user_id, code_hash), update (used_at), delete on recovery_codes to carechart_definer;
grant select, update (requires_second_factor) on security_rules to carechart_definer;
grant select, insert (id, user_id, removed_by), update (seen_at) on factor_removals to carechart_definer;

grant execute on function own_second_factor(), begin_second_factor(bytea), confirm_second_factor(bigint, bytea[]),
                          replace_recovery_codes(bytea[]), remove_second_factor(), must_have_second_factor(),
                          administered_second_factor(uuid), remove_lost_second_factor(uuid, uuid), own_factor_removal(),
                          see_factor_removal()
    to carechart_app;
grant execute on function own_second_factor() to carechart_gate;
grant execute on function set_second_factor_required(boolean) to carechart_worker;
