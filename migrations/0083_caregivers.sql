-- A caregiver reads another person's record: somebody with a patient's kind of account, with or without a record of their
-- own, whom the patient let in, or a provider for a child. By a link like a patient's: single use, good for seven days and
-- five attempts at the record's birth date. It ends by itself, at a child's 18th birthday at the latest, and can be revoked.

create table caregivers (
    id uuid primary key,
    patient_id uuid not null references patients,
    granted_by uuid not null references users,
    -- As whoever granted it calls them.
    name text not null check (length(name) between 1 and 120),
    token_hash bytea not null unique check (length(token_hash) = 32),
    attempts_left integer not null default 5 check (attempts_left >= 0),
    created_at timestamptz not null default now(),
    link_expires_at timestamptz not null,
    expires_at timestamptz not null,
    user_id uuid references users,
    accepted_at timestamptz,
    revoked_at timestamptz,
    check (expires_at > created_at and expires_at <= created_at + interval '2 years'),
    check ((user_id is null) = (accepted_at is null))
);
create index on caregivers (patient_id);
create index on caregivers (user_id) where revoked_at is null;
create trigger kept before delete or truncate on caregivers for each statement execute function refuse_change();

-- Whose records the caller may read as a caregiver, now. Policies ask it once a statement, and compare with what it says.
grant select (id, patient_id, granted_by, token_hash, attempts_left, link_expires_at, expires_at, user_id, accepted_at,
              revoked_at),
      insert (id, patient_id, granted_by, name, token_hash, link_expires_at, expires_at),
      update (attempts_left, user_id, accepted_at, revoked_at)
    on caregivers to carechart_definer;
create function caregiver_records() returns uuid[]
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return array(select c.patient_id
                   from caregivers c
                   join users u on u.id = c.user_id
                  where c.user_id = current_user_id() and c.revoked_at is null and c.expires_at > now()
                    and u.kind = 'patient' and u.suspended_at is null);
end
$$;
alter function caregiver_records() owner to carechart_definer;
revoke all on function caregiver_records() from public;
grant execute on function caregiver_records() to carechart_app;

alter table caregivers enable row level security, force row level security;
create policy own_record on caregivers for select to carechart_app using (patient_id = (select current_patient_id()));
create policy own_access on caregivers for select to carechart_app
    using (user_id = (select current_user_id()) and (select current_account_kind()) = 'patient');
create policy treating on caregivers for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = caregivers.patient_id
                      and (c.ended_at is null or c.ended_at > now())));
create policy owner on caregivers to carechart_owner using (true) with check (true);
create policy definer on caregivers to carechart_definer using (true) with check (true);
grant select (id, patient_id, granted_by, name, created_at, link_expires_at, expires_at, user_id, accepted_at, revoked_at)
    on caregivers to carechart_app;

-- Every table of the record that the patient reads. Who looked at it is the patient's own to know.
do $$
declare
    readable text;
