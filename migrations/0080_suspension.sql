-- The administrator suspends an account, and lifts it. Whoever is suspended is nobody for every policy: the functions
-- that say who asks answer nothing, their sessions end, and they don't sign in. What they wrote stays.
--
-- The functions are those of 0010, 0030, 0031, 0040 and 0072, which also ask for the suspension; 0095 has that of a sign-in
-- that waits for its code, and 0110 that of who strikes out what somebody wrote.

alter table users add column suspended_at timestamptz;
grant select (suspended_at), update (suspended_at) on users to carechart_definer;
-- Nobody suspends an administrator, and so no clinic locks its last one out.
create policy definer_suspends on users for update to carechart_definer
    using (kind <> 'administrator' and (select administers()));

create or replace function current_account_kind() returns text
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select u.kind from users u where u.id = current_user_id() and u.suspended_at is null);
end
$$;

create or replace function current_provider_id() returns uuid
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select p.id
              from providers p
              join users u on u.id = p.user_id
             where p.user_id = current_user_id() and p.is_verified and u.kind = 'provider'
               and u.suspended_at is null
               and (exists (select from second_factors f where f.user_id = p.user_id and f.confirmed_at is not null)
                    or not exists (select from security_rules r where r.requires_second_factor)));
end
$$;

create or replace function current_patient_id() returns uuid
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select p.id
              from patients p
              join users u on u.id = p.user_id
             where p.user_id = current_user_id() and u.kind = 'patient' and u.suspended_at is null);
end
$$;

-- To whoever guesses, a suspended account is an address that is nobody's.
create or replace function find_credentials(email text) returns table (user_id uuid, kind text, password_hash text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select u.id, u.kind, u.password_hash from users u where u.email = $1 and u.suspended_at is null;
end;

create or replace function find_session(hash bytea, idle interval) returns table (
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
          join users u on u.id = s.user_id and u.suspended_at is null
          left join providers r on r.user_id = u.id
          left join patients p on p.user_id = u.id
         where s.token_hash = hash and s.ended_at is null and s.expires_at > now() and s.last_seen_at > now() - idle;
end
$$;

-- Whether a provider can treat anybody: verified, with an account that isn't suspended. Only who is signed in learns it.
create function active_provider(provider uuid) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return current_account_kind() is not null
           and exists (select from providers p
                         join users u on u.id = p.user_id
                        where p.id = provider and p.is_verified and u.kind = 'provider' and u.suspended_at is null);
end
$$;

-- False for anyone but an administrator, and for an account that isn't there or is an administrator's.
create function set_account_suspended(account uuid, suspended boolean) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    was_suspended constant boolean := exists (select from users u where u.id = account and u.suspended_at is not null);
begin
    if not administers() then
        return false;
    end if;
    -- Lifting it lets somebody in to records.
    if not suspended then
        perform require_confirmation();
    end if;
    update users u
       set suspended_at = case when suspended then coalesce(u.suspended_at, now()) end
     where u.id = account and u.kind <> 'administrator';
    if not found then
        return false;
    end if;
    if was_suspended or suspended then
        -- When it is lifted, too: a session that began at the same moment wasn't seen, and would come to life.
        update sessions s set ended_at = now() where s.user_id = account and s.ended_at is null;
        -- Not now(), which would let a session begin in this transaction.
        update sign_in_challenges c set closed_at = now() - interval '1 second'
         where c.user_id = account and c.closed_at is null;
    end if;
    if suspended then
        update password_resets r set closed_at = now() where r.user_id = account and r.closed_at is null;
    end if;
    return true;
end
$$;

-- For the administrator's lists, which read it as a table.
create function suspended_accounts() returns table (user_id uuid, suspended_at timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select u.id, u.suspended_at
      from users u
     where u.suspended_at is not null and (select administers());
end;

do $$
declare
    signature text;
begin
    foreach signature in array array['active_provider(uuid)', 'set_account_suspended(uuid, boolean)',
                                     'suspended_accounts()']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;

-- A link works while whoever made it could make it now.
create or replace function invited_patient(hash bytea) returns uuid
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select i.patient_id
              from invitations i
              join patients p on p.id = i.patient_id
              join providers r on r.id = i.invited_by
              join users u on u.id = r.user_id
              join care_relationships c on c.provider_id = r.id and c.patient_id = p.id
             where i.token_hash = hash and i.closed_at is null and i.expires_at > now() and i.attempts_left > 0
               and p.user_id is null and r.is_verified and u.suspended_at is null and c.ended_at is null);
end
$$;

create or replace function share_chart(patient uuid, colleague uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    sharing constant uuid := current_provider_id();
begin
    if sharing is null or colleague = sharing or not may_pass_on(patient) or not active_provider(colleague) then
        return false;
    end if;
    insert into care_relationships as c (provider_id, patient_id, began_by, shared_by)
    values (colleague, patient, 'sharing', sharing)
    on conflict (provider_id, patient_id) do update
       set began_by = 'sharing', shared_by = sharing, began_at = now(), ended_at = null
     where c.ended_at is not null;
    return true;
end
$$;

-- "Ended by now" for "ended", as 0040 has it for the other tables: whoever reads the patient reads what they said before.
alter policy treating on patient_versions
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patient_versions.patient_id
                      and (c.ended_at is null or c.ended_at > now())));
