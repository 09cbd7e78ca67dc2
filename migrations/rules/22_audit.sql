-- The audit: who did what to whose record. But for the owner's commands, which write their own (99_everything.sql), events are
-- written by the functions audit…() alone, which find out themselves who acts and by which right; functions that act call
-- them, and the application does for what it reads and writes under the policies.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    -- Who looked is the patient's own to know, and whoever's history it is: the policies are below.
    ('audit_events', 'patient_id', false, false, false, null, false, 'special', 'itself'),
    ('access_reports', 'patient_id', false, true, false, null, false, 'beside', null);

create policy everyone on audit_actions for select to carechart_app, carechart_definer using (true);
grant select on audit_actions to carechart_app, carechart_definer;

-- A patient reads the events of their own record, and while another one is part of it that one's, too. Who is neither a
-- patient nor a provider isn't asked about for each row.
create policy own_record on audit_events for select to carechart_app
    using (patient_id = (select current_patient_id())
           or (select current_patient_id()) is not null and exists (select from merged_into_own(patient_id)));
-- A provider those of patients whom they treat without an end: but not that the patient or a caregiver looked at the history,
-- or reported an access. Whoever was reported would learn of it before the administrator has asked.
create policy passing_on on audit_events for select to carechart_app
    using ((select current_provider_id()) is not null
           and not (access_right in ('own_record', 'caregiver') and split_part(action, '.', 1) = 'access')
           and (exists (select from passes_on(patient_id)) or exists (select from merged_into_passed_on(patient_id))));
-- An administrator what speaks of accounts, sign-ins and access; what was done under emergency access, for its review; and
-- what was reported. None of it says what is in a record.
create policy administrator on audit_events for select to carechart_app
    using ((select administers())
           and (access_right = 'break_glass'
                or action = any ((select array(select a.name from audit_actions a where a.concerns_security))::text[])
                or exists (select from access_reports r where r.event_id = audit_events.id)));
-- No session, and no address: from where somebody works, lives or travels is nobody's business but the administrator's.
grant select (id, at, actor_user_id, actor_role, access_right, patient_id, action, subject_id, occurred_at, times)
    on audit_events to carechart_app;

grant select, insert (id, actor_user_id, actor_role, access_right, patient_id, action, subject_id, session_id, address,
                      occurred_at, times)
    on audit_events to carechart_definer;
-- The seals are of all events.
create policy definer_reads on audit_events for select to carechart_definer using (true);
-- In the caller's name, or in that of whoever takes a step of a sign-in in this transaction: the owner's role is a member of the
-- definer, and writes no event in anybody's.
create policy definer_writes on audit_events for insert to carechart_definer
    with check (current_user = 'carechart_definer' and occurred_at is null and times = 1
                and (actor_user_id is not distinct from (select s.user_id from live_session('full') s)
                     or exists (select from sign_in_challenges c
                                 where c.user_id = actor_user_id and now() in (c.created_at, c.passed_at))));

-- Whether the event is one of the caller's own record, or of one that is part of it. By the definer: the policies of the two
-- tables would otherwise ask each other without end.
create function is_event_of_own_record(event uuid) returns boolean
    language plpgsql stable security definer
as $$
begin
    return exists (select from audit_events e
                    where e.id = event
                      and (e.patient_id = (select current_patient_id()) or exists (select from merged_into_own(e.patient_id))));
end
$$;

-- A patient reports, and the administrator closes a report with a verdict.
create policy own_record_reports on access_reports for insert to carechart_app
    with check (patient_id = (select current_patient_id()) and reported_by = (select current_user_id())
                and is_event_of_own_record(event_id));
create policy administrator on access_reports for select to carechart_app using ((select administers()));
create policy administrator_closes on access_reports for update to carechart_app
    using ((select administers()) and closed_at is null)
    with check ((select administers()) and closed_by = (select current_user_id()));
grant select, insert (id, patient_id, event_id, reported_by, text), update (closed_at, closed_by, verdict)
    on access_reports to carechart_app;

-- By which right the caller acts on each of these records, in their order. A null among them stands for no record: 'account'
-- is whatever somebody signed in does without one; 'none' an anonymous request, or a record that the caller has no right to.
create function access_rights(patients uuid[]) returns table (patient uuid, access_right text)
    language plpgsql stable parallel safe security definer
    -- Otherwise Postgres plans it anew at each call, which takes longer than it saves.
    set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
    kind constant text := (select s.kind from live_session('full') s);