begin
    foreach readable in array array['patient_allergies', 'patient_versions', 'visits', 'visit_versions',
                                    'visit_addenda', 'prescriptions', 'appointments', 'care_relationships']
    loop
        execute format('create policy caregiver on %I for select to carechart_app
                        using (patient_id = any ((select caregiver_records())::uuid[]))', readable);
    end loop;
end
$$;
create policy caregiver on patients for select to carechart_app
    using (id = any ((select caregiver_records())::uuid[]));
create policy caregiver on documents for select to carechart_app
    using (patient_id = any ((select caregiver_records())::uuid[]) and entered_in_error_at is null);
create policy caregiver on providers for select to carechart_app
    using ((select current_account_kind()) = 'patient'
           and exists (select from care_relationships c
                        where c.provider_id = providers.id and c.patient_id = any ((select caregiver_records())::uuid[])));

create or replace function access_right(patient uuid) returns text
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    kind constant text := current_account_kind();
begin
    return case
        when kind is null then 'none'
        when kind = 'administrator' then 'administration'
        when patient is null then 'account'
        when kind = 'patient' then case when patient = current_patient_id() then 'own_record'
                                        when patient = any (caregiver_records()) then 'caregiver'
                                        else 'none' end
        else coalesce((select case when c.began_by in ('cover', 'break_glass') then c.began_by else 'treating' end
                         from care_relationships c
                        where c.provider_id = (select current_provider_id()) and c.patient_id = patient
                          and (c.ended_at is null or c.ended_at > now())), 'none')
    end;
end
$$;
alter table audit_events drop constraint audit_events_access_right_check;
alter table audit_events
    add check (access_right in ('treating', 'cover', 'break_glass', 'own_record', 'caregiver', 'administration', 'account',
                                'none'));

-- A child until the 18th birthday; null when there is no such patient.
create function of_age_at(patient uuid) returns timestamptz
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select (p.date_of_birth + interval '18 years')::timestamptz from patients p where p.id = patient;
end;
alter function of_age_at(uuid) owner to carechart_definer;
revoke all on function of_age_at(uuid) from public;

-- The patient for their own record, or a provider who may pass on for a child.
create function may_let_in(patient uuid) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return coalesce(patient = current_patient_id(), false) or may_pass_on(patient) and of_age_at(patient) > now();
end
$$;

-- Until when the link and then the access are good; no row for a patient whom the caller may let nobody in to.
create function invite_caregiver(id uuid, patient uuid, name text, months integer, token_hash bytea)
    returns table (link_expires_at timestamptz, expires_at timestamptz)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
    ends timestamptz := now() + make_interval(months => $4);
begin
    if not may_let_in(patient) then
        return;
    end if;
    if current_account_kind() = 'provider' then
        ends := least(ends, of_age_at(patient));
    end if;
    return query
        insert into caregivers as c (id, patient_id, granted_by, name, token_hash, link_expires_at, expires_at)
        values ($1, $2, current_user_id(), $3, $5, least(now() + interval '7 days', ends), ends)
        returning c.link_expires_at, c.expires_at;
end
$$;

-- The grant behind a link that works. Whoever granted it could do so still: a patient's account is linked to the record,
-- a provider treats the patient.
create function caregiver_invitation(hash bytea) returns uuid
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select c.id
              from caregivers c
              join patients p on p.id = c.patient_id
              join users u on u.id = c.granted_by
             where c.token_hash = hash and c.accepted_at is null and c.revoked_at is null and c.link_expires_at > now()
               and c.attempts_left > 0 and u.suspended_at is null
               and (p.user_id = c.granted_by
                    or exists (select from providers r
                                 join care_relationships t on t.provider_id = r.id and t.patient_id = c.patient_id
                                where r.user_id = c.granted_by and r.is_verified and t.ended_at is null)));
end
$$;

-- By whoever is signed in with a patient's kind of account; otherwise it makes an account. No row for a link that doesn't
-- work; 'accepted', 'wrong_date_of_birth' or 'unusable_account', of which the last two take an attempt, so that the
-- caller must commit. An account that exists is never taken over: its owner signs in first.
create function accept_caregiver(hash bytea, born date, new_user uuid, email text, password_hash text)
    returns table (outcome text, patient_id uuid, user_id uuid)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
    invited caregivers;
    account uuid;
begin
    -- Locked, and only then looked at again: of two answers at once the second sees what became of the first.
    perform from caregivers c where c.id = caregiver_invitation($1) for update;
    select c.id, c.patient_id into invited.id, invited.patient_id
      from caregivers c where c.id = caregiver_invitation($1);
    if invited.id is null then
        return;
    end if;
    if not exists (select from patients p where p.id = invited.patient_id and p.date_of_birth = $2) then
        update caregivers c set attempts_left = c.attempts_left - 1 where c.id = invited.id;
        return query select 'wrong_date_of_birth', invited.patient_id, null::uuid;
        return;
    end if;
    if current_user_id() is not null then
        if current_account_kind() = 'patient' and invited.patient_id is distinct from current_patient_id() then
            account := current_user_id();
        end if;
    else
        insert into users as u (id, kind, email, password_hash) values ($3, 'patient', $4, $5)
        on conflict do nothing
        returning u.id into account;
    end if;
    if account is null then
        update caregivers c set attempts_left = c.attempts_left - 1 where c.id = invited.id;
        return query select 'unusable_account', invited.patient_id, null::uuid;
        return;
    end if;
    -- The newer grant counts.
    update caregivers c set revoked_at = now()
     where c.patient_id = invited.patient_id and c.user_id = account and c.revoked_at is null;
    update caregivers c set user_id = account, accepted_at = now() where c.id = invited.id;
    return query select 'accepted', invited.patient_id, account;
