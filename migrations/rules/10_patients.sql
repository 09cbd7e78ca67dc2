-- A patient's demographics, what they said before, and allergies. Who reads them: the register; whoever writes the record
-- edits them, which an emergency doesn't.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('patients', 'id', true, true, true, null, false, 'special', 'patient_versions'),
    ('patient_versions', 'patient_id', true, true, true, null, false, 'stays', 'itself'),
    ('patient_allergies', 'patient_id', true, true, true, null, false, 'moves', null);

create policy treating_edits on patients for update to carechart_app using (exists (select from writes_record(id)));
grant select (id, user_id, first_name, last_name, date_of_birth, gender, blood_type, allergies, allergy_status,
              emergency_contact, address, insurance, version, created_at, updated_at),
      update (first_name, last_name, date_of_birth, gender, blood_type, allergy_status, emergency_contact, address,
              insurance, version, updated_at)
    on patients to carechart_app;

grant select on patient_versions to carechart_app;

create policy treating_adds on patient_allergies for insert to carechart_app
    with check (recorded_by = (select current_provider_id()) and exists (select from writes_record(patient_id)));
create policy treating_edits on patient_allergies for update to carechart_app
    using (exists (select from writes_record(patient_id)));
grant select, insert (id, patient_id, substance, code, reaction, severity, recorded_by), update (status)
    on patient_allergies to carechart_app;

-- The definer. Whoever is asked about, its functions must find; which columns they change, the grant says: the account, what
-- is derived, and what a merge changes.
grant select (id, user_id, first_name, last_name, date_of_birth, allergies, allergy_status, version),
      insert (id, first_name, last_name, date_of_birth, gender, blood_type, emergency_contact, address, insurance),
      update (user_id, allergies, allergy_status, version, updated_at)
    on patients to carechart_definer;
create policy definer_reads on patients for select to carechart_definer using (true);
create policy definer_edits on patients for update to carechart_definer using (true);
-- Registering makes nobody's account, and takes no identifier.
create policy definer_registers on patients for insert to carechart_definer
    with check (user_id is null and external_id is null and (select current_provider_id()) is not null);
grant insert (patient_id, version, first_name, last_name, date_of_birth, gender, blood_type, allergies, allergy_status,
              emergency_contact, address, insurance, replaced_by)
    on patient_versions to carechart_definer;
-- By the trigger alone, in the name of who edits: the owner's role is a member of the definer, and doesn't write it either.
create policy definer_keeps on patient_versions for insert to carechart_definer
    with check (pg_trigger_depth() > 0 and replaced_by is not distinct from (select current_provider_id()));
grant select (id, patient_id, substance, reaction, severity, status), update (status)
    on patient_allergies to carechart_definer;
-- The list that is derived from them is of every patient.
create policy definer_reads on patient_allergies for select to carechart_definer using (true);

-- Registers a new patient, whom the caller then treats. It is the only way to begin a treatment alone, and only ever
-- of a row that it has just made: a taken id is answered like a caller who may not register anyone.
create function register_patient(
    id uuid, first_name text, last_name text, date_of_birth date, gender text, blood_type text,
    emergency_contact jsonb, address jsonb, insurance jsonb
) returns boolean
    language plpgsql volatile security definer
as $$
declare
    registering constant uuid := current_provider_id();
begin
    if registering is null then
        return false;
    end if;
    insert into patients (id, first_name, last_name, date_of_birth, gender, blood_type,
                          emergency_contact, address, insurance)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict do nothing;
    if not found then
        return false;
    end if;
    insert into care_relationships (provider_id, patient_id, began_by) values (registering, $1, 'registration');
    perform audit('patient.register', $1, null);
    return true;
end
$$;

-- `patients.allergies` is derived from the rows of patient_allergies. By the definer, as nobody may write it.
create function derive_allergies() returns trigger
    language plpgsql security definer
as $$
begin
    update patients p
       set allergies = derived.substances
      from (select changed.patient_id, active_substances(changed.patient_id) as substances
              from (select distinct patient_id from changed_rows) changed) derived
     where p.id = derived.patient_id and p.allergies is distinct from derived.substances;
    return null;
end
$$;
create trigger derive_allergies_of_new after insert on patient_allergies
    referencing new table as changed_rows for each statement execute function derive_allergies();
create trigger derive_allergies_of_changed after update on patient_allergies
    referencing new table as changed_rows for each statement execute function derive_allergies();

create function active_substances(patient uuid) returns text[]
    language plpgsql stable security definer
as $$
begin
    return array(select a.substance from patient_allergies a
                  where a.patient_id = patient and a.status = 'active'
                  group by a.substance order by normalized(a.substance), a.substance);
end
$$;

-- An edit makes the next version, so that of each version what it said is kept once. The list of allergies is kept
-- along: the rows that it is derived from don't say until when they stood.
create function keep_patient_version() returns trigger
    language plpgsql security definer
as $$
begin
    if new.version <> old.version + 1 then
        raise exception 'an edit makes the next version' using errcode = 'restrict_violation';
    end if;
    insert into patient_versions (patient_id, version, first_name, last_name, date_of_birth, gender, blood_type,
                                  allergies, allergy_status, emergency_contact, address, insurance, replaced_by)
    values (old.id, old.version, old.first_name, old.last_name, old.date_of_birth, old.gender, old.blood_type,
            old.allergies, old.allergy_status, old.emergency_contact, old.address, old.insurance,
            current_provider_id());
    return null;
end
$$;
create trigger keep_patient_version after update on patients for each row
    when ((old.version, old.first_name, old.last_name, old.date_of_birth, old.gender, old.blood_type,
           old.allergy_status, old.emergency_contact, old.address, old.insurance)
          is distinct from
          (new.version, new.first_name, new.last_name, new.date_of_birth, new.gender, new.blood_type,
           new.allergy_status, new.emergency_contact, new.address, new.insurance))
    execute function keep_patient_version();

grant execute on function normalized(text),
                          register_patient(uuid, text, text, date, text, text, jsonb, jsonb, jsonb)
    to carechart_app;
