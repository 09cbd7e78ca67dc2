-- How a patient comes to an account: a provider who treats them makes a link, bound to one record, single-use, good
-- for seven days and five attempts at the birth date. It works only while whoever made it treats the patient, so that
-- nobody opens a record by a link that they kept.

grant select, insert (id, patient_id, invited_by, token_hash, expires_at), update (attempts_left, closed_at)
    on invitations to carechart_definer;
create policy definer on invitations to carechart_definer using (true) with check (true);
grant select (date_of_birth), update (user_id) on patients to carechart_definer;

-- No row for a patient whom the caller doesn't treat; no time for a record that has an account. An earlier link of the
-- record stops working.
create function invite_patient(id uuid, patient uuid, token_hash bytea) returns table (expires_at timestamptz)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    is_linked boolean;
begin
    if not treats(patient) then
        return;
    end if;
    -- Of two invitations at once the second waits here, and then replaces the first.
    select p.user_id is not null into is_linked from patients p where p.id = patient for update;
    if is_linked then
        return query select null::timestamptz;
        return;
    end if;
    update invitations i set closed_at = now() where i.patient_id = patient and i.closed_at is null;
    return query
        insert into invitations as i (id, patient_id, invited_by, token_hash, expires_at)
        values ($1, patient, current_provider_id(), $3, now() + interval '7 days')
        returning i.expires_at;
end
$$;

-- The record of a link that works.
create function invited_patient(hash bytea) returns uuid
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select i.patient_id
              from invitations i
              join patients p on p.id = i.patient_id
              join providers r on r.id = i.invited_by
              join care_relationships c on c.provider_id = r.id and c.patient_id = p.id
             where i.token_hash = hash and i.closed_at is null and i.expires_at > now() and i.attempts_left > 0
               and p.user_id is null and r.is_verified and c.ended_at is null);
end
$$;

-- An account that was unlinked holds nothing, so that it may be used again, with the new password.
grant update (password_hash) on users to carechart_definer;
create policy definer_reuses on users for update to carechart_definer
    using (kind = 'patient' and not exists (select from patients p where p.user_id = users.id));

-- No row for a link that doesn't work. Otherwise 'accepted', 'wrong_date_of_birth' or 'unusable_email', of which the
-- last two take an attempt: the caller must commit, or else attempts cost nothing.
create function accept_invitation(hash bytea, born date, new_user uuid, email text, password_hash text)
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
    if not exists (select from patients p where p.id = patient and p.date_of_birth = born) then
        update invitations i set attempts_left = i.attempts_left - 1 where i.token_hash = hash;
        return query select 'wrong_date_of_birth', patient, null::uuid;
        return;
    end if;
    update users u set password_hash = $5
     where u.email = $4 and u.kind = 'patient' and not exists (select from patients p where p.user_id = u.id)
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

do $$
declare
    signature text;
begin
    foreach signature in array array['invite_patient(uuid, uuid, bytea)', 'invited_patient(bytea)',
                                     'accept_invitation(bytea, date, uuid, text, text)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