end
$$;

-- By the patient, by the caregiver, or by a provider for a child or of what a provider granted. The patient whom it was
-- about; null otherwise.
create function revoke_caregiver(caregiver uuid) returns uuid
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    patient uuid;
begin
    update caregivers c set revoked_at = now()
     where c.id = caregiver and c.revoked_at is null
       and (c.patient_id = current_patient_id()
            or c.user_id = current_user_id() and current_account_kind() = 'patient'
            or may_pass_on(c.patient_id)
               and (of_age_at(c.patient_id) > now()
                    or exists (select from providers r where r.user_id = c.granted_by)))
    returning c.patient_id into patient;
    return patient;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['may_let_in(uuid)', 'invite_caregiver(uuid, uuid, text, integer, bytea)',
                                     'caregiver_invitation(bytea)',
                                     'accept_caregiver(bytea, date, uuid, text, text)', 'revoke_caregiver(uuid)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;

-- An account that was unlinked holds nothing, and may be used again by a patient's link with a new password: unless it
-- reads somebody else's record, which such a link mustn't give away.
--
-- A provider who makes a link knows the birth date, too, and could answer it themself. In a session of theirs they can't,
-- nor can an administrator: 'of_staff' takes no attempt, and the application writes down whose session it was.
alter policy definer_reuses on users
    using (kind = 'patient' and not exists (select from patients p where p.user_id = users.id)
           and not exists (select from caregivers c where c.user_id = users.id));
create or replace function accept_invitation(hash bytea, born date, new_user uuid, email text, password_hash text)
    returns table (outcome text, patient_id uuid, user_id uuid)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    patient uuid;
    account uuid;
begin
    -- Locked, and only then looked at again: of two answers at once the second sees what became of the first.
    perform from patients p where p.id = invited_patient(hash) for update;
    patient := invited_patient(hash);
    if patient is null then
        return;
    end if;
    if current_account_kind() <> 'patient' then
        return query select 'of_staff', patient, null::uuid;
        return;
    end if;
    if not exists (select from patients p where p.id = patient and p.date_of_birth = born) then
        update invitations i set attempts_left = i.attempts_left - 1 where i.token_hash = hash;
        return query select 'wrong_date_of_birth', patient, null::uuid;
        return;
    end if;
    update users u set password_hash = $5
     where u.email = $4 and u.kind = 'patient' and u.suspended_at is null
       and not exists (select from patients p where p.user_id = u.id)
       and not exists (select from caregivers c where c.user_id = u.id)
    returning u.id into account;
    if account is null then
        insert into users as u (id, kind, email, password_hash) values (new_user, 'patient', $4, $5)
        on conflict do nothing
        returning u.id into account;
    end if;
    if account is null then
        update invitations i set attempts_left = i.attempts_left - 1 where i.token_hash = hash;
        return query select 'unusable_email', patient, null::uuid;
        return;
    end if;
    update sessions s set ended_at = now() where s.user_id = account and s.ended_at is null;
    update patients p set user_id = account where p.id = patient;
    update invitations i set closed_at = now() where i.token_hash = hash;
    return query select 'accepted', patient, account;
end
$$;

-- Whom an account let in goes with it: the record's next account lets in whom it wants.
create or replace function unlink_patient_account(account uuid) returns uuid
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    patient uuid;
begin
    if not administers() then
        return null;
    end if;
    update patients p set user_id = null where p.user_id = account returning p.id into patient;
    if patient is not null then
        update sessions s set ended_at = now() where s.user_id = account and s.ended_at is null;
        -- To whichever record: it may have been the account of one that is merged by now.
        update caregivers c set revoked_at = now() where c.granted_by = account and c.revoked_at is null;
    end if;
    return patient;
end
$$;
