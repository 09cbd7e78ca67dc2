-- Links, and the two that lead to an account: a patient's invitation, and a forgotten password. A caregiver's stands in
-- 15_caregivers.sql. Every link is made, found, missed and used by the functions here. What else closes one stands with its
-- cause: changed credentials in 05_sessions.sql, a revocation in 15_caregivers.sql, a merge in 19_merging.sql.

insert into record_tables values
    ('links', 'patient_id', false, false, false, null, false, 'stays', null);
grant select, update (attempts_left, closed_at, closed_by),
      insert (id, purpose, patient_id, caregiver_id, user_id, made_by, token_hash, expires_at)
    on links to carechart_definer;

-- Makes a link in the caller's name; an open one for the same record or account stops working. A caregiver's is never
-- replaced: whoever needs another is invited anew.
create function make_link(id uuid, purpose text, patient uuid, caregiver uuid, account uuid, hash bytea, lasts interval)
    returns timestamptz
    language plpgsql volatile security definer
as $$
declare
    expires timestamptz;
begin
    update links l set closed_at = now(), closed_by = 'replacement'
     where l.closed_at is null
       and (l.purpose = 'invitation' and $2 = 'invitation' and l.patient_id = patient
            or l.purpose = 'password_reset' and $2 = 'password_reset' and l.user_id = account);
    insert into links (id, purpose, patient_id, caregiver_id, user_id, made_by, token_hash, expires_at)
    values ($1, $2, patient, caregiver, account, current_user_id(), sha256(hash), now() + lasts)
    returning expires_at into expires;
    return expires;
end
$$;

-- The link with this token, while it is open; whether whoever made it could make it still is asked for each purpose. After ten
-- addresses in a day that couldn't be used, all links of whoever made them rest. Put into the query that asks, as the predicates
-- of a record are.
create function open_links(hash bytea, purpose text) returns setof links
    language sql stable parallel safe
begin atomic
    select l.*
      from links l
     where l.token_hash = sha256(open_links.hash) and l.purpose = open_links.purpose and l.closed_at is null
       and l.expires_at > now() and l.attempts_left > 0
       and (select count(*) from sign_in_failures f
             where f.email_hash = attempt_key('address', l.made_by::text) and f.at > now() - interval '1 day') < 10;
end;

-- Answers by the links of one who made them come one after the other, so that each sees the addresses that were missed before.
-- Whoever answers takes this after the patient, and before an account.
create function hold_links(hash bytea, purpose text) returns void
    language sql volatile
begin atomic
    select pg_advisory_xact_lock(hashtextextended(l.made_by::text, 7))
      from open_links(hold_links.hash, hold_links.purpose) l;
end;

-- A wrong answer takes an attempt: the caller must commit, or else attempts cost nothing.
create function miss_link(link uuid) returns void
    language sql volatile security definer
begin atomic
    update links l set attempts_left = greatest(l.attempts_left - 1, 0) where l.id = link and l.closed_at is null;
end;

