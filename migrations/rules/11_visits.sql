-- Visits, and what hangs on one. Who reads them: the register; one that was entered in error may be another person's, and is no
-- longer the patient's to read, with all that hangs on it. Whoever treats the patient records one, in an emergency, too; its
-- author amends it, keeping what it said; others add to it.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('visits', 'patient_id', true, true, true, 'entered_in_error_at is not null', true, 'moves', 'visit_versions'),
    -- Hidden with its visit: who asks finds the visit by its own policies.
    ('visit_versions', 'patient_id', true, true, true, 'not exists (select from visits v where v.id = visit_id)',
     true, 'follows', 'itself'),
    ('visit_addenda', 'patient_id', true, true, true, 'not exists (select from visits v where v.id = visit_id)',
     true, 'follows', 'itself'),
    -- Nobody reads it by the register: it is its author's alone, by the policies below.
    ('visit_private_notes', 'patient_id', false, false, false, null, true, 'follows', null);

create policy treating_records on visits for insert to carechart_app
    with check (provider_id = (select current_provider_id()) and exists (select from writes_in_emergency(patient_id)));
create policy author_amends on visits for update to carechart_app
    using (provider_id = (select current_provider_id()) and exists (select from writes_in_emergency(patient_id)));
grant select, insert (id, patient_id, provider_id, visit_date, chief_complaint, diagnosis, notes, vitals),
      update (visit_date, chief_complaint, diagnosis, notes, vitals, version, entered_in_error_at,
              entered_in_error_reason)
    on visits to carechart_app;

-- As the visit says just now, before the amendment.
create policy author_keeps on visit_versions for insert to carechart_app
    with check (exists (select from visits v
                         where v.id = visit_versions.visit_id and v.patient_id = visit_versions.patient_id
                           and v.provider_id = (select current_provider_id())
                           and (v.version, v.visit_date, v.chief_complaint, v.diagnosis, v.notes, v.vitals)
                               = (visit_versions.version, visit_versions.visit_date, visit_versions.chief_complaint,
                                  visit_versions.diagnosis, visit_versions.notes, visit_versions.vitals)));
grant select, insert (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes, vitals, reason)
    on visit_versions to carechart_app;

create policy treating_adds on visit_addenda for insert to carechart_app
    with check (provider_id = (select current_provider_id())
                and exists (select from visits v
                             where v.id = visit_addenda.visit_id and v.patient_id = visit_addenda.patient_id)
                and exists (select from writes_in_emergency(patient_id)));
grant select, insert (id, visit_id, patient_id, provider_id, text) on visit_addenda to carechart_app;

-- The author's own note on their own visit, while they treat the patient.
create policy author on visit_private_notes for select to carechart_app
    using (provider_id = (select current_provider_id()) and exists (select from reads_record(patient_id)));
create policy author_writes on visit_private_notes for insert to carechart_app
    with check (provider_id = (select current_provider_id())
                and exists (select from visits v
                             where v.id = visit_private_notes.visit_id and v.patient_id = visit_private_notes.patient_id
                               and v.provider_id = visit_private_notes.provider_id));
create policy author_rewrites on visit_private_notes for update to carechart_app
    using (provider_id = (select current_provider_id()) and exists (select from writes_in_emergency(patient_id)));
grant select, insert (visit_id, patient_id, provider_id, text), update (text, updated_at)
    on visit_private_notes to carechart_app;

-- A visit changes what it says only by an amendment: what it said stands in visit_versions, under its version.
create function require_kept_version() returns trigger
    language plpgsql
as $$
begin
    if old.entered_in_error_at is not null
       or new.version <> old.version + 1
       or not exists (select from visit_versions kept
                       where kept.visit_id = old.id and kept.version = old.version
                         and (kept.visit_date, kept.chief_complaint, kept.diagnosis, kept.notes, kept.vitals)
                             = (old.visit_date, old.chief_complaint, old.diagnosis, old.notes, old.vitals)) then
        raise exception 'a visit is amended by keeping its earlier version' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
create trigger require_kept_version before update on visits for each row
    when ((old.version, old.visit_date, old.chief_complaint, old.diagnosis, old.notes, old.vitals)
          is distinct from (new.version, new.visit_date, new.chief_complaint, new.diagnosis, new.notes, new.vitals))
    execute function require_kept_version();

-- A visit takes along what its author prescribed in it: a visit in the wrong chart would otherwise leave its medicines
-- active there. As whoever marks the visit: the author's policies, or the definer's, permit it.
create function mark_prescriptions_of_visit() returns trigger
    language plpgsql
as $$
begin
    update prescriptions r
       set entered_in_error_at = new.entered_in_error_at, entered_in_error_reason = new.entered_in_error_reason
     where r.visit_id = new.id and r.provider_id = new.provider_id and r.entered_in_error_at is null;
    return null;
end
$$;
create trigger mark_prescriptions_of_visit after update on visits for each row
    when (old.entered_in_error_at is null and new.entered_in_error_at is not null)
    execute function mark_prescriptions_of_visit();

-- Marks a visit, and says whose it is; null where the caller may not. The first mark stands. The definer's policies decide what
-- it marks. It is asked again whether the caller may, as the definer finds for patients what is marked already.
grant select (id, patient_id, provider_id, entered_in_error_at),
      update (entered_in_error_at, entered_in_error_reason)
    on visits to carechart_definer;
create policy definer_reads on visits for select to carechart_definer using (may_mark_in_error(provider_id, patient_id));
create policy definer_marks on visits for update to carechart_definer
    using (entered_in_error_at is null and may_mark_in_error(provider_id, patient_id))
    with check (may_mark_in_error(provider_id, patient_id));
create function mark_visit_in_error(visit uuid, reason text) returns uuid
    language plpgsql volatile security definer
as $$
declare
    patient uuid;
begin
    update visits v
       set entered_in_error_at = now(), entered_in_error_reason = reason
     where v.id = visit and v.entered_in_error_at is null;
    select v.patient_id into patient from visits v where v.id = visit and may_mark_in_error(v.provider_id, v.patient_id);
    if patient is not null then
        perform audit('visit.mark_in_error', patient, visit);
    end if;
    return patient;
end
$$;

-- When those visits took place that the patient, and who reads for the patient, aren't shown: that there was one is all they
-- are told. Nothing for a provider, who reads the visits themselves.
grant select (visit_date) on visits to carechart_definer;
create policy definer_dates_hidden on visits for select to carechart_definer
    using (entered_in_error_at is not null
           and (patient_id = (select current_patient_id()) or patient_id = any ((select caregiver_records())::uuid[])));
create function hidden_visits(patient uuid) returns setof timestamptz
    language plpgsql stable security definer
as $$
begin
    if current_account_kind() = 'patient' then
        return query
            select v.visit_date from visits v where v.patient_id = patient and v.entered_in_error_at is not null;
    end if;
end
$$;

grant execute on function mark_visit_in_error(uuid, text), hidden_visits(uuid) to carechart_app;
