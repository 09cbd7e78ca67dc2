-- Caregivers: who reads another person's record, and nothing else of it. They are let in by the patient, or for a child by
-- a provider, with a link good for seven days and five attempts at the record's birth date. The access ends by itself, where a
-- provider granted it at the 18th birthday at the latest, and can be revoked. What they read, the register says.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('caregivers', 'patient_id', true, true, false, null, false, 'stays', null);

create policy own_access on caregivers for select to carechart_app
    using (user_id = (select current_user_id()) and (select current_account_kind()) = 'patient');
grant select (id, patient_id, granted_by, name, created_at, expires_at, is_until_of_age, user_id, accepted_at, revoked_at,
              ended_with, end_seen_at)
    on caregivers to carechart_app;
-- Whoever reads of the access reads until when its link is good.
create policy of_caregiver on links for select to carechart_app
    using (exists (select from caregivers c where c.id = links.caregiver_id));
grant select (id, caregiver_id, expires_at) on links to carechart_app;

grant select, insert (id, patient_id, granted_by, name, expires_at, is_until_of_age),
      update (user_id, accepted_at, revoked_at, ended_with, end_seen_at)
    on caregivers to carechart_definer;

-- Whether the patient is a child by the birth date of now; false when there is no such patient.
create function is_child(patient uuid) returns boolean
    language sql stable security definer
begin atomic
    select exists (select from patients p where p.id = patient and of_age_at(p.date_of_birth) > now());
end;

-- The accesses that go on, or wait for their answer. Put into the query that asks, as the predicates of a record are.
create function running_accesses() returns setof caregivers
    language sql stable parallel safe
begin atomic
    select c.*
      from caregivers c
      join patients p on p.id = c.patient_id
     where c.revoked_at is null and access_ends_at(c.expires_at, c.is_until_of_age, p.date_of_birth) > now();
end;

-- The patient for their own record, or a provider who may pass on for a child.
create function may_let_in(patient uuid) returns boolean
    language plpgsql stable security definer
as $$
begin
    return coalesce(patient = current_patient_id(), false) or may_pass_on(patient) and is_child(patient);
end
$$;

-- Until when the link and then the access are good; no row for a patient whom the caller may let nobody in to, and no time while
-- five links to the record are open or were used within a day: each tells whether an address has an account, or gives it one.
create function invite_caregiver(id uuid, patient uuid, name text, months integer, token_hash bytea)
    returns table (link_expires_at timestamptz, expires_at timestamptz)
    language plpgsql volatile security definer
as $$
declare
    of_child constant boolean := patient is distinct from current_patient_id();
    ends timestamptz;
    link_ends timestamptz;
begin
    if not may_let_in(patient) then
        return;
    end if;
    perform require_confirmation();
    -- Of two at once the second waits here, and counts the first.
    perform from patients p where p.id = patient for no key update;
    if (select count(*) from links l
         where l.purpose = 'caregiver' and l.patient_id = patient
           and (l.closed_at is null and l.expires_at > now() and l.attempts_left > 0
                or l.closed_by = 'use' and l.closed_at > now() - interval '1 day')) >= 5 then
        return query select null::timestamptz, null::timestamptz;
        return;
    end if;
    select access_ends_at(now() + make_interval(months => $4), of_child, p.date_of_birth) into ends
      from patients p where p.id = patient;
    -- The birth date was corrected meanwhile.
    if ends <= now() then
        return;
    end if;
    insert into caregivers (id, patient_id, granted_by, name, expires_at, is_until_of_age)
    values ($1, $2, current_user_id(), $3, ends, of_child);
    link_ends := make_link(gen_random_uuid(), 'caregiver', patient, $1, null, $5,
                           least(interval '7 days', ends - now()));
    perform audit('caregiver.invite', patient, $1);
    return query select link_ends, ends;
end
$$;

-- The grant behind a link that works. Whoever granted it could do so still: a patient's account is linked to the record,
-- a provider treats the patient.
create function caregiver_invitation(hash bytea) returns uuid
    language plpgsql stable security definer
as $$
begin
    return (select c.id
              from open_links(hash, 'caregiver') l
              join running_accesses() c on c.id = l.caregiver_id
              join patients p on p.id = c.patient_id
              join users u on u.id = c.granted_by
             where c.accepted_at is null and u.suspended_at is null
               and (p.user_id = c.granted_by
                    or exists (select from providers r
                                 join care_relationships t on t.provider_id = r.id and t.patient_id = c.patient_id
                                where r.user_id = c.granted_by and r.is_verified and t.ended_at is null)));
