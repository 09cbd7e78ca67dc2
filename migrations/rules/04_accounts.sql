-- Accounts, providers, and what an administrator does with them.

create policy own_account_or_administrator on users for select to carechart_app
    using (id = (select current_user_id()) or (select administers()));
-- No hash.
grant select (id, kind, email, created_at) on users to carechart_app;

-- A provider sees colleagues who have been verified or came with an import, and so may have written in a record; an
-- applicant only themself. A patient sees who treats them or has treated them, and so does whoever reads for them.
create policy colleagues_and_treating on providers for select to carechart_app
    using ((select current_provider_id()) is not null
               and (is_verified or verified_at is not null or external_id is not null)
           or user_id = (select current_user_id())
           or exists (select from care_relationships c
                       where c.provider_id = providers.id and c.patient_id = (select current_patient_id()))
           or (select administers()));
create policy caregiver on providers for select to carechart_app
    using ((select current_account_kind()) = 'patient'
           and exists (select from care_relationships c
                        where c.provider_id = providers.id
                          and c.patient_id = any ((select caregiver_records())::uuid[])));
-- No license number, no imported identifier.
grant select (id, user_id, display_name, specialty, is_verified) on providers to carechart_app;

-- The definer. Signing in looks up an account before anyone is known.
grant select, insert (id, kind, email, password_hash), update (password_hash, suspended_at, retired_at)
    on users to carechart_definer;
create policy definer_reads on users for select to carechart_definer using (true);
-- An administrator's account is made by the owner alone.
create policy definer_adds on users for insert to carechart_definer with check (kind in ('provider', 'patient'));
-- A retired account never changes again: nothing lifts it, and nothing gives it a password.
--
-- A password changes in one of two ways: by its owner, or by a link that is open.
create policy definer_changes_own_password on users for update to carechart_definer
    using (retired_at is null and id = (select current_user_id()));
create policy definer_resets_password on users for update to carechart_definer
    using (retired_at is null
           and exists (select from links l
                        where l.user_id = users.id and l.purpose = 'password_reset' and l.closed_at is null
                          and l.expires_at > now()));
-- Nobody suspends an administrator, and so no clinic locks its last one out.
create policy definer_suspends on users for update to carechart_definer
    using (retired_at is null and kind <> 'administrator' and (select administers()));
create policy definer_retires on users for update to carechart_definer
    using (retired_at is null and kind <> 'administrator' and (select administers())) with check (retired_at = now());

grant select, insert (id, user_id, display_name, license_number, specialty),
      update (user_id, license_number, specialty, is_verified, verified_at), delete
    on providers to carechart_definer;
create policy definer_reads on providers for select to carechart_definer using (true);
-- Applying makes nobody a verified provider.
create policy definer_adds on providers for insert to carechart_definer
    with check (user_id is not null and not is_verified and external_id is null);
create policy definer_administers on providers for update to carechart_definer using ((select administers()));
-- An applicant's own row, which never treated anybody, makes way for the imported practitioner's.
create policy definer_replaces_applicant on providers for delete to carechart_definer
    using ((select administers()) and verified_at is null and external_id is null);

-- Says nothing of whether the email address was known.
create function apply_as_provider(
    attempt uuid, user_id uuid, provider_id uuid, email text, password_hash text, display_name text, license_number text,
    specialty text
) returns void
    language plpgsql volatile security definer
as $$
begin
    perform use_attempt(attempt, 'application', email);
    insert into users (id, kind, email, password_hash) values ($2, 'provider', $4, $5) on conflict do nothing;
    if found then
        insert into providers (id, user_id, display_name, license_number, specialty) values ($3, $2, $6, $7, $8);
    end if;
    perform audit('account.apply', null, $2);
end
$$;

-- The row of somebody who has applied, was never verified and never treated anybody. Put into the query that asks, as the
-- predicates of a record are.
create function applicants(account uuid) returns setof providers
    language sql stable parallel safe
begin atomic
    select a.*
      from providers a
     where a.user_id = applicants.account and a.verified_at is null and a.external_id is null
       and not exists (select from care_relationships c where c.provider_id = a.id);
