-- Access that ends by itself. A break-glass grant and a cover are pairs of care_relationships like any other, except
-- that `ended_at` lies ahead: every policy asks whether a pair has ended *by now*. Such a pair reads and writes; it
-- doesn't pass access on, which takes one without an end (`may_pass_on`).

alter table care_relationships drop constraint care_relationships_began_by_check;
alter table care_relationships
    add check (began_by in ('registration', 'import', 'appointment', 'sharing', 'handover', 'cover', 'break_glass')),
    add check (began_by not in ('cover', 'break_glass') or ended_at is not null);

-- Whether the caller is a verified provider who treats the patient now, for a time or without an end.
create or replace function treats(patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patient
                      and (c.ended_at is null or c.ended_at > now()));
end
$$;

-- The same, without an end: whoever may share the chart, invite the patient, hand over.
create function may_pass_on(patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patient
                      and c.ended_at is null);
end
$$;

-- By which right the caller acts on the patient's record, or on none: what the audit says. 'account' is whatever
-- somebody signed in does without a patient; 'none' an anonymous request, or a record that the caller has no right to.
create function access_right(patient uuid) returns text
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
        when kind = 'patient' then case when patient = current_patient_id() then 'own_record' else 'none' end
        else coalesce((select case when c.began_by in ('cover', 'break_glass') then c.began_by else 'treating' end
                         from care_relationships c
                        where c.provider_id = (select current_provider_id()) and c.patient_id = patient
                          and (c.ended_at is null or c.ended_at > now())), 'none')
    end;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['may_pass_on(uuid)', 'access_right(uuid)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;

-- The policies of 0012 to 0014, with "ended by now" for "ended".
alter policy treating_or_own_record on care_relationships
    using (provider_id = (select current_provider_id()) and (ended_at is null or ended_at > now())
           or patient_id = (select current_patient_id())
           or (ended_at is null or ended_at > now()) and (select current_provider_id()) is not null
              and treats(patient_id));

do $$
declare
    treating constant text := 'exists (select from care_relationships c
                                        where c.provider_id = (select current_provider_id()) and c.patient_id = %I.%I
                                          and (c.ended_at is null or c.ended_at > now()))';
    clause record;
    pair text;
begin
    for clause in
        select * from (values
            -- table, policy, what else USING asks, what else WITH CHECK asks; null where the policy has no such clause
            ('patients', 'treating', 'true', null),
            ('patients', 'treating_edits', 'true', null),
            ('patient_allergies', 'treating', 'true', null),
            ('patient_allergies', 'treating_adds', null, 'recorded_by = (select current_provider_id())'),
            ('patient_allergies', 'treating_edits', 'true', null),
            ('prescriptions', 'treating', 'true', null),
            ('prescriptions', 'treating_prescribes', null,
             'provider_id = (select current_provider_id())
              and (visit_id is null
                   or exists (select from visits v
                               where v.id = prescriptions.visit_id and v.patient_id = prescriptions.patient_id))'),
            ('prescriptions', 'treating_stops', 'true',
             'entered_in_error_at is null or provider_id = (select current_provider_id())'),
            ('documents', 'treating', 'true', null),
            ('documents', 'treating_files', null, 'uploaded_by = (select current_user_id())'),
            ('documents', 'treating_marks', 'true', null),
            ('appointments', 'treating', 'true', null),
            ('visits', 'treating', 'true', null),
            ('visits', 'treating_records', null, 'provider_id = (select current_provider_id())'),
            ('visits', 'author_amends', 'provider_id = (select current_provider_id())', null),
            ('visit_versions', 'treating', 'true', null),
            ('visit_addenda', 'treating', 'true', null),
            ('visit_addenda', 'treating_adds', null,
             'provider_id = (select current_provider_id())
              and exists (select from visits v
                           where v.id = visit_addenda.visit_id and v.patient_id = visit_addenda.patient_id)'),
            ('visit_private_notes', 'author', 'provider_id = (select current_provider_id())', null),
            ('visit_private_notes', 'author_rewrites', 'provider_id = (select current_provider_id())', null)
        ) as clauses (of_table, policy, using_also, check_also)
    loop
        pair := format(treating, clause.of_table, case clause.of_table when 'patients' then 'id' else 'patient_id' end);
        if clause.using_also is not null then
            execute format('alter policy %I on %I using (%s)', clause.policy, clause.of_table,
                           case clause.using_also when 'true' then pair
                                                  else format('(%s) and %s', clause.using_also, pair) end);
        end if;
        if clause.check_also is not null then
            execute format('alter policy %I on %I with check ((%s) and %s)', clause.policy, clause.of_table,
                           clause.check_also, pair);
        end if;
    end loop;
end
$$;

-- Passing access on takes a pair without an end.
alter policy definer_shares on care_relationships
    with check (began_by = 'sharing' and shared_by = (select current_provider_id()) and ended_at is null
                and may_pass_on(patient_id));
alter policy definer_shares_again on care_relationships using (may_pass_on(patient_id));

create or replace function share_chart(patient uuid, colleague uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    sharing constant uuid := current_provider_id();
begin
    if sharing is null or colleague = sharing or not may_pass_on(patient)
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

create or replace function invite_patient(id uuid, patient uuid, token_hash bytea) returns table (expires_at timestamptz)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    is_linked boolean;
begin
    if not may_pass_on(patient) then
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

-- The audit says by which right: a policy checks what the function finds out.
alter table audit_events drop constraint audit_events_access_right_check;
alter table audit_events
    add check (access_right in ('treating', 'cover', 'break_glass', 'own_record', 'administration', 'account', 'none'));
alter policy as_oneself on audit_events
    with check (actor_user_id is not distinct from (select current_user_id())
                and actor_role = coalesce((select current_account_kind()), 'anonymous')
                and access_right = access_right(patient_id));

create or replace function audit(id uuid, action text, patient uuid, subject uuid, session uuid, address inet)
    returns void
    language plpgsql volatile
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action, subject_id, session_id,
                              address)
    values (id, current_user_id(), coalesce(current_account_kind(), 'anonymous'), access_right(patient), patient,
            action, subject, session, address);
end
$$;
