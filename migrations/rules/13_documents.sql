-- Documents. Who reads them: the register; one that was filed in error is no longer the patient's to read. Whoever writes the
-- record files, reviews and marks them.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('documents', 'patient_id', true, true, true, 'entered_in_error_at is not null', false, 'moves', null);

create policy treating_files on documents for insert to carechart_app
    with check (uploaded_by = (select current_user_id()) and exists (select from writes_record(patient_id)));
create policy treating_marks on documents for update to carechart_app using (exists (select from writes_record(patient_id)));
grant select, insert (id, patient_id, uploaded_by, file_url, document_type, media_type, description, size_bytes, sha256),
      update (reviewed_at, reviewed_by, entered_in_error_at, entered_in_error_reason)
    on documents to carechart_app;

-- A document is reviewed once, by the caller.
create function require_review() returns trigger
    language plpgsql
as $$
begin
    if old.reviewed_at is not null or new.reviewed_by is distinct from current_provider_id() then
        raise exception 'a review is made once, and by the caller' using errcode = 'restrict_violation';
    end if;
    return new;
end
$$;
create trigger require_review before update on documents for each row
    when ((old.reviewed_at, old.reviewed_by) is distinct from (new.reviewed_at, new.reviewed_by))
    execute function require_review();

-- Those of the objects' keys that have a row, for the sweep of orphaned objects. A key is a random id, so that knowing
-- one to ask about gives nothing away. It asks about documents of everybody.
grant select (file_url) on documents to carechart_definer;
create policy definer_reads on documents for select to carechart_definer using (true);
create function known_object_keys(keys text[]) returns setof text
    language sql stable security definer
begin atomic
    select d.file_url from documents d where d.file_url = any (keys);
end;

grant execute on function known_object_keys(text[]) to carechart_worker;
