-- Handing a patient over: a question to a colleague, whose treatment begins, and one's own ends, when they accept.

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('handovers', 'patient_id', false, false, false, null, false, 'stays', null);

-- Those who are asked and who ask, whether they treat the patient or not.
create policy mine on handovers for select to carechart_app
    using (from_id = (select current_provider_id()) or to_id = (select current_provider_id()));
grant select on handovers to carechart_app;
grant select, insert (id, patient_id, from_id, to_id), update (accepted_at, closed_at, declined_at)
    on handovers to carechart_definer;

-- Beginning a treatment so takes a question that the caller has accepted.
create policy definer_hands_over on care_relationships for insert to carechart_definer
    with check (began_by = 'handover' and ended_at is null and provider_id = (select current_provider_id())
                and exists (select from handovers h
                             where h.to_id = care_relationships.provider_id and h.from_id = care_relationships.shared_by
                               and h.patient_id = care_relationships.patient_id and h.accepted_at is not null));
create policy definer_hands_over_again on care_relationships for update to carechart_definer
    using ((ended_at is not null or began_by = 'sharing') and provider_id = (select current_provider_id()))
    with check (began_by = 'handover' and ended_at is null and provider_id = (select current_provider_id())
                and exists (select from handovers h
                             where h.to_id = care_relationships.provider_id and h.from_id = care_relationships.shared_by
                               and h.patient_id = care_relationships.patient_id and h.accepted_at is not null));

-- A newer question about the same patient replaces the earlier one. False when the caller may not pass the patient on,
-- and for a colleague who can't treat anybody.
create function ask_handover(id uuid, patient uuid, colleague uuid) returns boolean
    language plpgsql volatile security definer
as $$
declare
    asking constant uuid := current_provider_id();
begin
    if asking is null or colleague = asking or not may_pass_on(patient) or not active_provider(colleague) then
        return false;
    end if;
    perform require_confirmation();
    perform from patients p where p.id = patient for no key update;
    update handovers h set closed_at = now()
     where h.from_id = asking and h.patient_id = patient and h.closed_at is null and h.id <> $1;
    insert into handovers (id, patient_id, from_id, to_id) values ($1, patient, asking, colleague)
    on conflict do nothing;
    if not exists (select from handovers h
                    where h.id = $1 and h.from_id = asking and h.patient_id = patient and h.to_id = colleague) then
        return false;
    end if;
    perform audit('handover.ask', patient, colleague);
    return true;
end
$$;

-- The patient whom it was about; null for a question that isn't the caller's to answer, has been closed, or whose asker
-- doesn't treat the patient any more.
create function answer_handover(handover uuid, accepted boolean) returns uuid
    language plpgsql volatile security definer
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
       set closed_at = now(), accepted_at = case when accepted then now() end,
           declined_at = case when not accepted then now() end
     where h.id = handover and h.closed_at is null
       and (not accepted
            or active_provider(h.from_id)
               and exists (select from care_relationships c
                            where c.provider_id = h.from_id and c.patient_id = h.patient_id and c.ended_at is null));
    if not found then
        return null;
    end if;
    if accepted then
        perform require_confirmation();
        insert into care_relationships as c (provider_id, patient_id, began_by, shared_by)
        values (asked.to_id, asked.patient_id, 'handover', asked.from_id)
        on conflict (provider_id, patient_id) do update
           set began_by = 'handover', shared_by = asked.from_id, ended_at = null,
               began_at = case when c.ended_at is null then c.began_at else now() end
         -- A share that goes on becomes the colleague's own, which whoever shared it can't end any more.
         where c.ended_at is not null or c.began_by = 'sharing';
        update care_relationships c set ended_at = now()
         where c.provider_id = asked.from_id and c.patient_id = asked.patient_id and c.ended_at is null;
    end if;
    perform audit(case when accepted then 'handover.accept' else 'handover.decline' end, asked.patient_id, handover);
    return asked.patient_id;
end
$$;

-- The patient whom it was about; null for a question that isn't the caller's own, or is closed.
create function withdraw_handover(handover uuid) returns uuid
    language plpgsql volatile security definer
as $$
declare
    patient uuid;
begin
    update handovers h set closed_at = now()
     where h.id = handover and h.from_id = current_provider_id() and h.closed_at is null
    returning h.patient_id into patient;
    if patient is not null then
        perform audit('handover.withdraw', patient, handover);
    end if;
    return patient;
end
$$;

-- The open questions of the caller and to the caller, who doesn't treat the patient yet and must know who it is. In a
-- language whose plans are kept: each dashboard asks how many wait, and planning it anew took half of that question's time.
create function open_handovers() returns table (
    id uuid, is_mine boolean, colleague text, first_name text, last_name text, date_of_birth date,
    asked_at timestamptz
)
    language plpgsql stable security definer
as $$
#variable_conflict use_column
declare
    asking constant uuid := current_provider_id();
begin
    return query
        select h.id, h.from_id = asking, other.display_name, p.first_name, p.last_name, p.date_of_birth, h.asked_at
          from handovers h
          join care_relationships c on c.provider_id = h.from_id and c.patient_id = h.patient_id and c.ended_at is null
          join patients p on p.id = h.patient_id
          join providers other on other.id = case when h.from_id = asking then h.to_id else h.from_id end
         where h.closed_at is null and active_provider(h.from_id) and asking in (h.from_id, h.to_id);
end
$$;

grant execute on function ask_handover(uuid, uuid, uuid), answer_handover(uuid, boolean), withdraw_handover(uuid),
                          open_handovers()
    to carechart_app;
