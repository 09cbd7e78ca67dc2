-- A forgotten password: the administrator makes a link and hands it over. It works once, for a day, until a newer one
-- is made. It changes the password alone: the second factor stays, and every session ends.

create table password_resets (
    id uuid primary key,
    user_id uuid not null references users,
    made_by uuid not null references users,
    token_hash bytea not null unique check (length(token_hash) = 32),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    closed_at timestamptz,
    check (expires_at > created_at)
);
create index on password_resets (user_id);
alter table password_resets enable row level security, force row level security;
create policy owner on password_resets to carechart_owner using (true) with check (true);
create policy definer on password_resets to carechart_definer using (true) with check (true);
grant select, insert (id, user_id, made_by, token_hash, expires_at), update (closed_at)
    on password_resets to carechart_definer;

-- No row for anyone but an administrator, and for an account that isn't a provider's or a patient's.
create function begin_password_reset(id uuid, account uuid, token_hash bytea) returns table (expires_at timestamptz)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if current_account_kind() is distinct from 'administrator'
       or not exists (select from users u where u.id = account and u.kind in ('provider', 'patient')) then
        return;
    end if;
    perform require_confirmation();
    -- Of two at once the second waits here, and then replaces the first.
    perform pg_advisory_xact_lock(hashtextextended(account::text, 3));
    update password_resets r set closed_at = now() where r.user_id = account and r.closed_at is null;
    return query
        insert into password_resets as r (id, user_id, made_by, token_hash, expires_at)
        values ($1, account, current_user_id(), $3, now() + interval '1 day')
        returning r.expires_at;
end
$$;

-- Whether a link works, and whose address it is for: a good password has nothing of it. Null for a link that doesn't.
create function password_reset_account(hash bytea) returns text
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select u.email
              from password_resets r
              join users u on u.id = r.user_id
             where r.token_hash = hash and r.closed_at is null and r.expires_at > now());
end
$$;

-- While the link is open, and in its own function.
create policy definer_resets_password on users for update to carechart_definer
    using (exists (select from password_resets r
                    where r.user_id = users.id and r.closed_at is null and r.expires_at > now()));

-- Whose password was reset; null for a link that doesn't work.
create function reset_password(hash bytea, password_hash text) returns uuid
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    account uuid;
begin
    select r.user_id into account
      from password_resets r
     where r.token_hash = hash and r.closed_at is null and r.expires_at > now()
       for update;
    if account is null then
        return null;
    end if;
    update users u set password_hash = $2 where u.id = account;
    update password_resets r set closed_at = now() where r.token_hash = hash;
    update sessions s set ended_at = now() where s.user_id = account and s.ended_at is null;
    update sign_in_challenges c set closed_at = now() - interval '1 second'
     where c.user_id = account and c.closed_at is null;
    return account;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['begin_password_reset(uuid, uuid, bytea)', 'password_reset_account(bytea)',
                                     'reset_password(bytea, text)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