end;

-- What the administrator reads. The application's role has no grant on a license number, an imported identifier or a
-- hash, whoever calls: these functions answer an administrator, and give anyone else no row. Queries treat them as
-- tables: `select … from administered_providers() p where … order by …`.

create function administered_providers() returns table (
    id uuid, user_id uuid, email text, display_name text, license_number text, specialty text, is_verified boolean,
    external_id text, created_at timestamptz, is_applicant boolean
)
    language sql stable security definer
begin atomic
    select p.id, p.user_id, u.email, p.display_name, p.license_number, p.specialty, p.is_verified, p.external_id,
           p.created_at, exists (select from applicants(p.user_id))
      from providers p
      left join users u on u.id = p.user_id
     where (select administers());
end;

-- Never whose record it is, and no account that is closed for good.
create function administered_patient_accounts() returns table (
    id uuid, email text, created_at timestamptz, is_linked boolean
)
    language sql stable security definer
begin atomic
    select u.id, u.email, u.created_at, exists (select from patients p where p.user_id = u.id)
      from users u
     where u.kind = 'patient' and u.retired_at is null and (select administers());
end;

create function suspended_accounts() returns table (user_id uuid, suspended_at timestamptz)
    language sql stable security definer
begin atomic
    select u.id, u.suspended_at
      from users u
     where u.suspended_at is not null and (select administers());
end;

-- What the administrator changes. Whoever lets somebody in to records proves first that it is they; taking access away never
-- waits for it.

-- Withdrawing the verification ends access at once, and the sessions, too. When it was first given stays: colleagues
-- go on seeing the name beside what was written in those days.
create function set_provider_verified(provider uuid, verified boolean) returns boolean
    language plpgsql volatile security definer
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
    if account is null then
        return false;
    end if;
    if not verified then
        perform end_covers_of(provider);
        update sessions s set ended_at = now() where s.user_id = account and s.ended_at is null;
    end if;
    perform audit(case when verified then 'provider.verify' else 'provider.withdraw' end, null, provider);
    return true;
end
$$;

-- The applicant's own row, which never treated anybody, makes way for the practitioner's. 'attached', 'no_provider'
-- or 'no_applicant'. Verification is a step of its own.
create function attach_provider_account(provider uuid, email text) returns text
    language plpgsql volatile security definer
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
     where u.email = $2 and u.kind = 'provider' and u.retired_at is null
       and a.verified_at is null and a.external_id is null
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
    perform audit('provider.attach', null, provider);
    return 'attached';
end
$$;

-- False for anyone but an administrator, and for an account that isn't there, is an administrator's or is closed for good.
-- Whoever is suspended is nobody for every policy and doesn't sign in; what they wrote stays.
create function set_account_suspended(account uuid, suspended boolean) returns boolean
    language plpgsql volatile security definer
as $$
declare
    was_suspended constant boolean := exists (select from users u where u.id = account and u.suspended_at is not null);
begin
    if not administers() then
        return false;
    end if;
    if not suspended then
        perform require_confirmation();
    end if;
    perform hold_account(account);
    update users u
       set suspended_at = case when suspended then coalesce(u.suspended_at, now()) end
     where u.id = account and u.kind <> 'administrator' and u.retired_at is null;
    if not found then
        return false;
    end if;
    if suspended then
        perform credentials_changed(account);
        perform end_covers_of(p.id) from providers p where p.user_id = account;
    elsif was_suspended then
        -- A session that began at the same moment as the suspension wasn't seen, and would come to life.
        perform end_sign_ins(account);
    end if;
    perform audit(case when suspended then 'account.suspend' else 'account.lift' end, null, account);
    return true;
end
$$;

grant execute on function administered_providers(), administered_patient_accounts(), suspended_accounts(),
                          set_provider_verified(uuid, boolean), attach_provider_account(uuid, text),
                          set_account_suspended(uuid, boolean)
    to carechart_app;
grant execute on function apply_as_provider(uuid, uuid, uuid, text, text, text, text, text) to carechart_gate;
