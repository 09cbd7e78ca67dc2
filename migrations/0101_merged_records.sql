-- A merged record is closed: nobody treats it, and nothing is written to it. The code of its own, CC404, is answered as
-- if the record weren't there.

-- Locks the records first, as a merge does: of a write and a merge at once, the later one sees the earlier.
create function refuse_merged() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform from patients p where p.id in (select n.patient_id from new_rows n) order by p.id for key share;
    if exists (select from new_rows n
                 join patient_merges m on m.merged_id = n.patient_id and m.undone_at is null) then
        raise exception 'the record was merged into another' using errcode = 'CC404';
    end if;
    return null;
end
$$;

-- A treatment may end, and stay ended.
create function refuse_merged_treatment() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform from patients p
      where p.id in (select n.patient_id from new_rows n where n.ended_at is null or n.ended_at > now())
      order by p.id for key share;
    if exists (select from new_rows n
                 join patient_merges m on m.merged_id = n.patient_id and m.undone_at is null
                where n.ended_at is null or n.ended_at > now()) then
        raise exception 'the record was merged into another' using errcode = 'CC404';
    end if;
    return null;
end
$$;

-- An edit makes a new version, and an account is linked by its column; the list that is derived from the allergies
-- follows them.
create function refuse_merged_edit() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if exists (select from patient_merges m where m.merged_id = new.id and m.undone_at is null) then
        raise exception 'the record was merged into another' using errcode = 'CC404';
    end if;
    return new;
end
$$;

-- Whatever moves from one record to another does it while they are merged, or while that is undone.
create function require_merge() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if not exists (select from patient_merges m
                    where m.is_moving
                      and case when m.undone_at is null
                               then m.merged_id = old.patient_id and m.survivor_id = new.patient_id
                               else m.survivor_id = old.patient_id and m.merged_id = new.patient_id end) then
        raise exception 'a row stays in its record' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['refuse_merged()', 'refuse_merged_treatment()', 'refuse_merged_edit()',
                                     'require_merge()']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
    end loop;
end
$$;

-- What hangs on a visit can't be in another record than it.
do $$
declare
    written text;
begin
    foreach written in array array['visits', 'prescriptions', 'documents', 'patient_allergies', 'appointments',
                                   'invitations', 'break_glass_grants']
    loop
        execute format('create trigger refuse_merged after insert on %I referencing new table as new_rows
                        for each statement execute function refuse_merged()', written);
    end loop;
end
$$;
do $$
declare
    moved text;
begin
    foreach moved in array array['visits', 'prescriptions', 'documents', 'patient_allergies', 'appointments']
    loop
        execute format('create trigger require_merge before update on %I for each row
                        when (old.patient_id is distinct from new.patient_id) execute function require_merge()', moved);
    end loop;
end
$$;
create trigger refuse_merged_beginning after insert on care_relationships referencing new table as new_rows
    for each statement execute function refuse_merged_treatment();
create trigger refuse_merged_revival after update on care_relationships referencing new table as new_rows
    for each statement execute function refuse_merged_treatment();
create trigger refuse_merged_edit before update of version, user_id on patients
    for each row execute function refuse_merged_edit();

-- Who the merged record said that it was, for whoever reads the survivor.
create function merged_patient(patient uuid) returns table (first_name text, last_name text, date_of_birth date)
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return query
        select p.first_name, p.last_name, p.date_of_birth
          from patient_merges m
          join patients p on p.id = m.merged_id
         where m.merged_id = patient and m.undone_at is null
           and (treats(m.survivor_id) or m.survivor_id = current_patient_id());
end
$$;
alter function merged_patient(uuid) owner to carechart_definer;
revoke all on function merged_patient(uuid) from public;
grant execute on function merged_patient(uuid) to carechart_app;
