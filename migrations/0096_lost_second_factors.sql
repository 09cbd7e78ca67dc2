-- A lost second factor: the administrator removes it for a provider or a patient, the command line for anybody. The
-- person is told at the next sign-in, so that nobody loses theirs unnoticed.

create table factor_removals (
    id uuid primary key,
    user_id uuid not null references users,
    -- Null for the command line.
    removed_by uuid references users,
    removed_at timestamptz not null default now(),
    -- When the person said that they have read of it.
    seen_at timestamptz
);
create index on factor_removals (user_id) where seen_at is null;
alter table factor_removals enable row level security, force row level security;
create policy owner on factor_removals to carechart_owner using (true) with check (true);
create policy definer on factor_removals to carechart_definer using (true) with check (true);
grant select, insert (id, user_id, removed_by), update (seen_at) on factor_removals to carechart_definer;

-- Everything that an account signs in with beside the password, and every session. False for anyone but an
-- administrator, for an administrator's account, and for one without a second factor.
create function remove_lost_second_factor(id uuid, account uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if not administers() or not has_second_factor(account)
       or not exists (select from users u where u.id = account and u.kind in ('provider', 'patient')) then
        return false;
    end if;
    perform require_confirmation();
    delete from second_factors f where f.user_id = account;
    delete from passkeys k where k.user_id = account;
    delete from passkey_ceremonies c where c.user_id = account;
    update sign_in_challenges c set closed_at = now() - interval '1 second'
     where c.user_id = account and c.closed_at is null;
    update sessions s set ended_at = now() where s.user_id = account and s.ended_at is null;
    insert into factor_removals (id, user_id, removed_by) values ($1, account, current_user_id());
    return true;
end
$$;

-- Since when the caller's second factor is gone, until they have read of it.
create function own_factor_removal() returns timestamptz
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select max(r.removed_at) from factor_removals r where r.user_id = current_user_id() and r.seen_at is null;
end;

-- Whether an account is to be told; asked at every request, beside the session.
create function has_factor_removal(account uuid) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from factor_removals r where r.user_id = account and r.seen_at is null);
end
$$;

-- False when there was nothing to be read.
create function see_factor_removal() returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update factor_removals r set seen_at = now() where r.user_id = current_user_id() and r.seen_at is null;
    return found;
end
$$;

-- Whether the clinic asks the caller for a second factor, whether they have one or not.
create function must_have_second_factor() returns boolean
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select coalesce(current_account_kind() in ('provider', 'administrator'), false)
       and exists (select from security_rules r where r.requires_second_factor);
end;

do $$
declare
    signature text;
begin
    foreach signature in array array['remove_lost_second_factor(uuid, uuid)', 'own_factor_removal()',
                                     'has_factor_removal(uuid)', 'see_factor_removal()', 'must_have_second_factor()']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
