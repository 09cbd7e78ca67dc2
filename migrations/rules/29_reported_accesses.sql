-- What an administrator ends of an access that a patient reported, without learning whose record it is: a chart that was shared, and
-- a caregiver whom a provider let in. How it was granted doesn't matter to whoever granted it: they may be who was reported.

grant select (closed_at) on access_reports to carechart_definer;

-- What could be ended of a report that waits: 'share' or 'caregiver', in which record, and whose. No row for anyone but an
-- administrator, nor where the access goes on in its own right.
create function endable_access(report uuid) returns table (kind text, patient uuid, provider uuid, accesses uuid[])
    language sql stable security definer
begin atomic
    with reported as (
        select e.actor_user_id as account, r.patient_id,
               coalesce((select m.survivor_id from patient_merges m where m.merged_id = r.patient_id and m.undone_at is null),
                        r.patient_id) as survivor
          from access_reports r
          join audit_events e on e.id = r.event_id
         where r.id = report and r.closed_at is null and (select administers()))
    select 'caregiver', r.patient_id, null::uuid, array_agg(c.id)
      from reported r
      join running_accesses() c on c.patient_id in (r.patient_id, r.survivor) and c.user_id = r.account and c.is_until_of_age
     group by r.patient_id
    union all
    select 'share', c.patient_id, c.provider_id, '{}'
      from reported r
      join providers p on p.user_id = r.account
      join care_relationships c on c.provider_id = p.id and c.patient_id = r.survivor
     where c.began_by = 'sharing' and c.ended_at is null;
end;

-- The same for the page: the kind, and nothing of whose it is.
create function endable_access_kind(report uuid) returns text
    language sql stable security definer
begin atomic
    select a.kind from endable_access(report) a;
end;

-- 'ended'; 'last' when nobody else would treat the patient; null for anyone but an administrator, and where there is nothing to
-- end. The patient reads of it in the history, and of a caregiver's end when they next come.
create function end_reported_access(report uuid) returns text
    language plpgsql volatile security definer
as $$
declare
    ending record;
begin
    -- Locked, and only then looked at again: of two who end it at once, the second finds nothing.
    perform from patients p where p.id in (select a.patient from endable_access(report) a) for no key update;
    select a.* into ending from endable_access(report) a;
    if ending.kind = 'caregiver' then
        perform end_caregivers(ending.accesses, 'administrator');
        return 'ended';
    elsif ending.kind = 'share' then
        return end_treatment(ending.patient, ending.provider, 'chart.end_share', ending.provider);
    end if;
    return null;
end
$$;

grant execute on function endable_access_kind(uuid), end_reported_access(uuid) to carechart_app;