end
$$;

create function is_caregiver_link_open(hash bytea) returns boolean
    language sql stable security definer
begin atomic
    select caregiver_invitation(hash) is not null;
end;

-- By whoever is signed in with a patient's kind of account; otherwise it makes an account. Null for a link that doesn't work.
-- 'accepted' in a session, or what begin_challenge() answers; 'wrong_date_of_birth' or 'unusable_account' take an attempt. An
-- account that exists is never taken over: its owner signs in first.
create function accept_caregiver(hash bytea, born date, new_user uuid, email text, password_hash text, challenge bytea)
    returns text
    language plpgsql volatile security definer
as $$
declare
    invited caregivers;
    link uuid;
    account uuid;
    came_of_it text := 'accepted';
begin
    -- Locked, and only then looked at again: of two answers at once, by this link or by another one to the record, the second
    -- sees what became of the first.
    perform from patients p
      where p.id = (select c.patient_id from caregivers c where c.id = caregiver_invitation($1)) for no key update;
    perform from caregivers c where c.id = caregiver_invitation($1) for update;
    perform hold_links($1, 'caregiver');
    select c.* into invited from caregivers c where c.id = caregiver_invitation($1);
    if invited.id is null then
        return null;
    end if;
    select l.id into link from open_links($1, 'caregiver') l;
    if not exists (select from patients p where p.id = invited.patient_id and p.date_of_birth = $2) then
        came_of_it := 'wrong_date_of_birth';
    elsif current_user_id() is not null then
        -- Held, and only then asked: of this and the end of the account at once, the later one sees the earlier.
        perform hold_account(current_user_id());
        if current_account_kind() = 'patient' and invited.patient_id is distinct from current_patient_id() then
            account := current_user_id();
        end if;
    elsif email is not null then
        insert into users as u (id, kind, email, password_hash) values ($3, 'patient', $4, $5)
        on conflict do nothing
        returning u.id into account;
        if account is not null then
            came_of_it := begin_challenge(account, challenge, null, false);
        end if;
    end if;
    if account is null then
        if came_of_it = 'accepted' then
            came_of_it := 'unusable_account';
            perform miss_address(link);
        else
            perform miss_link(link);
        end if;
        perform audit('caregiver.refuse', invited.patient_id, null);
    else
        -- The newer grant counts.
        update caregivers c set revoked_at = now()
         where c.patient_id = invited.patient_id and c.user_id = account and c.revoked_at is null;
        update caregivers c set user_id = account, accepted_at = now() where c.id = invited.id;
        perform use_link(link);
        perform audit('caregiver.accept', invited.patient_id, account);
    end if;
    return came_of_it;
end
$$;

-- Ends these accesses, and what leads to them.
create function revoke_caregivers(ids uuid[]) returns void
    language plpgsql volatile security definer
as $$
begin
    update caregivers c set revoked_at = now() where c.id = any (ids) and c.revoked_at is null;
    update links l set closed_at = now(), closed_by = 'revocation' where l.caregiver_id = any (ids) and l.closed_at is null;
end
$$;

-- By the patient, by the caregiver, or by a provider for a child or of what a provider granted. The patient whom it was
-- about; null otherwise.
create function revoke_caregiver(caregiver uuid) returns uuid
    language plpgsql volatile security definer
as $$
declare
    patient uuid;
begin
    select c.patient_id into patient
      from caregivers c
     where c.id = caregiver and c.revoked_at is null
       and (c.patient_id = current_patient_id()
            or c.user_id = current_user_id() and current_account_kind() = 'patient'
            or may_pass_on(c.patient_id)
               and (c.is_until_of_age or is_child(c.patient_id)))
       for update of c;
    if patient is not null then
        -- Before it ends: afterwards the event would say that a caregiver who gives it up had no right to it.
        perform audit('caregiver.revoke', patient, caregiver);
        perform revoke_caregivers(array[caregiver]);
    end if;
    return patient;
end
$$;

grant execute on function may_let_in(uuid), invite_caregiver(uuid, uuid, text, integer, bytea), revoke_caregiver(uuid)
    to carechart_app;
grant execute on function is_caregiver_link_open(bytea), accept_caregiver(bytea, date, uuid, text, text, bytea)
    to carechart_gate;
