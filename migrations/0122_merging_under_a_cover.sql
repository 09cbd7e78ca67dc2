-- A cover is no obstacle to a merge any more: its pairs follow whoever is covered (0082), also when a merge ends some
-- treatments and begins others. Emergency access still is, even while a cover's pair stands in its place.

create or replace function merge_obstacle(survivor uuid, merged uuid) returns text
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return case
        when survivor = merged or not may_pass_on(survivor) or not may_pass_on(merged) then 'hidden'
        when (select count(distinct p.date_of_birth) from patients p where p.id in (survivor, merged)) <> 1
            then 'other_birth_date'
        when (select count(p.user_id) from patients p where p.id in (survivor, merged)) = 2 then 'two_accounts'
        when exists (select from care_relationships c
                      where c.patient_id in (survivor, merged) and c.ended_at > now()
                        and (c.began_by = 'break_glass'
                             or exists (select from break_glass_grants g
                                         where g.provider_id = c.provider_id and g.patient_id = c.patient_id
                                           and g.expires_at > now()))) then 'emergency_access'
        when exists (select from patient_merges m where m.survivor_id = merged and m.undone_at is null)
            then 'includes_another'
    end;
end
$$;

-- Holds both records for whoever merges them or takes them apart, and what a change of their pairs holds, in the one order
-- in which nobody waits for each other: the covers of those who treat them (a cover that begins or ends holds its lock
-- before it asks for a patient), the patients, the colleagues who cover (a pair that changes holds its patient before).
create function hold_records(survivor uuid, merged uuid) returns void
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended(treating.provider_id::text, 4))
       from (select distinct c.provider_id from care_relationships c where c.patient_id in (survivor, merged)
              order by c.provider_id) treating;
    perform from patients p where p.id in (survivor, merged) order by p.id for update;
    perform pg_advisory_xact_lock(hashtextextended(covering.id::text, 5))
       from (select distinct v.covering_id as id
               from covers v
               join care_relationships c on c.provider_id in (v.covered_id, v.covering_id)
              where c.patient_id in (survivor, merged) and v.accepted_at is not null and v.closed_at is null
                and v.until > now()
              order by v.covering_id) covering;
end
$$;
alter function hold_records(uuid, uuid) owner to carechart_definer;
revoke all on function hold_records(uuid, uuid) from public;

-- The same for whoever is about to merge them; false, and nothing is held, unless they treat both without an end.
create function hold_to_merge(survivor uuid, merged uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    if not may_pass_on(survivor) or not may_pass_on(merged) then
        return false;
    end if;
    perform hold_records(survivor, merged);
    return may_pass_on(survivor) and may_pass_on(merged);
end
$$;
alter function hold_to_merge(uuid, uuid) owner to carechart_definer;
revoke all on function hold_to_merge(uuid, uuid) from public;
grant execute on function hold_to_merge(uuid, uuid) to carechart_app;

-- As in 0082; and whoever stops treating the patient themselves, while they cover for a colleague who does.
create or replace function follow_covers() returns trigger
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    -- Waits for a cover that is being accepted or ended, which wouldn't see the patient.
    perform pg_advisory_xact_lock_shared(hashtextextended(new.provider_id::text, 4));
    perform follow_covers_of(v.covering_id, new.patient_id)
       from covers v
      where v.covered_id = new.provider_id and v.accepted_at is not null and v.closed_at is null and v.until > now();
    if new.ended_at is not null
       and exists (select from covers v
                    where v.covering_id = new.provider_id and v.accepted_at is not null and v.closed_at is null
                      and v.until > now()) then
        perform follow_covers_of(new.provider_id, new.patient_id);
    end if;
    return null;
end
$$;

-- The functions of 0103 hold what they change; and undoing asks of a treatment when it began, which for one that a merge
-- began is the time of that merge. Who came by this merge leaves, unless another one that stands lists them and is no older
-- than the treatment: before that they had ended it. Who stays because nobody else would, stays for themselves.
do $$
declare
    change record;
    before text;
begin
    for change in
        select * from (values
            ('merge_patients(uuid, uuid, uuid, integer, integer, text)',
             'perform from patients p where p.id in (survivor, merged) order by p.id for update;',
             'perform hold_records(survivor, merged);'),
            ('unmerge_patients(uuid)',
             'perform from patients p where p.id in (undone.survivor_id, undone.merged_id) order by p.id for update;',
             'perform hold_records(undone.survivor_id, undone.merged_id);'),
            ('unmerge_patients(uuid)',
             'leaving := array(select r.provider_id from patient_merge_relationships r
                      where r.merge_id = merge
                        and not exists (select from patient_merges m
                                          join patient_merge_relationships o on o.merge_id = m.id
                                         where m.survivor_id = undone.survivor_id and m.undone_at is null
                                           and o.provider_id = r.provider_id));',
             'leaving := array(select r.provider_id
                       from patient_merge_relationships r
                       join care_relationships c
                         on c.provider_id = r.provider_id and c.patient_id = undone.survivor_id and c.began_by = ''merge''
                      where r.merge_id = merge and c.ended_at is null
                        and exists (select from patient_merges m
                                      join patient_merge_relationships o on o.merge_id = m.id
                                     where m.survivor_id = undone.survivor_id and o.provider_id = r.provider_id
                                       and m.merged_at = c.began_at)
                        and not exists (select from patient_merges m
                                          join patient_merge_relationships o on o.merge_id = m.id
                                         where m.survivor_id = undone.survivor_id and m.undone_at is null
                                           and o.provider_id = r.provider_id and m.merged_at >= c.began_at));'),
            ('unmerge_patients(uuid)',
             'leaving := array_remove(leaving, undoing);',
             'leaving := array_remove(leaving, undoing);
        update care_relationships c set began_at = now(), shared_by = undoing
         where c.provider_id = undoing and c.patient_id = undone.survivor_id and c.began_by = ''merge''
           and c.ended_at is null;')
        ) as changes (signature, asks, answer)
    loop
        before := pg_get_functiondef(change.signature::regprocedure);
        if length(before) - length(replace(before, change.asks, '')) <> length(change.asks) then
            raise exception '% isn''t what it was', change.signature;
        end if;
        execute replace(before, change.asks, change.answer);
    end loop;
end
$$;
