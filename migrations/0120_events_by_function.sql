-- Events are written by audit() and audit_list() alone: the application may insert none itself. What an event says of its
-- actor is found out by the functions, so that nothing has to be checked again, and once for a whole list.

-- By which right the caller acts on each of these records, in their order: what the audit says. A null among them stands
-- for no record.
create function access_rights(patients uuid[]) returns table (patient uuid, access_right text)
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
    kind constant text := current_account_kind();
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
                                    from care_relationships c
                                   where c.provider_id = (select current_provider_id()) and c.patient_id = asked.patient
                                     and (c.ended_at is null or c.ended_at > now())),
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
alter function access_rights(uuid[]) owner to carechart_definer;
revoke all on function access_rights(uuid[]) from public;

create or replace function access_right(patient uuid) returns text
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return (select r.access_right from access_rights(array[$1]) r);
end
$$;

grant insert (id, actor_user_id, actor_role, access_right, patient_id, action, subject_id, session_id, address)
    on audit_events to carechart_definer;
create policy definer_writes on audit_events for insert to carechart_definer
    with check (current_user = 'carechart_definer' and actor_user_id is not distinct from (select current_user_id()));

create or replace function audit(id uuid, action text, patient uuid, subject uuid, session uuid, address inet)
    returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action, subject_id, session_id,
                              address)
    select $1, current_user_id(), coalesce(current_account_kind(), 'anonymous'), rights.access_right, $3, $2, $4, $5, $6
      from access_rights(array[$3]) rights;
end
$$;

-- `patients` holds a null for the list itself, and each patient once; `ids` as many.
create or replace function audit_list(ids uuid[], action text, patients uuid[], session uuid, address inet) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    actor_kind constant text := coalesce(current_account_kind(), 'anonymous');
begin
    insert into audit_events (id, actor_user_id, actor_role, access_right, patient_id, action, session_id, address)
    select shown.id, current_user_id(), actor_kind, shown.access_right, shown.patient, $2, $4, $5
      from rows from (unnest($1), access_rights($3)) as shown (id, patient, access_right);
end
$$;
alter function audit(uuid, text, uuid, uuid, uuid, inet) owner to carechart_definer;
alter function audit_list(uuid[], text, uuid[], uuid, inet) owner to carechart_definer;

drop policy as_oneself on audit_events;
revoke insert on audit_events from carechart_app;
revoke insert (id, actor_user_id, actor_role, access_right, patient_id, action, subject_id, session_id, address)
    on audit_events from carechart_app;
