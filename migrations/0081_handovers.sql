-- A provider ends a relationship, or hands a patient over to a colleague. No patient is left without anybody: the last
-- one who treats them doesn't end it, but hands over, and goes on until the colleague has accepted.

create table handovers (
    id uuid primary key,
    patient_id uuid not null references patients,
    from_id uuid not null references providers,
    to_id uuid not null references providers check (to_id <> from_id),
    asked_at timestamptz not null default now(),
    accepted_at timestamptz,
    -- Set when it was accepted, declined, taken back or replaced.
    closed_at timestamptz,
    check (accepted_at is null or closed_at is not null)
);
create index on handovers (to_id) where closed_at is null;
create unique index on handovers (from_id, patient_id) where closed_at is null;

alter table handovers enable row level security, force row level security;
create policy mine on handovers for select to carechart_app
    using (from_id = (select current_provider_id()) or to_id = (select current_provider_id()));
create policy owner on handovers to carechart_owner using (true) with check (true);
create policy definer on handovers to carechart_definer using (true) with check (true);
grant select on handovers to carechart_app;
grant select, insert (id, patient_id, from_id, to_id), update (accepted_at, closed_at) on handovers to carechart_definer;
create trigger kept before delete or truncate on handovers for each statement execute function refuse_change();

-- What the definer may write into care_relationships for it. Ending a treatment is possible in any case; beginning one
-- takes a question that the caller has accepted.
create policy definer_ends on care_relationships for update to carechart_definer
    using (ended_at is null or ended_at > now()) with check (ended_at <= now());
create policy definer_hands_over on care_relationships for insert to carechart_definer
    with check (began_by = 'handover' and ended_at is null and provider_id = (select current_provider_id())
                and exists (select from handovers h
                             where h.to_id = care_relationships.provider_id and h.from_id = care_relationships.shared_by
                               and h.patient_id = care_relationships.patient_id and h.accepted_at is not null));
create policy definer_hands_over_again on care_relationships for update to carechart_definer
    using (ended_at is not null and provider_id = (select current_provider_id()))
    with check (began_by = 'handover' and ended_at is null and provider_id = (select current_provider_id())
                and exists (select from handovers h
                             where h.to_id = care_relationships.provider_id and h.from_id = care_relationships.shared_by
                               and h.patient_id = care_relationships.patient_id and h.accepted_at is not null));

-- 'ended', or 'last' when nobody else would treat the patient; null for a patient whom the caller doesn't treat without
-- an end.
create function end_relationship(patient uuid) returns text
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    ending constant uuid := current_provider_id();
begin
    if not may_pass_on(patient) then
        return null;
    end if;
    -- Of two who end it at once the second waits here, and then is the last. `no key`: a cover that is being accepted
    -- makes its pair meanwhile, or else each would wait for the other.
    perform from patients p where p.id = patient for no key update;
    if not exists (select from care_relationships c
                    where c.patient_id = patient and c.provider_id <> ending and c.ended_at is null
                      and active_provider(c.provider_id)) then
        return 'last';
    end if;
    update care_relationships c set ended_at = now()
     where c.provider_id = ending and c.patient_id = patient and c.ended_at is null;
    update handovers h set closed_at = now()
     where h.from_id = ending and h.patient_id = patient and h.closed_at is null;
    return 'ended';
end
$$;

-- A newer question about the same patient replaces the earlier one. False when the caller may not pass the patient on,
-- and for a colleague who can't treat anybody.
create function ask_handover(id uuid, patient uuid, colleague uuid) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    asking constant uuid := current_provider_id();
begin
    if asking is null or colleague = asking or not may_pass_on(patient) or not active_provider(colleague) then
        return false;
    end if;
    perform from patients p where p.id = patient for no key update;
    update handovers h set closed_at = now()
     where h.from_id = asking and h.patient_id = patient and h.closed_at is null and h.id <> $1;
    insert into handovers (id, patient_id, from_id, to_id) values ($1, patient, asking, colleague)
    on conflict do nothing;
    return exists (select from handovers h
                    where h.id = $1 and h.from_id = asking and h.patient_id = patient and h.to_id = colleague);
end
$$;

-- The patient whom it was about; null for a question that isn't the caller's to answer, has been closed, or whose asker
-- doesn't treat the patient any more.
create function answer_handover(handover uuid, accepted boolean) returns uuid
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    asked handovers;
begin
    select h.* into asked from handovers h
     where h.id = handover and h.to_id = current_provider_id() and h.closed_at is null;
    if not found then
        return null;
    end if;
    perform from patients p where p.id = asked.patient_id for no key update;
    update handovers h
       set closed_at = now(), accepted_at = case when accepted then now() end
     where h.id = handover and h.closed_at is null
       and (not accepted
            or active_provider(h.from_id)
               and exists (select from care_relationships c
                            where c.provider_id = h.from_id and c.patient_id = h.patient_id and c.ended_at is null));
    if not found then
        return null;
    end if;
    if accepted then
        insert into care_relationships as c (provider_id, patient_id, began_by, shared_by)
        values (asked.to_id, asked.patient_id, 'handover', asked.from_id)
        on conflict (provider_id, patient_id) do update
           set began_by = 'handover', shared_by = asked.from_id, began_at = now(), ended_at = null
         where c.ended_at is not null;
        update care_relationships c set ended_at = now()
         where c.provider_id = asked.from_id and c.patient_id = asked.patient_id and c.ended_at is null;
    end if;
    return asked.patient_id;
end
$$;

-- The patient whom it was about; null for a question that isn't the caller's own, or is closed.
create function withdraw_handover(handover uuid) returns uuid
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
as $$
declare
    patient uuid;
begin
    update handovers h set closed_at = now()
     where h.id = handover and h.from_id = current_provider_id() and h.closed_at is null
    returning h.patient_id into patient;
    return patient;
end
$$;

-- The open questions of the caller and to the caller, who doesn't treat the patient yet and must know who it is.
create function open_handovers() returns table (
    id uuid, is_mine boolean, colleague text, first_name text, last_name text, date_of_birth date,
    asked_at timestamptz
)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
begin atomic
    select h.id, h.from_id = (select current_provider_id()), other.display_name, p.first_name, p.last_name,
           p.date_of_birth, h.asked_at
      from handovers h
      join care_relationships c on c.provider_id = h.from_id and c.patient_id = h.patient_id and c.ended_at is null
      join patients p on p.id = h.patient_id
      join providers other
        on other.id = case when h.from_id = (select current_provider_id()) then h.to_id else h.from_id end
     where h.closed_at is null and active_provider(h.from_id)
       and (select current_provider_id()) in (h.from_id, h.to_id);
end;

do $$
declare
    signature text;
begin
    foreach signature in array array['end_relationship(uuid)', 'ask_handover(uuid, uuid, uuid)',
                                     'answer_handover(uuid, boolean)', 'withdraw_handover(uuid)', 'open_handovers()']
    loop
        execute format('alter function %s owner to carechart_definer', signature);
        execute format('revoke all on function %s from public', signature);
        execute format('grant execute on function %s to carechart_app', signature);
    end loop;
end
$$;
