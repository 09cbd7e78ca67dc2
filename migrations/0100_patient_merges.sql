-- Two records of one person become one: what is in the merged record moves to the survivor, and is written down row by
-- row, so that it can be put back. docs/decisions/0008 says why it is as it is.

create table patient_merges (
    id uuid primary key,
    survivor_id uuid not null references patients,
    merged_id uuid not null references patients,
    merged_by uuid not null references providers,
    merged_at timestamptz not null default now(),
    reason text not null check (length(reason) between 1 and 500),
    -- What undoing gives back: the account that moved, and what was known of the survivor's allergies.
    moved_account uuid references users,
    earlier_allergy_status text not null,
    undone_at timestamptz,
    undone_by uuid references providers,
    -- While the function that merges or undoes runs, and never afterwards: only then rows may move.
    is_moving boolean not null default false,
    check (survivor_id <> merged_id),
    check ((undone_at is null) = (undone_by is null))
);
-- A record is merged into one other at most.
create unique index on patient_merges (merged_id) where undone_at is null;
create index on patient_merges (survivor_id) where undone_at is null;

create table patient_merge_rows (
    merge_id uuid not null references patient_merges,
    table_name text not null,
    row_id uuid not null,
    -- The row's identifier, where the survivor had a row of the same: it was taken from the row.
    external_id text,
    -- An allergy that the survivor says word by word already: it moves as one that is no longer active.
    is_repeated boolean not null,
    primary key (merge_id, table_name, row_id)
);

-- Who treated the merged record without an end.
create table patient_merge_relationships (
    merge_id uuid not null references patient_merges,
    provider_id uuid not null references providers,
    primary key (merge_id, provider_id)
);

alter table patient_merges enable row level security, force row level security;
create policy treating on patient_merges for select to carechart_app
    using (exists (select from care_relationships c
                    where c.provider_id = (select current_provider_id()) and c.patient_id = patient_merges.survivor_id
                      and (c.ended_at is null or c.ended_at > now())));
create policy own_record on patient_merges for select to carechart_app
    using (survivor_id = (select current_patient_id()));
create policy owner_reads on patient_merges for select to carechart_owner using (true);
create policy definer_reads on patient_merges for select to carechart_definer using (true);
create policy definer_merges on patient_merges for insert to carechart_definer
    with check (merged_by = (select current_provider_id()) and undone_at is null and is_moving
                and may_pass_on(survivor_id) and may_pass_on(merged_id));
create policy definer_undoes on patient_merges for update to carechart_definer
    using (undone_at is null and may_pass_on(survivor_id))
    with check (undone_at = now() and undone_by = (select current_provider_id()) and is_moving);
create policy definer_finishes on patient_merges for update to carechart_definer
    using (is_moving) with check (not is_moving);
grant select (id, survivor_id, merged_id, merged_by, merged_at, reason, undone_at, undone_by)
    on patient_merges to carechart_app;
grant select, insert (id, survivor_id, merged_id, merged_by, reason, moved_account, earlier_allergy_status, is_moving),
      update (undone_at, undone_by, is_moving)
    on patient_merges to carechart_definer;

alter table patient_merge_rows enable row level security, force row level security;
create policy owner_reads on patient_merge_rows for select to carechart_owner using (true);
create policy definer_reads on patient_merge_rows for select to carechart_definer using (true);
create policy definer_writes on patient_merge_rows for insert to carechart_definer with check (true);
grant select, insert on patient_merge_rows to carechart_definer;

alter table patient_merge_relationships enable row level security, force row level security;
create policy owner_reads on patient_merge_relationships for select to carechart_owner using (true);
create policy definer_reads on patient_merge_relationships for select to carechart_definer using (true);
create policy definer_writes on patient_merge_relationships for insert to carechart_definer with check (true);
grant select, insert on patient_merge_relationships to carechart_definer;

do $$
declare
    kept text;
begin
    foreach kept in array array['patient_merges', 'patient_merge_rows', 'patient_merge_relationships']
    loop
        execute format('create trigger kept before delete or truncate on %I
                        for each statement execute function refuse_change()', kept);
    end loop;
    foreach kept in array array['patient_merge_rows', 'patient_merge_relationships']
    loop
        execute format('create trigger unchanged before update on %I
                        for each statement execute function refuse_change()', kept);
    end loop;
end
$$;

-- What hangs on a visit follows it from record to record; otherwise it says what it said.
alter table visit_versions drop constraint visit_versions_visit_id_patient_id_fkey,
    add foreign key (visit_id, patient_id) references visits (id, patient_id) on update cascade;
alter table visit_addenda drop constraint visit_addenda_visit_id_patient_id_fkey,
    add foreign key (visit_id, patient_id) references visits (id, patient_id) on update cascade;
alter table visit_private_notes drop constraint visit_private_notes_visit_id_patient_id_fkey,
    add foreign key (visit_id, patient_id) references visits (id, patient_id) on update cascade;
alter table prescriptions drop constraint prescriptions_visit_id_patient_id_fkey,
    add foreign key (visit_id, patient_id) references visits (id, patient_id) on update cascade;

do $$
declare
    kept text;
begin
    foreach kept in array array['visit_versions', 'visit_addenda']
    loop
        execute format('drop trigger unchanged on %I', kept);
        execute format('create trigger unchanged before update on %I for each row
                        when (to_jsonb(old) - ''patient_id'' is distinct from to_jsonb(new) - ''patient_id'')
                        execute function refuse_change()', kept);
    end loop;
end
$$;

-- A treatment may begin by a merge, beside whatever else it may begin by.
do $$
declare
    known constant text := pg_get_constraintdef(oid) from pg_constraint
                            where conrelid = 'care_relationships'::regclass
                              and conname = 'care_relationships_began_by_check';
    widened constant text := replace(known, 'ARRAY[', 'ARRAY[''merge''::text, ');
begin
    if widened is null or widened = known then
        raise exception 'care_relationships doesn''t say how a treatment begins';
    end if;
    alter table care_relationships drop constraint care_relationships_began_by_check;
    execute 'alter table care_relationships add constraint care_relationships_began_by_check ' || widened;
end
$$;
