-- Merging two records: by a provider who treats both without an end, and so could share either chart with whoever treats the
-- other. Everything that moves is locked first. 20_unmerging.sql undoes it.

-- The tables whose rows move, those that others hang on first: a visit takes along what hangs on it. Everything else of a
-- record stays with it.
create function moving_tables() returns text[]
    language plpgsql stable security definer
as $$
begin
    return array(select r.name from record_tables r
                  where r.on_merge = 'moves'
                  order by (select count(*) from pg_constraint f
                             where f.contype = 'f' and f.confrelid = r.name::regclass) desc, r.name);
end
$$;

-- Whether the survivor says this allergy of the merged record already, word by word.
create function repeats_allergy(allergy uuid, survivor uuid) returns boolean
    language sql stable security definer
begin atomic
    select exists (select from patient_allergies a
                     join patient_allergies known
                       on known.patient_id = survivor and known.status = 'active'
                      and normalized(known.substance) = normalized(a.substance)
                      and normalized(known.reaction) = normalized(a.reaction) and known.severity = a.severity
                    where a.id = allergy and a.status = 'active');
end;

-- Holds both records for whoever merges them or takes them apart, and what a change of their pairs holds, in the one order
-- in which nobody waits for each other: the covers of those who treat them (a cover that begins or ends holds its lock
-- before it asks for a patient), the patients, the colleagues who cover (a pair that changes holds its patient before).
create function hold_records(survivor uuid, merged uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(treating.provider_id::text, 4))
       from (select distinct c.provider_id from care_relationships c where c.patient_id in (survivor, merged)
              order by c.provider_id) treating;
    perform from patients p where p.id in (survivor, merged) order by p.id for update;
    perform pg_advisory_xact_lock(hashtextextended(covering.id::text, 5))
       from (select distinct v.covering_id as id
               from running_covers() v
               join care_relationships c on c.provider_id in (v.covered_id, v.covering_id)
              where c.patient_id in (survivor, merged)
              order by v.covering_id) covering;
end
$$;

-- The same for whoever is about to merge them; false, and nothing is held, unless they treat both without an end.
create function hold_to_merge(survivor uuid, merged uuid) returns boolean
    language plpgsql volatile security definer
as $$
begin
    if not may_pass_on(survivor) or not may_pass_on(merged) then
        return false;
    end if;
    perform hold_records(survivor, merged);
    return may_pass_on(survivor) and may_pass_on(merged);
end
$$;

-- Merges `merged` into `survivor`. Answers 'merged', 'changed' when either has another version by now, or the obstacle.
-- The survivor keeps its demographics. What is known of its allergies it keeps, too, unless it gets one.
create function merge_patients(
    id uuid, survivor uuid, merged uuid, survivor_version integer, merged_version integer, reason text
) returns text
    language plpgsql volatile security definer
as $$
declare
    merging constant uuid := current_provider_id();
    obstacle text := merge_obstacle(survivor, merged);
    earlier_status text;
    account uuid;
    moved text;
    has_external_ids boolean;
begin
    if obstacle = 'hidden' then
        return obstacle;
    end if;
    perform require_confirmation();
    -- Locked, and only then looked at again: of two merges at once the second sees what the first did.
    perform hold_records(survivor, merged);
    obstacle := merge_obstacle(survivor, merged);
    if obstacle is not null then
        return obstacle;
    end if;
    select p.allergy_status into earlier_status from patients p where p.id = survivor and p.version = survivor_version;
    if earlier_status is null
       or not exists (select from patients p where p.id = merged and p.version = merged_version) then
        return 'changed';
    end if;

    -- Before anything moves: afterwards nobody treats the merged record, and the event would say that they had no right.
    perform audit('patient.merge', survivor, $1);
    perform audit('patient.merge', merged, $1);

    -- The merged record while it may still be written, and with it what it said.
    select p.user_id into account from patients p where p.id = merged;
    update patients p set user_id = null, version = p.version + 1, updated_at = now() where p.id = merged;
    update patients p
       set user_id = coalesce(p.user_id, account), version = p.version + 1, updated_at = now(),
           allergy_status = case when exists (select from patient_allergies a
                                               where a.patient_id = merged and a.status = 'active')
                                 then 'recorded' else p.allergy_status end
     where p.id = survivor;
    update links l set closed_at = now(), closed_by = 'merge'
     where l.purpose = 'invitation' and l.patient_id in (survivor, merged) and l.closed_at is null;
    insert into patient_merges (id, survivor_id, merged_id, merged_by, reason, moved_account, earlier_allergy_status,
                                is_moving)
    values ($1, survivor, merged, merging, $6, account, earlier_status, true);

    foreach moved in array moving_tables()
    loop
        has_external_ids := exists (select from pg_attribute
                                     where attrelid = moved::regclass and attname = 'external_id' and not attisdropped);
        execute format('insert into patient_merge_rows (merge_id, table_name, row_id, external_id, is_repeated)
                        select $1, %L, r.id, %s, %s from %I r where r.patient_id = $2', moved,
                       case when has_external_ids
                            then format('(select known.external_id from %I known
                                           where known.patient_id = $3 and known.external_id = r.external_id)', moved)
                            else 'null' end,
                       case moved when 'patient_allergies' then 'repeats_allergy(r.id, $3)' else 'false' end, moved)
          using $1, merged, survivor;
        -- An identifier is there once in a record.
        if has_external_ids then
            execute format('update %I r set external_id = null from patient_merge_rows l
                             where l.merge_id = $1 and l.table_name = %L and l.row_id = r.id
                               and l.external_id is not null', moved, moved)
              using $1;
        end if;
    end loop;
    update patient_allergies a set status = 'inactive'
      from patient_merge_rows l
     where l.merge_id = $1 and l.table_name = 'patient_allergies' and l.is_repeated and a.id = l.row_id;
    -- In a loop of its own: visits take their prescriptions along, which are written down by now.
    foreach moved in array moving_tables()
    loop
        execute format('update %I r set patient_id = $2 from patient_merge_rows l
                         where l.merge_id = $1 and l.table_name = %L and l.row_id = r.id and r.patient_id = $3',
                       moved, moved)
          using $1, survivor, merged;
    end loop;

    insert into patient_merge_relationships (merge_id, provider_id)
    select $1, c.provider_id from care_relationships c where c.patient_id = merged and c.ended_at is null;
    insert into care_relationships as c (provider_id, patient_id, began_by, shared_by)
    select r.provider_id, survivor, 'merge', merging from patient_merge_relationships r where r.merge_id = $1
    on conflict (provider_id, patient_id) do update
       set began_by = 'merge', shared_by = merging, began_at = now(), ended_at = null
     where c.ended_at is not null;
    update care_relationships c set ended_at = now() where c.patient_id = merged and c.ended_at is null;
    update patient_merges m set is_moving = false where m.id = $1;
    return 'merged';
end
$$;

grant execute on function hold_to_merge(uuid, uuid), merge_patients(uuid, uuid, uuid, integer, integer, text)
    to carechart_app;
