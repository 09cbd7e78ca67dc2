-- Closing an account for good, which nothing undoes. An account is never used again by anybody else: whoever had it may have
-- left a passkey in it, a factor or a code, by which they would come back. Its address is free for a new one.

-- Ends these accesses without the patient's doing: with an account, the caregiver's or that of whoever let them in, or by the
-- administrator. Each with an event that belongs to its record, and so that those who read of the accesses there are told. Those
-- that are over stay as they are; one that rests because the patient is of age may go on once a birth date is corrected, and ends.
create function end_caregivers(ids uuid[], ended_with text) returns void
    language plpgsql volatile security definer
as $$
declare
    ending constant uuid[] := array(select c.id from caregivers c
                                     where c.id = any (ids) and c.revoked_at is null and c.expires_at > now()
                                     order by c.id
                                       for update);
begin
    perform audit('caregivers.end', c.patient_id, c.id) from caregivers c where c.id = any (ending) order by c.id;
    perform revoke_caregivers(ending);
    update caregivers c set ended_with = $2 where c.id = any (ending);
end
$$;

-- Closes an account that an administrator may close, and takes from it whatever it signs in with. What it wrote stays, and what
-- the audit says of it. False for one that is closed.
create function retire(account uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    -- To whichever record: it may have been the account of one that is merged by now. Before the account is held, as whoever
    -- accepts a link holds what it is for before their account.
    perform end_caregivers(array(select c.id from caregivers c where c.granted_by = account), 'granting_account');
    perform hold_account(account);
    perform end_caregivers(array(select c.id from caregivers c where c.user_id = account), 'their_account');
    perform credentials_changed(account);
    delete from passkeys k where k.user_id = account;
    -- With its recovery codes.
    delete from second_factors f where f.user_id = account;
    update users u
       set retired_at = now(), suspended_at = coalesce(u.suspended_at, now()), password_hash = ''
     where u.id = account and u.retired_at is null;
    return found;
end
$$;

-- Unlinks an account from its record, and closes it. The record that it was linked to; null when it was linked to none. Whom an
-- account let in goes with it: the record's next account lets in whom it wants. Whoever unlinks isn't told what else the account
-- read.
create function unlink_patient_account(account uuid) returns uuid
    language plpgsql volatile security definer
as $$
declare
    patient uuid;
begin
    if not administers() then
        return null;
    end if;
    perform require_confirmation();
    update patients p set user_id = null where p.user_id = account returning p.id into patient;
    if patient is not null then
        perform retire(account);
        perform audit('account.unlink', patient, account);
    end if;
    return patient;
end
$$;

-- Closes an account that belongs to nobody's record, so that its address is free: a patient's kind of account that is linked to
-- none, or an applicant's, who was never verified and never treated anybody. False for anyone but an administrator, and for any
-- other account.
create function retire_account(account uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    if not administers() then
        return false;
    end if;
    perform require_confirmation();
    if not exists (select from users u
                    where u.id = account and u.kind = 'patient' and u.retired_at is null
                      and not exists (select from patients p where p.user_id = u.id)) then
        -- Whoever is verified at this moment keeps theirs, by the policy.
        delete from providers a where a.id in (select q.id from applicants(account) q);
        if not found then
            return false;
        end if;
    end if;
    if not retire(account) then
        return false;
    end if;
    perform audit('account.retire', null, account);
    return true;
end
$$;

-- The patient has read that an access to their record ended with an account. False for one of another record, and for one that
-- they knew of.
create function see_caregiver_end(caregiver uuid) returns boolean
    language plpgsql volatile security definer
as $$
declare
    patient constant uuid := current_patient_id();
begin
    update caregivers c set end_seen_at = now()
     where c.id = caregiver and c.patient_id = patient and c.ended_with is not null and c.end_seen_at is null;
    if not found then
        return false;
    end if;
    perform audit('caregivers.see_end', patient, caregiver);
    return true;
end
$$;

grant execute on function unlink_patient_account(uuid), retire_account(uuid), see_caregiver_end(uuid) to carechart_app;
