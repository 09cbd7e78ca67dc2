-- Who sees and writes a record. A provider: the whole record of patients whom they treat now, as the author of what
-- they add. A patient: their own, and writes nothing. Nobody else: nothing.
--
-- The condition on care_relationships is written out each time, correlated and not as `in (select …)`: so Postgres
-- looks up one pair by its key instead of reading through a table.

alter table patients enable row level security, force row level security;
create policy treating on patients for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patients.id
                      and c.ended_at is null));
create policy own_record on patients for select to carechart_app using (id = (select current_patient_id()));
create policy treating_edits on patients for update to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patients.id
                      and c.ended_at is null));
create policy owner on patients to carechart_owner using (true) with check (true);
create policy definer_reads on patients for select to carechart_definer using (true);
create policy definer_registers on patients for insert to carechart_definer
    with check (user_id is null and external_id is null and (select current_provider_id()) is not null);
create policy definer_edits on patients for update to carechart_definer using (true);

alter table patient_allergies enable row level security, force row level security;
create policy treating on patient_allergies for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patient_allergies.patient_id
                      and c.ended_at is null));
create policy own_record on patient_allergies for select to carechart_app
    using (patient_id = (select current_patient_id()));
create policy treating_adds on patient_allergies for insert to carechart_app
    with check (recorded_by = (select current_provider_id())
                and exists (select from care_relationships c
                             where c.provider_id = (select current_provider_id())
                               and c.patient_id = patient_allergies.patient_id and c.ended_at is null));
create policy treating_edits on patient_allergies for update to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patient_allergies.patient_id
                      and c.ended_at is null));
create policy owner on patient_allergies to carechart_owner using (true) with check (true);
create policy definer_reads on patient_allergies for select to carechart_definer using (true);

alter table prescriptions enable row level security, force row level security;
create policy treating on prescriptions for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = prescriptions.patient_id
                      and c.ended_at is null));
create policy own_record on prescriptions for select to carechart_app using (patient_id = (select current_patient_id()));
-- A visit, if it names one, must be one that the caller can see, of the same patient.
create policy treating_prescribes on prescriptions for insert to carechart_app
    with check (provider_id = (select current_provider_id())
                and exists (select from care_relationships c
                             where c.provider_id = (select current_provider_id())
                               and c.patient_id = prescriptions.patient_id and c.ended_at is null)
                and (visit_id is null
                     or exists (select from visits v
                                 where v.id = prescriptions.visit_id and v.patient_id = prescriptions.patient_id)));
-- Any treating provider stops it; only who prescribed it says that it was entered in error.
create policy treating_stops on prescriptions for update to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = prescriptions.patient_id
                      and c.ended_at is null))
    with check (exists (select from care_relationships c
                         where c.provider_id = (select current_provider_id()) and c.patient_id = prescriptions.patient_id
                           and c.ended_at is null)
                and (entered_in_error_at is null or provider_id = (select current_provider_id())));
create policy owner on prescriptions to carechart_owner using (true) with check (true);

alter table documents enable row level security, force row level security;
create policy treating on documents for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = documents.patient_id
                      and c.ended_at is null));
-- One that was filed in the wrong record is another patient's.
create policy own_record on documents for select to carechart_app
    using (patient_id = (select current_patient_id()) and entered_in_error_at is null);
create policy treating_files on documents for insert to carechart_app
    with check (uploaded_by = (select current_user_id())
                and exists (select from care_relationships c
                             where c.provider_id = (select current_provider_id())
                               and c.patient_id = documents.patient_id and c.ended_at is null));
create policy treating_marks on documents for update to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = documents.patient_id
                      and c.ended_at is null));
create policy owner on documents to carechart_owner using (true) with check (true);
create policy definer_reads on documents for select to carechart_definer using (true);

-- Booked by functions that come with scheduling; until then they are only read.
alter table appointments enable row level security, force row level security;
create policy treating on appointments for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = appointments.patient_id
                      and c.ended_at is null));
create policy own_record on appointments for select to carechart_app using (patient_id = (select current_patient_id()));
create policy owner on appointments to carechart_owner using (true) with check (true);
