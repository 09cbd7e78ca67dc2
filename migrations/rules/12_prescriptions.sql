-- Prescriptions. Who reads them: the register. Whoever writes the record prescribes and stops; in an emergency a prescription
-- is written with its visit, and nothing is stopped.
--
-- One that a visit took along when it was entered in error may be another person's, as the visit is, and is hidden with it. One
-- in such a visit that is no error itself is what the patient takes: it stays, as nobody should miss it. One that was an error
-- without its visit was prescribed to the patient, who may have taken it, and reads that it was one.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('prescriptions', 'patient_id', true, true, true,
     'entered_in_error_at is not null and visit_id is not null and not exists (select from visits v where v.id = visit_id)',
     true, 'moves', null);

-- In an emergency in one transaction with the visit: now() is when it began.
create policy treating_prescribes on prescriptions for insert to carechart_app
    with check (provider_id = (select current_provider_id())
                and (visit_id is null
                     or exists (select from visits v
                                 where v.id = prescriptions.visit_id and v.patient_id = prescriptions.patient_id))
                and (exists (select from writes_record(patient_id))
                     or exists (select from writes_in_emergency(patient_id))
                        and exists (select from visits v
                                     where v.id = prescriptions.visit_id and v.provider_id = prescriptions.provider_id
                                       and v.created_at = now())));
-- In an emergency one's own of a visit may be marked as entered in error, as the visit itself may, which takes them along.
create policy treating_stops on prescriptions for update to carechart_app
    using (exists (select from writes_record(patient_id))
           or provider_id = (select current_provider_id()) and visit_id is not null
              and exists (select from writes_in_emergency(patient_id)))
    with check ((entered_in_error_at is null or provider_id = (select current_provider_id()))
                and (exists (select from writes_record(patient_id))
                     or entered_in_error_at is not null and exists (select from writes_in_emergency(patient_id))));
grant select, insert (id, visit_id, patient_id, provider_id, medication, dosage, frequency, start_date, end_date,
                      allergy_override_reason),
      update (end_date, is_active, stopped_by, stop_reason, entered_in_error_at, entered_in_error_reason)
    on prescriptions to carechart_app;

-- A prescription is stopped once, in the name of who stops it, and doesn't begin again. The end that was planned is kept: the
-- application may not write it.
create function require_stop() returns trigger
    language plpgsql
as $$
begin
    if not old.is_active or new.is_active or new.stopped_by is distinct from current_provider_id() then
        raise exception 'a prescription is only stopped, and by the caller' using errcode = 'restrict_violation';
    end if;
    new.planned_end_date := old.end_date;
    new.stopped_at := now();
    return new;
end
$$;
create trigger require_stop before update on prescriptions for each row
    when ((old.is_active, old.end_date, old.stopped_by, old.stop_reason, old.planned_end_date, old.stopped_at)
          is distinct from
          (new.is_active, new.end_date, new.stopped_by, new.stop_reason, new.planned_end_date, new.stopped_at))
    execute function require_stop();

-- Marking in error, as for visits (11_visits.sql); in an emergency only what was prescribed with a visit.
grant select (id, patient_id, provider_id, visit_id, entered_in_error_at),
      update (entered_in_error_at, entered_in_error_reason)
    on prescriptions to carechart_definer;
create policy definer_reads on prescriptions for select to carechart_definer
    using (may_mark_in_error(provider_id, patient_id)
           and (visit_id is not null or exists (select from writes_record(patient_id))));
create policy definer_marks on prescriptions for update to carechart_definer
    using (entered_in_error_at is null and may_mark_in_error(provider_id, patient_id)
           and (visit_id is not null or exists (select from writes_record(patient_id))))
    with check (may_mark_in_error(provider_id, patient_id));
create function mark_prescription_in_error(prescription uuid, reason text) returns uuid
    language plpgsql volatile security definer
as $$
declare
    patient uuid;
begin
    update prescriptions r
       set entered_in_error_at = now(), entered_in_error_reason = reason
     where r.id = prescription and r.entered_in_error_at is null;
    select r.patient_id into patient from prescriptions r where r.id = prescription;
    if patient is not null then
        perform audit('prescription.mark_in_error', patient, prescription);
    end if;
    return patient;
end
$$;

grant execute on function mark_prescription_in_error(uuid, text) to carechart_app;
