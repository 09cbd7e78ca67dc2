-- Where the clinic asks for a second factor, it asks its administrators, too: until one is set up, they administer nothing
-- for any policy. Their account stays an administrator's, which is what the audit says, and its own page stays theirs.

-- Whether the caller administers the clinic: what policies and functions ask, as they ask a provider for the verification.
create function administers() returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return coalesce(current_account_kind() = 'administrator', false)
       and (has_second_factor(current_user_id())
            or not exists (select from security_rules r where r.requires_second_factor));
end
$$;
alter function administers() owner to carechart_definer;
revoke all on function administers() from public;
grant execute on function administers() to carechart_app;

alter policy own_account_or_administrator on users
    using (id = (select current_user_id()) or (select administers()));
alter policy colleagues_and_treating on providers
    using ((select current_provider_id()) is not null
               and (is_verified or verified_at is not null or external_id is not null)
           or user_id = (select current_user_id())
           or exists (select from care_relationships c
                       where c.provider_id = providers.id and c.patient_id = (select current_patient_id()))
           or (select administers()));
alter policy definer_administers on providers using ((select administers()));
alter policy definer_replaces_applicant on providers
    using ((select administers()) and verified_at is null and external_id is null);
alter policy security on audit_events
    using ((select administers())
           and (split_part(action, '.', 1) in ('session', 'account', 'provider', 'providers', 'accounts', 'invitation',
                                               'break_glass', 'access', 'cover', 'handover', 'caregiver', 'factor')
                or split_part(action, '.', 2) = 'refuse'));
alter policy reported on audit_events
    using ((select administers()) and exists (select from access_reports r where r.event_id = audit_events.id));
alter policy break_glass on audit_events using ((select administers()) and access_right = 'break_glass');
alter policy administrator on access_reports using ((select administers()));
alter policy administrator_closes on access_reports
    using ((select administers()) and closed_at is null)
    with check ((select administers()) and closed_by = (select current_user_id()));
alter policy administrator on break_glass_grants using ((select administers()));
alter policy administrator_reviews on break_glass_grants
    using ((select administers()) and reviewed_at is null)
    with check ((select administers()) and reviewed_by = (select current_user_id()));

create or replace function administered_providers() returns table (
    id uuid, user_id uuid, email text, display_name text, license_number text, specialty text, is_verified boolean,
    external_id text, created_at timestamptz
)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select p.id, p.user_id, u.email, p.display_name, p.license_number, p.specialty, p.is_verified, p.external_id,
           p.created_at
      from providers p
      left join users u on u.id = p.user_id
     where (select administers());
end;

create or replace function administered_patient_accounts() returns table (
    id uuid, email text, created_at timestamptz, is_linked boolean
)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select u.id, u.email, u.created_at, exists (select from patients p where p.user_id = u.id)
      from users u
     where u.kind = 'patient' and (select administers());
end;

-- The functions by which an administrator changes something; each is changed where it stands, so that whatever else it
-- asks stays.
do $$
declare
    asks constant text := 'current_account_kind() is distinct from ''administrator''';
    signature regprocedure;
    before text;
    after text;
begin
    foreach signature in array array['set_provider_verified(uuid, boolean)', 'attach_provider_account(uuid, text)',
                                     'unlink_patient_account(uuid)', 'begin_password_reset(uuid, uuid, bytea)']::regprocedure[]
    loop
        before := pg_get_functiondef(signature);
        after := replace(before, asks, 'not administers()');
        if after = before then
            raise exception '% doesn''t ask for an administrator', signature;
        end if;
        execute after;
    end loop;
end
$$;

-- What a page must know beside the session, as in 0072: of administrators, too.
create or replace function second_factor_state(account uuid) returns table (has_one boolean, is_missing boolean)
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    has constant boolean := has_second_factor(account);
begin
    return query
        select has, not has and r.requires_second_factor
                    and exists (select from users u where u.id = account and u.kind in ('provider', 'administrator'))
          from security_rules r;
end
$$;
