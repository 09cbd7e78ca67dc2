-- Who lets somebody in to records proves first that it is they: verifying a provider, attaching an account to an imported
-- practitioner, and lifting a suspension take a proof of the last ten minutes. Taking access away never waits for it.

create or replace function set_provider_verified(provider uuid, verified boolean) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    account uuid;
begin
    if not administers() then
        return false;
    end if;
    if verified then
        perform require_confirmation();
    end if;
    update providers p
       set is_verified = verified, verified_at = case when verified then coalesce(p.verified_at, now())
                                                      else p.verified_at end
     where p.id = provider and p.user_id is not null
    returning p.user_id into account;
    if account is not null and not verified then
        update sessions s set ended_at = now() where s.user_id = account and s.ended_at is null;
    end if;
    return account is not null;
end
$$;

create or replace function attach_provider_account(provider uuid, email text) returns text
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    applicant providers;
begin
    if not administers() then
        return 'no_provider';
    end if;
    perform require_confirmation();
    perform from providers p where p.id = provider and p.user_id is null for update;
    if not found then
        return 'no_provider';
    end if;
    select a.* into applicant
      from providers a
      join users u on u.id = a.user_id
     where u.email = $2 and u.kind = 'provider' and a.verified_at is null and a.external_id is null
       and not exists (select from care_relationships c where c.provider_id = a.id)
       for update of a;
    if not found then
        return 'no_applicant';
    end if;
    delete from providers a where a.id = applicant.id;
    update providers p
       set user_id = applicant.user_id,
           license_number = coalesce(nullif(p.license_number, ''), applicant.license_number),
           specialty = coalesce(nullif(p.specialty, ''), applicant.specialty)
     where p.id = provider;
    return 'attached';
end
$$;

do $$
declare
    asks constant text := 'update users u';
    before constant text := pg_get_functiondef('set_account_suspended(uuid, boolean)'::regprocedure);
    after constant text := replace(before, asks, 'if not suspended then
        perform require_confirmation();
    end if;
    ' || asks);
begin
    if length(before) - length(replace(before, asks, '')) <> length(asks) then
        raise exception 'set_account_suspended() doesn''t update an account, once';
    end if;
    execute after;
end
$$;