begin
    return query
        select asked.patient,
               case
                   when kind is null then 'none'
                   when kind = 'administrator' then 'administration'
                   when asked.patient is null then 'account'
                   when kind = 'patient' then case when asked.patient = (select current_patient_id()) then 'own_record'
                                                   when asked.patient = any ((select caregiver_records())::uuid[])
                                                   then 'caregiver'
                                                   else 'none' end
                   else coalesce((select case when c.began_by in ('cover', 'break_glass') then c.began_by else 'treating' end
                                    from reads_record(asked.patient) c),
                                 -- Whoever acts on a merged record does it by the right to the survivor.
                                 (select access_right(m.survivor_id)
                                    from patient_merges m
                                   where m.merged_id = asked.patient and m.undone_at is null),
                                 'none')
               end
          from unnest(patients) with ordinality asked (patient, place)
         order by asked.place;
end
$$;

create function access_right(patient uuid) returns text
    language plpgsql stable parallel safe security definer
as $$
begin
    return (select r.access_right from access_rights(array[$1]) r);
end
$$;

-- A UUIDv7 (RFC 9562, method 3: the fraction of the millisecond where the random bits begin), so that the events of one
-- transaction, which have one time, keep their order.
create function event_id() returns uuid
    language plpgsql volatile
as $$
declare
    micros constant bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
begin
    return encode(substring(int8send(micros / 1000) from 3)
                  || int2send((28672 + micros % 1000 * 4096 / 1000)::smallint)
                  || substring(uuid_send(gen_random_uuid()) from 9), 'hex')::uuid;
end
$$;

-- Writes an event of what the caller does.
create function audit(action text, patient uuid, subject uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action, subject_id, session_id,
                              address)
    select event_id(), s.user_id, coalesce(s.kind, 'anonymous'), rights.access_right, $2, $1, $3, s.id, current_address()
      from access_rights(array[$2]) rights
      left join live_session('full') s on true;
end
$$;

-- An event of an account that takes a step of a sign-in, and has no session yet: whatever the browser was before.
create function audit_step(account uuid, action text, subject uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, action, subject_id, address)
    select event_id(), u.id, u.kind, case u.kind when 'administrator' then 'administration' else 'account' end, $2, $3,
           current_address()
      from users u
     where u.id = account;
end
$$;

-- What the application notes of what it reads and writes under the policies: of nobody, and of a patient who isn't there,
-- nothing. An error would tell which patients there are.
create function audit_own(action text, patient uuid, subject uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action, subject_id, session_id,
                              address)
    select event_id(), s.user_id, s.kind, rights.access_right, $2, $1, $3, s.id, current_address()
      from live_session('full') s
     cross join lateral access_rights(array[$2]) rights
     where $2 is null or exists (select from patients p where p.id = $2);
end
$$;

-- The same of a list that was read: an event of the list itself, for which `patients` holds a null, and one for each patient who
-- stood in it, so that they can be told who saw their name.
create function audit_own_list(action text, patients uuid[]) returns void
    language plpgsql volatile security definer
as $$
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action, session_id, address)
    select event_id(), s.user_id, s.kind, shown.access_right, shown.patient, $1, s.id, current_address()
      from live_session('full') s
     cross join lateral access_rights($2) shown
     where shown.patient is null or exists (select from patients p where p.id = shown.patient);
end
$$;

-- Who reads a record's history reads who acted, by name, whoever it was: a colleague who was asked to take the patient over
-- and declined has read the patient's name, and is otherwise none of those whose names the patient reads. Null for an event
-- of a record whose history the caller doesn't read, and of somebody who is no provider.
create function provider_behind_event(event uuid) returns text
    language plpgsql stable security definer
as $$
begin
    return (select r.display_name
              from audit_events e
              join providers r on r.user_id = e.actor_user_id
             where e.id = event
               and (is_event_of_own_record(e.id) or may_pass_on(e.patient_id)
                    or exists (select from merged_into_passed_on(e.patient_id))));
end
$$;

-- From where these events came, for the administrator; of those that concern security alone.
create function event_addresses(events uuid[]) returns table (id uuid, address inet)
    language sql stable security definer
begin atomic
    select e.id, e.address
      from audit_events e
      join audit_actions a on a.name = e.action and a.concerns_security
     where e.id = any (events) and (select administers());
end;

grant execute on function access_right(uuid), audit_own(text, uuid, uuid), audit_own_list(text, uuid[]),
                          is_event_of_own_record(uuid), provider_behind_event(uuid), event_addresses(uuid[])
    to carechart_app;
