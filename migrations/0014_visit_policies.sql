-- Visits and what hangs on them, by the same rules: see the file before this one.

alter table visits enable row level security, force row level security;
create policy treating on visits for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = visits.patient_id
                      and c.ended_at is null));
create policy own_record on visits for select to carechart_app using (patient_id = (select current_patient_id()));
create policy treating_records on visits for insert to carechart_app
    with check (provider_id = (select current_provider_id())
                and exists (select from care_relationships c
                             where c.provider_id = (select current_provider_id()) and c.patient_id = visits.patient_id
                               and c.ended_at is null));
-- Its author, while they treat the patient.
create policy author_amends on visits for update to carechart_app
    using (provider_id = (select current_provider_id())
           and exists (select from care_relationships c
                        where c.provider_id = (select current_provider_id()) and c.patient_id = visits.patient_id
                          and c.ended_at is null));
create policy owner on visits to carechart_owner using (true) with check (true);

alter table visit_versions enable row level security, force row level security;
create policy treating on visit_versions for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = visit_versions.patient_id
                      and c.ended_at is null));
create policy own_record on visit_versions for select to carechart_app
    using (patient_id = (select current_patient_id()));
-- The author keeps what the visit says now, and no other text under its name.
create policy author_keeps on visit_versions for insert to carechart_app
    with check (exists (select from visits v
                         where v.id = visit_versions.visit_id and v.patient_id = visit_versions.patient_id
                           and v.provider_id = (select current_provider_id())
                           and (v.version, v.visit_date, v.chief_complaint, v.diagnosis, v.notes, v.vitals)
                               = (visit_versions.version, visit_versions.visit_date, visit_versions.chief_complaint,
                                  visit_versions.diagnosis, visit_versions.notes, visit_versions.vitals)));
create policy owner on visit_versions to carechart_owner using (true) with check (true);

alter table visit_addenda enable row level security, force row level security;
create policy treating on visit_addenda for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = visit_addenda.patient_id
                      and c.ended_at is null));
create policy own_record on visit_addenda for select to carechart_app using (patient_id = (select current_patient_id()));
create policy treating_adds on visit_addenda for insert to carechart_app
    with check (provider_id = (select current_provider_id())
                and exists (select from care_relationships c
                             where c.provider_id = (select current_provider_id())
                               and c.patient_id = visit_addenda.patient_id and c.ended_at is null)
                and exists (select from visits v
                             where v.id = visit_addenda.visit_id and v.patient_id = visit_addenda.patient_id));
create policy owner on visit_addenda to carechart_owner using (true) with check (true);

-- The author's alone, while they treat the patient. Of their own visits: no note on a colleague's.
alter table visit_private_notes enable row level security, force row level security;
create policy author on visit_private_notes for select to carechart_app
    using (provider_id = (select current_provider_id())
           and exists (select from care_relationships c
                        where c.provider_id = (select current_provider_id())
                          and c.patient_id = visit_private_notes.patient_id and c.ended_at is null));
create policy author_writes on visit_private_notes for insert to carechart_app
    with check (provider_id = (select current_provider_id())
                and exists (select from visits v
                             where v.id = visit_private_notes.visit_id and v.patient_id = visit_private_notes.patient_id
                               and v.provider_id = visit_private_notes.provider_id));
create policy author_rewrites on visit_private_notes for update to carechart_app
    using (provider_id = (select current_provider_id())
           and exists (select from care_relationships c
                        where c.provider_id = (select current_provider_id())
                          and c.patient_id = visit_private_notes.patient_id and c.ended_at is null));
create policy owner on visit_private_notes to carechart_owner using (true) with check (true);
