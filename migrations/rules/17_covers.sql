-- Covering for a colleague until a time: they then treat all patients whom the provider treats without an end, those
-- registered meanwhile included, by pairs of their own whose `ended_at` lies ahead. Such a pair passes nothing on.

create policy mine on covers for select to carechart_app
    using (covered_id = (select current_provider_id()) or covering_id = (select current_provider_id()));
grant select on covers to carechart_app;
grant select, insert (id, covered_id, covering_id, until), update (accepted_at, closed_at, declined_at)
    on covers to carechart_definer;

create trigger kept before delete or truncate on covers for each statement execute function refuse_change();

-- A cover that runs, put into the query that asks.
create function running_covers() returns setof covers
    language sql stable parallel safe
begin atomic
    select v.* from covers v where v.accepted_at is not null and v.closed_at is null and v.until > now();
end;

-- A pair so begun is of a colleague who covers, and lasts exactly as long.
create policy definer_covers on care_relationships for insert to carechart_definer
    with check (began_by = 'cover' and shared_by is null
                and exists (select from running_covers() v
                             where v.covering_id = care_relationships.provider_id
                               and v.until = care_relationships.ended_at));
create policy definer_covers_again on care_relationships for update to carechart_definer
    using (ended_at is not null)
    with check (began_by = 'cover' and shared_by is null
                and exists (select from running_covers() v
                             where v.covering_id = care_relationships.provider_id
                               and v.until = care_relationships.ended_at));
-- An emergency access that a cover took the place of goes on when the cover ends before it.
create policy definer_goes_on_with_emergency on care_relationships for update to carechart_definer
    using (began_by = 'cover')
    with check (began_by = 'break_glass'
                and exists (select from break_glass_grants g
                             where g.provider_id = care_relationships.provider_id
                               and g.patient_id = care_relationships.patient_id
                               and g.expires_at = care_relationships.ended_at and g.expires_at > now()));

-- Makes a colleague's pairs what the covers that they have accepted say now; of one patient, or of all. A treatment
-- without an end stays, and so does an access that lasts longer.
create function follow_covers_of(covering uuid, only_patient uuid) returns void
    language plpgsql volatile security definer
as $$
begin
    -- Of two that change what the colleague covers, the second sees what the first did.
    perform pg_advisory_xact_lock(hashtextextended(covering::text, 5));
    insert into care_relationships as c (provider_id, patient_id, began_by, ended_at)
    select covering, o.patient_id, 'cover', max(v.until)
      from running_covers() v
      join care_relationships o on o.provider_id = v.covered_id and o.ended_at is null
     where v.covering_id = covering and (only_patient is null or o.patient_id = only_patient)
     group by o.patient_id
    on conflict (provider_id, patient_id) do update
       set began_by = 'cover', shared_by = null, ended_at = excluded.ended_at,
           began_at = case when c.began_by = 'cover' and c.ended_at > now() then c.began_at else now() end
     where c.ended_at is not null and c.ended_at <> excluded.ended_at
       and (c.began_by = 'cover' or c.ended_at < excluded.ended_at);
    update care_relationships c
       set (began_by, ended_at) = (select case when max(g.expires_at) is null then 'cover' else 'break_glass' end,
                                          coalesce(max(g.expires_at), now())
                                     from break_glass_grants g
                                    where g.provider_id = c.provider_id and g.patient_id = c.patient_id
                                      and g.expires_at > now())
     where c.provider_id = covering and c.began_by = 'cover' and c.ended_at > now()
       and (only_patient is null or c.patient_id = only_patient)
       and not exists (select from running_covers() v
                         join care_relationships o on o.provider_id = v.covered_id and o.ended_at is null
                        where v.covering_id = covering and o.patient_id = c.patient_id);
end
$$;

-- A patient comes to the covered provider, or goes; or whoever covers stops treating the patient themselves, while they cover
-- for a colleague who does.
create function follow_covers() returns trigger
    language plpgsql volatile security definer
