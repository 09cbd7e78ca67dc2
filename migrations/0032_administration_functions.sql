-- What the administrator changes, and how a provider shares a chart. Each asks first who the caller is, and answers
-- anyone else as if the row weren't there.

grant update (user_id, license_number, specialty, is_verified, verified_at), delete on providers to carechart_definer;
create policy definer_administers on providers for update to carechart_definer
    using ((select current_account_kind()) = 'administrator');
create policy definer_replaces_applicant on providers for delete to carechart_definer
    using ((select current_account_kind()) = 'administrator' and verified_at is null and external_id is null);

-- Withdrawing the verification ends access at once, and the sessions, too. When it was first given stays: colleagues
-- go on seeing the name beside what was written in those days.
create function set_provider_verified(provider uuid, verified boolean) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    account uuid;
begin
    if current_account_kind() is distinct from 'administrator' then
        return false;
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

-- The applicant's own row, which never treated anybody, makes way for the practitioner's. 'attached', 'no_provider'
-- or 'no_applicant'. Verification is a step of its own.
create function attach_provider_account(provider uuid, email text) returns text
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    applicant providers;
begin
    if current_account_kind() is distinct from 'administrator' then
        return 'no_provider';
    end if;
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

-- The record that the account was linked to, for the audit; null when it was linked to none.
create function unlink_patient_account(account uuid) returns uuid
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    patient uuid;
begin
    if current_account_kind() is distinct from 'administrator' then
        return null;
    end if;
    update patients p set user_id = null where p.user_id = account returning p.id into patient;
    if patient is not null then
        update sessions s set ended_at = now() where s.user_id = account and s.ended_at is null;
    end if;
    return patient;
end
$$;

grant insert (shared_by), update (began_by, shared_by, began_at, ended_at) on care_relationships to carechart_definer;
create policy definer_shares on care_relationships for insert to carechart_definer
    with check (began_by = 'sharing' and shared_by = (select current_provider_id()) and ended_at is null
                and treats(patient_id));
create policy definer_shares_again on care_relationships for update to carechart_definer
    using (treats(patient_id))
    with check (began_by = 'sharing' and shared_by = (select current_provider_id()) and ended_at is null);

-- A verified provider shares the chart of a patient whom they treat with a verified colleague. Who treats the patient
-- already goes on as before. Where the colleague's treatment had ended, it begins anew, from now on, and says by whom:
-- nothing else revives a treatment, and the audit keeps that it was shared. False when the caller or the colleague
-- isn't such.
create function share_chart(patient uuid, colleague uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    sharing constant uuid := current_provider_id();
begin
    if sharing is null or colleague = sharing or not treats(patient)
       or not exists (select from providers p where p.id = colleague and p.is_verified) then
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

do $$
declare
    signature text;
begin
    foreach signature in array array['set_provider_verified(uuid, boolean)', 'attach_provider_account(uuid, text)',
                                     'unlink_patient_account(uuid)', 'share_chart(uuid, uuid)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
