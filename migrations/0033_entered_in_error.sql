-- What was entered in error. A visit takes along what its author prescribed in it: a visit in the wrong chart would
-- otherwise leave its medicines active there. What an absent author wrote can be struck out by whoever treats the
-- patient. And who struck it out stands beside the mark.

alter table visits add column entered_in_error_by uuid references providers,
    add check (entered_in_error_by is null or entered_in_error_at is not null);
alter table prescriptions add column entered_in_error_by uuid references providers,
    add check (entered_in_error_by is null or entered_in_error_at is not null);
alter table documents add column entered_in_error_by uuid references providers,
    add check (entered_in_error_by is null or entered_in_error_at is not null);
create index on prescriptions (visit_id);

-- The application may not write the column: whoever marks is named here.
create function sign_entered_in_error() returns trigger
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    new.entered_in_error_by := current_provider_id();
    return new;
end
$$;
revoke all on function sign_entered_in_error() from public;

do $$
declare
    marked text;
begin
    foreach marked in array array['visits', 'prescriptions', 'documents']
    loop
        execute format('create trigger sign_entered_in_error before update on %I for each row
                        when (old.entered_in_error_at is null and new.entered_in_error_at is not null)
                        execute function sign_entered_in_error()', marked);
        execute format('drop trigger keep_entered_in_error on %I', marked);
        execute format('create trigger keep_entered_in_error before update on %I for each row
                        when (old.entered_in_error_at is not null
                              and (old.entered_in_error_at, old.entered_in_error_reason, old.entered_in_error_by)
                                  is distinct from
                                  (new.entered_in_error_at, new.entered_in_error_reason, new.entered_in_error_by))
                        execute function keep_entered_in_error()', marked);
    end loop;
end
$$;

-- As whoever marks the visit: the author's policies, or the definer's below, permit it.
create function mark_prescriptions_of_visit() returns trigger
    language plpgsql
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update prescriptions r
       set entered_in_error_at = new.entered_in_error_at, entered_in_error_reason = new.entered_in_error_reason
     where r.visit_id = new.id and r.provider_id = new.provider_id and r.entered_in_error_at is null;
    return null;
end
$$;
revoke all on function mark_prescriptions_of_visit() from public;

create trigger mark_prescriptions_of_visit after update on visits for each row
    when (old.entered_in_error_at is null and new.entered_in_error_at is not null)
    execute function mark_prescriptions_of_visit();

-- Whether the caller, who treats the patient, may say that what `author` wrote was entered in error: the author may;
-- anyone may where no author is named, or where the author can't: without an account or the verification, or because
-- they don't treat the patient any more.
create function may_mark_in_error(author uuid, patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return treats(patient)
       and (author = (select current_provider_id())
            or not exists (select from care_relationships c
                             join providers p on p.id = c.provider_id
                            where c.provider_id = author and c.patient_id = patient and c.ended_at is null
                              and p.is_verified and p.user_id is not null)) is true;
end
$$;

grant select (id, patient_id, provider_id, entered_in_error_at),
      update (entered_in_error_at, entered_in_error_reason) on visits to carechart_definer;
create policy definer_reads on visits for select to carechart_definer
    using (may_mark_in_error(provider_id, patient_id));
create policy definer_marks on visits for update to carechart_definer
    using (entered_in_error_at is null and may_mark_in_error(provider_id, patient_id))
    with check (may_mark_in_error(provider_id, patient_id));

grant select (id, patient_id, provider_id, visit_id, entered_in_error_at),
      update (entered_in_error_at, entered_in_error_reason) on prescriptions to carechart_definer;
create policy definer_reads on prescriptions for select to carechart_definer
    using (may_mark_in_error(provider_id, patient_id));
create policy definer_marks on prescriptions for update to carechart_definer
    using (entered_in_error_at is null and may_mark_in_error(provider_id, patient_id))
    with check (may_mark_in_error(provider_id, patient_id));

-- Marks a visit, and says whose it is; null where the caller may not. The first mark stands. The policies decide.
create function mark_visit_in_error(visit uuid, reason text) returns uuid
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update visits v
       set entered_in_error_at = now(), entered_in_error_reason = reason
     where v.id = visit and v.entered_in_error_at is null;
    return (select v.patient_id from visits v where v.id = visit);
end
$$;

-- The same of a prescription.
create function mark_prescription_in_error(prescription uuid, reason text) returns uuid
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    update prescriptions r
       set entered_in_error_at = now(), entered_in_error_reason = reason
     where r.id = prescription and r.entered_in_error_at is null;
    return (select r.patient_id from prescriptions r where r.id = prescription);
end
$$;

do $$
declare
    signature text;
begin
    foreach signature in array array['may_mark_in_error(uuid, uuid)', 'mark_visit_in_error(uuid, text)',
                                     'mark_prescription_in_error(uuid, text)']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
