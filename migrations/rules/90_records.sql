-- What the register of record tables says, made into policies, triggers and grants.

-- Whatever says whose record it is must be in the register.
do $$
declare
    forgotten text;
begin
    select string_agg(distinct c.relname, ', ' order by c.relname) into forgotten
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and (a.attname = 'patient_id'
            or exists (select from pg_constraint f
                        where f.contype = 'f' and f.conrelid = c.oid and f.confrelid = 'patients'::regclass))
       and not exists (select from record_tables r where r.name = c.relname);
    if forgotten is not null then
        raise exception 'these tables belong to a record and aren''t in record_tables: %', forgotten;
    end if;
end
$$;

do $$
declare
    r record;
    shown text;
    own text;
begin
    for r in select t.*,
                    exists (select from pg_attribute a where a.attrelid = t.name::regclass
                               and a.attname = 'entered_in_error_at' and not a.attisdropped) as is_marked,
                    exists (select from pg_attribute a where a.attrelid = t.name::regclass
                               and a.attname = 'external_id' and not a.attisdropped) as has_external_id
               from record_tables t
              order by t.name
    loop
        -- Who reads.
        shown := coalesce(' and not (' || r.hidden_when || ')', '');
        own := format('%I = (select current_patient_id())', r.record);
        if r.on_merge = 'beside' then
            own := format('(%s or (select current_patient_id()) is not null and exists (select from merged_into_own(%I)))',
                          own, r.record);
        end if;
        if r.providers_read then
            execute format('create policy treating on %I for select to carechart_app
                            using (exists (select from reads_record(%I)))', r.name, r.record);
        end if;
        if r.patients_read then
            execute format('create policy own_record on %I for select to carechart_app using (%s%s)', r.name, own, shown);
        end if;
        if r.caregivers_read then
            execute format('create policy caregiver on %I for select to carechart_app
                            using (%I = any ((select caregiver_records())::uuid[])%s)', r.name, r.record, shown);
        end if;

        -- Nothing is deleted. What keeps what was said is never changed, but that it follows its visit.
        execute format('create trigger kept before delete or truncate on %I
                        for each statement execute function refuse_change()', r.name);
        if r.versions = 'itself' then
            if r.on_merge = 'follows' then
                execute format('create trigger unchanged before update on %I for each row
                                when (to_jsonb(old) - %L is distinct from to_jsonb(new) - %L)
                                execute function refuse_change()', r.name, r.record, r.record);
            else
                execute format('create trigger unchanged before update on %I
                                for each statement execute function refuse_change()', r.name);
            end if;
        end if;
        if r.is_marked then
            execute format('create trigger sign_entered_in_error before update on %I for each row
                            when (old.entered_in_error_at is null and new.entered_in_error_at is not null)
                            execute function sign_entered_in_error()', r.name);
            execute format('create trigger keep_entered_in_error before update on %I for each row
                            when (old.entered_in_error_at is not null
                                  and (old.entered_in_error_at, old.entered_in_error_reason, old.entered_in_error_by)
                                      is distinct from
                                      (new.entered_in_error_at, new.entered_in_error_reason, new.entered_in_error_by))
                            execute function keep_entered_in_error()', r.name);
        end if;

        -- Merging. What follows a visit can't be in another record than it, and what is special has triggers of its own.
        if r.on_merge in ('moves', 'beside', 'stays') then
            execute format('create trigger refuse_merged after insert on %I referencing new table as new_rows
                            for each statement execute function refuse_merged()', r.name);
        end if;
        if r.on_merge = 'moves' then
            execute format('create trigger require_merge before update on %I for each row
                            when (old.patient_id is distinct from new.patient_id) execute function require_merge()', r.name);
            execute format('create policy definer_finds_to_move on %I for select to carechart_definer
                            using (exists (select from moving_merges(patient_id)))', r.name);
            execute format('create policy definer_moves on %I for update to carechart_definer
                            using (exists (select from moving_merges(patient_id)))
                            with check (exists (select from moving_merges(patient_id)))', r.name);
            execute format('grant select (id, patient_id), update (patient_id) on %I to carechart_definer', r.name);
            if r.has_external_id then
                execute format('grant select (external_id), update (external_id) on %I to carechart_definer', r.name);
            end if;
        end if;
    end loop;
end
$$;

-- What keeps versions is a table of the record whose rows don't change.
do $$
declare
    wrong text;
begin
    select string_agg(r.name, ', ' order by r.name) into wrong
      from record_tables r
     where r.versions <> 'itself'
       and not exists (select from record_tables kept where kept.name = r.versions and kept.versions = 'itself');
    if wrong is not null then
        raise exception 'what keeps the versions of these tables is no table that keeps its rows as they are: %', wrong;
    end if;
end
$$;

-- In an emergency a provider writes what the register says, and nothing else.
do $$
declare
    wrong text;
begin
    select string_agg(format('%s on %s', p.policyname, p.tablename), ', ' order by p.tablename, p.policyname) into wrong
      from pg_policies p
      join record_tables r on r.name = p.tablename
     where p.schemaname = 'public' and 'carechart_app' = any (p.roles) and p.cmd in ('INSERT', 'UPDATE', 'ALL')
       and not r.emergency_writes
       and concat(p.qual, p.with_check) ~ '\m(writes_in_emergency|reads_record|treats)\(';
    if wrong is not null then
        raise exception 'these policies let an emergency write what record_tables says it doesn''t: %', wrong;
    end if;
end
$$;
