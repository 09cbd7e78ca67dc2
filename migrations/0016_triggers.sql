-- What holds for whoever writes, the owner's role included.

-- `patients.allergies` is derived from the rows of patient_allergies. By the definer, as nobody may write it.
create function derive_allergies() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update patients p
       set allergies = derived.substances
      from (select changed.patient_id,
                   array(select a.substance from patient_allergies a
                          where a.patient_id = changed.patient_id and a.status = 'active'
                          group by a.substance order by normalized(a.substance), a.substance) as substances
              from (select distinct patient_id from changed_rows) changed) derived
     where p.id = derived.patient_id and p.allergies is distinct from derived.substances;
    return null;
end
$$;
alter function derive_allergies() owner to carechart_definer;
revoke all on function derive_allergies() from public;

create trigger derive_allergies_of_new after insert on patient_allergies
    referencing new table as changed_rows for each statement execute function derive_allergies();
create trigger derive_allergies_of_changed after update on patient_allergies
    referencing new table as changed_rows for each statement execute function derive_allergies();

-- Nothing clinical is deleted, and an event isn't changed either. Triggers bind the owner, whom no grant does.
create function refuse_change() returns trigger
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    raise exception '% of % is not permitted', lower(tg_op), tg_table_name using errcode = 'restrict_violation';
end
$$;
revoke all on function refuse_change() from public;

do $$
declare
    kept text;
begin
    foreach kept in array array['patients', 'patient_allergies', 'care_relationships', 'visits', 'visit_versions',
                                'visit_addenda', 'visit_private_notes', 'prescriptions', 'documents', 'appointments',
                                'audit_events']
    loop
        execute format('create trigger kept before delete or truncate on %I
                        for each statement execute function refuse_change()', kept);
    end loop;
    foreach kept in array array['audit_events', 'visit_versions', 'visit_addenda']
    loop
        execute format('create trigger unchanged before update on %I
                        for each statement execute function refuse_change()', kept);
    end loop;
end
$$;

-- The first mark as entered in error, with its time and reason, stands.
create function keep_entered_in_error() returns trigger
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    raise exception 'what was entered in error stays so' using errcode = 'restrict_violation';
end
$$;
revoke all on function keep_entered_in_error() from public;

do $$
declare
    marked text;
begin
    foreach marked in array array['visits', 'prescriptions', 'documents']
    loop
        execute format('create trigger keep_entered_in_error before update on %I for each row
                        when (old.entered_in_error_at is not null
                              and (old.entered_in_error_at, old.entered_in_error_reason)
                                  is distinct from (new.entered_in_error_at, new.entered_in_error_reason))
                        execute function keep_entered_in_error()', marked);
    end loop;
end
$$;

-- A visit changes what it says only by an amendment: what it said stands in visit_versions, under its version.
create function require_kept_version() returns trigger
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
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
revoke all on function require_kept_version() from public;

create trigger require_kept_version before update on visits for each row
    when ((old.version, old.visit_date, old.chief_complaint, old.diagnosis, old.notes, old.vitals)
          is distinct from (new.version, new.visit_date, new.chief_complaint, new.diagnosis, new.notes, new.vitals))
    execute function require_kept_version();

-- A prescription is stopped once, in the name of who stops it, and doesn't begin again.
create function require_stop() returns trigger
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if not old.is_active or new.is_active or new.stopped_by is distinct from current_provider_id() then
        raise exception 'a prescription is only stopped, and by the caller' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
revoke all on function require_stop() from public;

create trigger require_stop before update on prescriptions for each row
    when ((old.is_active, old.end_date, old.stopped_by, old.stop_reason)
          is distinct from (new.is_active, new.end_date, new.stopped_by, new.stop_reason))
    execute function require_stop();

-- A document is reviewed once, by the caller.
create function require_review() returns trigger
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if old.reviewed_at is not null or new.reviewed_by is distinct from current_provider_id() then
        raise exception 'a review is made once, and by the caller' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
revoke all on function require_review() from public;

create trigger require_review before update on documents for each row
    when ((old.reviewed_at, old.reviewed_by) is distinct from (new.reviewed_at, new.reviewed_by))
    execute function require_review();