as $$
begin
    -- Waits for a cover that is being accepted or ended, which wouldn't see the patient.
    perform pg_advisory_xact_lock_shared(hashtextextended(new.provider_id::text, 4));
    perform follow_covers_of(v.covering_id, new.patient_id) from running_covers() v where v.covered_id = new.provider_id;
    if new.ended_at is not null and exists (select from running_covers() v where v.covering_id = new.provider_id) then
        perform follow_covers_of(new.provider_id, new.patient_id);
    end if;
    return null;
end
$$;
create trigger follow_covers_of_new after insert on care_relationships for each row
    when (new.ended_at is null) execute function follow_covers();
create trigger follow_covers_of_changed after update on care_relationships for each row
    when ((old.ended_at is null) <> (new.ended_at is null)) execute function follow_covers();

-- False when the caller isn't a verified provider or the colleague can't treat anybody. The table refuses a time that is
-- over or too far.
create function ask_cover(id uuid, colleague uuid, until timestamptz) returns boolean
    language plpgsql volatile security definer
as $$
declare
    asking constant uuid := current_provider_id();
begin
    if asking is null or colleague = asking or not active_provider(colleague) then
        return false;
    end if;
    perform require_confirmation();
    insert into covers (id, covered_id, covering_id, until) values ($1, asking, colleague, $3)
    on conflict do nothing;
    if not exists (select from covers v where v.id = $1 and v.covered_id = asking and v.covering_id = colleague) then
        return false;
    end if;
    perform audit('cover.ask', null, colleague);
    return true;
end
$$;

-- False for a question that isn't the caller's to answer, was closed, or is over.
create function answer_cover(cover uuid, accepted boolean) returns boolean
    language plpgsql volatile security definer
as $$
declare
    answering constant uuid := current_provider_id();
begin
    perform pg_advisory_xact_lock(hashtextextended(v.covered_id::text, 4))
       from covers v where v.id = cover and v.covering_id = answering;
    update covers v
       set accepted_at = case when accepted then now() end, closed_at = case when not accepted then now() end,
           declined_at = case when not accepted then now() end
     where v.id = cover and v.covering_id = answering and v.accepted_at is null and v.closed_at is null
       and v.until > now() and (not accepted or active_provider(v.covered_id));
    if not found then
        return false;
    end if;
    if accepted then
        perform require_confirmation();
        perform follow_covers_of(answering, null);
    end if;
    perform audit(case when accepted then 'cover.accept' else 'cover.decline' end, null, cover);
    return true;
end
$$;

-- By either side, before its time; a question that nobody has answered yet is taken back.
create function end_cover(cover uuid) returns boolean
    language plpgsql volatile security definer
as $$
declare
    covering uuid;
begin
    perform pg_advisory_xact_lock(hashtextextended(v.covered_id::text, 4))
       from covers v where v.id = cover and current_provider_id() in (v.covered_id, v.covering_id);
    update covers v set closed_at = now()
     where v.id = cover and current_provider_id() in (v.covered_id, v.covering_id) and v.closed_at is null
       and v.until > now()
    returning v.covering_id into covering;
    if covering is null then
        return false;
    end if;
    perform follow_covers_of(covering, null);
    perform audit('cover.end', null, cover);
    return true;
end
$$;

-- Ends what a provider asked for and what they took on, with an event each: for whoever isn't to treat anybody any more. It would
-- come back by itself with the account otherwise.
create function end_covers_of(provider uuid) returns void
    language plpgsql volatile security definer
as $$
declare
    ended record;
begin
    perform pg_advisory_xact_lock(hashtextextended(asking.id::text, 4))
       from (select distinct v.covered_id as id from covers v
              where provider in (v.covered_id, v.covering_id) and v.closed_at is null and v.until > now()
              order by v.covered_id) asking;
    for ended in
        with closed as (update covers v set closed_at = now()
                         where provider in (v.covered_id, v.covering_id) and v.closed_at is null and v.until > now()
                        returning v.id, v.covering_id)
        select c.covering_id, array_agg(c.id order by c.id) as ids from closed c group by c.covering_id order by c.covering_id
    loop
        perform follow_covers_of(ended.covering_id, null);
        perform audit('cover.end', null, c) from unnest(ended.ids) c;
    end loop;
end
$$;

grant execute on function ask_cover(uuid, uuid, timestamptz), answer_cover(uuid, boolean), end_cover(uuid)
    to carechart_app;