-- The birth date was right, and the account can't be used: which tells whether an address has one. It counts against whoever
-- made the link, too, who knows the birth date, and could otherwise ask by one link after the other. A wrong birth date tells
-- nothing, and doesn't: whoever was handed two links would stop all others of a provider.
create function miss_address(link uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    perform miss_link(link);
    insert into sign_in_failures (id, email_hash)
    select event_id(), attempt_key('address', l.made_by::text) from links l where l.id = link;
end
$$;

create function use_link(link uuid) returns void
    language sql volatile security definer
begin atomic
    update links l set closed_at = now(), closed_by = 'use' where l.id = link and l.closed_at is null;
end;

-- A patient comes to an account by a link that a provider who treats them makes: bound to one record, good for seven days and
-- five attempts at the birth date.

-- No row for a patient whom the caller doesn't treat; no time for a record that has an account.
create function invite_patient(id uuid, patient uuid, token_hash bytea) returns table (expires_at timestamptz)
    language plpgsql volatile security definer
as $$
declare
    is_linked boolean;
    expires timestamptz;
begin
    if not may_pass_on(patient) then
        return;
    end if;
    perform require_confirmation();
    -- Of two invitations at once the second waits here, and then replaces the first.
    select p.user_id is not null into is_linked from patients p where p.id = patient for update;
    if not is_linked then
        expires := make_link($1, 'invitation', patient, null, null, $3, '7 days');
        perform audit('invitation.create', patient, $1);
    end if;
    return query select expires;
end
$$;

-- The record of an invitation that works. It does only while whoever made it could make it now, so that nobody opens a record
-- by a link that they kept.
create function invited_patient(hash bytea) returns uuid
    language plpgsql stable security definer
as $$
begin
    return (select l.patient_id
              from open_links(hash, 'invitation') l
              join patients p on p.id = l.patient_id
              join providers r on r.user_id = l.made_by
              join users u on u.id = r.user_id
              join care_relationships c on c.provider_id = r.id and c.patient_id = p.id
             where p.user_id is null and r.is_verified and u.suspended_at is null and c.ended_at is null);
end
$$;

create function is_invitation_open(hash bytea) returns boolean
    language sql stable security definer
begin atomic
    select invited_patient(hash) is not null;
end;

-- Null for a link that doesn't work. Otherwise what begin_challenge() answers, or 'wrong_date_of_birth' or 'unusable_email',
-- which take an attempt, or 'of_staff', which takes none: a provider who makes a link knows the birth date, too, and could
-- answer it themself, and so they can't in a session of theirs, nor can an administrator.
--
-- The account is always a new one: whoever had an earlier one may have left a passkey in it, or who knows what.
create function accept_invitation(hash bytea, born date, new_user uuid, email text, password_hash text, challenge bytea)
    returns text
    language plpgsql volatile security definer
as $$
declare
    patient uuid;
    link uuid;
    account uuid;
    came_of_it text;
begin
    -- Locked, and only then looked at again: of two answers at once the second sees what became of the first.
    perform from patients p where p.id = invited_patient(hash) for update;
    perform hold_links(hash, 'invitation');
    patient := invited_patient(hash);
    if patient is null then
        return null;
    end if;
    select l.id into link from open_links(hash, 'invitation') l;
    if current_account_kind() <> 'patient' then
        came_of_it := 'of_staff';
    elsif not exists (select from patients p where p.id = patient and p.date_of_birth = born) then
        came_of_it := 'wrong_date_of_birth';
        perform miss_link(link);
    else
        insert into users as u (id, kind, email, password_hash) values (new_user, 'patient', $4, $5)
        on conflict do nothing
        returning u.id into account;
        if account is null then
            came_of_it := 'unusable_email';
            perform miss_address(link);
        end if;
    end if;
    perform audit(case when account is null then 'invitation.refuse' else 'invitation.accept' end, patient, account);
    if account is not null then
        update patients p set user_id = account where p.id = patient;
        perform use_link(link);
        came_of_it := begin_challenge(account, challenge, null, false);
    end if;
    return came_of_it;
end
$$;

-- A forgotten password: the administrator makes a link and hands it over, good for a day. It changes the password alone: the
-- second factor stays.

-- No row for anyone but an administrator, and for an account that isn't a provider's or a patient's, or is closed for good.
create function begin_password_reset(id uuid, account uuid, token_hash bytea) returns table (expires_at timestamptz)
    language plpgsql volatile security definer
as $$
declare
    expires timestamptz;
begin
    if not administers() or not exists (select from users u where u.id = account and u.kind in ('provider', 'patient')) then
        return;
    end if;
    perform require_confirmation();
    -- Of two at once the second waits here, and then replaces the first; or sees that the account was closed.
    perform hold_account(account);
    if exists (select from users u where u.id = account and u.retired_at is not null) then
        return;
    end if;
    expires := make_link($1, 'password_reset', null, null, account, $3, '1 day');
    perform audit('account.make_reset', null, account);
    return query select expires;
end
$$;

-- Whether a link works, and whose address it is for: a good password has nothing of it. Null for a link that doesn't.
create function password_reset_account(hash bytea) returns text
    language plpgsql stable security definer
as $$
begin
    return (select u.email from open_links(hash, 'password_reset') l join users u on u.id = l.user_id);
end
$$;

-- Whose password was reset; null for a link that doesn't work.
create function reset_password(hash bytea, password_hash text) returns uuid
    language plpgsql volatile security definer
as $$
declare
    link links;
begin
    -- Held, and only then looked at again, as above.
    perform hold_account(l.user_id) from open_links(hash, 'password_reset') l;
    select l.* into link from open_links(hash, 'password_reset') l;
    if link.id is null then
        return null;
    end if;
    update users u set password_hash = $2 where u.id = link.user_id;
    perform use_link(link.id);
    perform credentials_changed(link.user_id);
    perform audit('account.reset_password', null, link.user_id);
    return link.user_id;
end
$$;

-- Somebody has followed a link that doesn't work.
create function refuse_link() returns void
    language plpgsql volatile security definer
as $$
begin
    perform audit('link.refuse', null, null);
end
$$;

grant execute on function invite_patient(uuid, uuid, bytea), begin_password_reset(uuid, uuid, bytea) to carechart_app;
grant execute on function is_invitation_open(bytea), accept_invitation(bytea, date, uuid, text, text, bytea),
                          password_reset_account(bytea), reset_password(bytea, text), refuse_link()
    to carechart_gate;
