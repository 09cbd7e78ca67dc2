-- What emergency access permits to write: a visit, and nothing beside it. A visit with its prescriptions, its amendments,
-- addenda, private notes, and that one's own was entered in error. The rest of the record waits for whoever treats the
-- patient: demographics, allergies, documents, and prescriptions outside of the visit.

-- Whether the caller treats the patient now, otherwise than by emergency access.
create function treats_beyond_emergency(patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patient
                      and c.began_by <> 'break_glass' and (c.ended_at is null or c.ended_at > now()));
end
$$;
alter function treats_beyond_emergency(uuid) owner to carechart_definer;
revoke all on function treats_beyond_emergency(uuid) from public;
grant execute on function treats_beyond_emergency(uuid) to carechart_app;

-- It is asked once for each row that is written, which are few: the policies that read go on asking the pairs themselves.
alter policy treating_edits on patients using (treats_beyond_emergency(id));
alter policy treating_adds on patient_allergies
    with check (recorded_by = (select current_provider_id()) and treats_beyond_emergency(patient_id));
alter policy treating_edits on patient_allergies using (treats_beyond_emergency(patient_id));
alter policy treating_files on documents
    with check (uploaded_by = (select current_user_id()) and treats_beyond_emergency(patient_id));
alter policy treating_marks on documents using (treats_beyond_emergency(patient_id));

-- In an emergency a prescription is written with its visit, in one transaction: now() is when it began.
alter policy treating_prescribes on prescriptions
    with check (provider_id = (select current_provider_id()) and treats(patient_id)
                and (visit_id is null
                     or exists (select from visits v
                                 where v.id = prescriptions.visit_id and v.patient_id = prescriptions.patient_id))
                and (treats_beyond_emergency(patient_id)
                     or exists (select from visits v
                                 where v.id = prescriptions.visit_id and v.provider_id = prescriptions.provider_id
                                   and v.created_at = now())));
-- One's own of a visit may be marked as entered in error, as the visit itself may, which takes them along; nothing is
-- stopped.
alter policy treating_stops on prescriptions
    using (treats_beyond_emergency(patient_id)
           or treats(patient_id) and provider_id = (select current_provider_id()) and visit_id is not null)
    with check (treats(patient_id) and (entered_in_error_at is null or provider_id = (select current_provider_id()))
                and (treats_beyond_emergency(patient_id) or entered_in_error_at is not null));

-- What an absent or a suspended author wrote is struck out by whoever treats the patient beyond an emergency. An author whose
-- access ends by itself can strike it out until then, and nobody else for them.
create or replace function may_mark_in_error(author uuid, patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return treats(patient)
       and (author = (select current_provider_id())
            or treats_beyond_emergency(patient)
               and not exists (select from care_relationships c
                                where c.provider_id = author and c.patient_id = patient
                                  and (c.ended_at is null or c.ended_at > now()) and active_provider(author))) is true;
end
$$;
-- As for the application's role: of one's own, those of a visit.
alter policy definer_reads on prescriptions
    using (may_mark_in_error(provider_id, patient_id) and (visit_id is not null or treats_beyond_emergency(patient_id)));
alter policy definer_marks on prescriptions
    using (entered_in_error_at is null and may_mark_in_error(provider_id, patient_id)
           and (visit_id is not null or treats_beyond_emergency(patient_id)))
    with check (may_mark_in_error(provider_id, patient_id));
