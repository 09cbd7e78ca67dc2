-- Appointments, which nothing writes yet. Who reads them: the register.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('appointments', 'patient_id', true, true, true, null, false, 'moves', null);

grant select on appointments to carechart_app;
