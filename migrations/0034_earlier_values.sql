-- Nothing clinical is overwritten: what a patient's row said before an edit is kept, with who replaced it and when, and
-- so is the end that was planned for a prescription before it was stopped.

create table patient_versions (
    patient_id uuid not null references patients,
    version integer not null,
    first_name text not null,
    last_name text not null,
    date_of_birth date not null,
    gender text not null,
    blood_type text,
    allergies text[] not null,
    allergy_status text not null,
    emergency_contact jsonb not null,
    address jsonb not null,
    insurance jsonb not null,
    replaced_at timestamptz not null default now(),
    -- Null for an import.
    replaced_by uuid references providers,
    primary key (patient_id, version)
);

-- Read by whoever reads the patient's row. Written by the trigger alone, as the definer, in the name of who edits: the
-- owner's role is a member of the definer, and doesn't write it either.
alter table patient_versions enable row level security, force row level security;
create policy treating on patient_versions for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patient_versions.patient_id
                      and c.ended_at is null));
create policy own_record on patient_versions for select to carechart_app
    using (patient_id = (select current_patient_id()));
create policy owner_reads on patient_versions for select to carechart_owner using (true);
create policy definer_keeps on patient_versions for insert to carechart_definer
    with check (pg_trigger_depth() > 0 and replaced_by is not distinct from (select current_provider_id()));
grant select on patient_versions to carechart_app;
grant insert (patient_id, version, first_name, last_name, date_of_birth, gender, blood_type, allergies, allergy_status,
              emergency_contact, address, insurance, replaced_by)
    on patient_versions to carechart_definer;

create trigger kept before delete or truncate on patient_versions
    for each statement execute function refuse_change();
create trigger unchanged before update on patient_versions
    for each statement execute function refuse_change();

-- An edit makes the next version, so that of each version what it said is kept once. The list of allergies is kept
-- along: the rows that it is derived from don't say until when they stood.
create function keep_patient_version() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp
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
alter function keep_patient_version() owner to carechart_definer;
revoke all on function keep_patient_version() from public;

create trigger keep_patient_version after update on patients for each row
    when ((old.version, old.first_name, old.last_name, old.date_of_birth, old.gender, old.blood_type,
           old.allergy_status, old.emergency_contact, old.address, old.insurance)
          is distinct from
          (new.version, new.first_name, new.last_name, new.date_of_birth, new.gender, new.blood_type,
           new.allergy_status, new.emergency_contact, new.address, new.insurance))
    execute function keep_patient_version();

-- The end that was planned, if one was, and when it was stopped: before it was to begin, too. The application may not
-- write them: stopping does.
alter table prescriptions add column planned_end_date date, add column stopped_at timestamptz;

create or replace function require_stop() returns trigger
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
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

drop trigger require_stop on prescriptions;
create trigger require_stop before update on prescriptions for each row
    when ((old.is_active, old.end_date, old.stopped_by, old.stop_reason, old.planned_end_date, old.stopped_at)
          is distinct from
          (new.is_active, new.end_date, new.stopped_by, new.stop_reason, new.planned_end_date, new.stopped_at))
    execute function require_stop();
