-- Who treats whom, and what that permits. The four predicates by which a policy of a record asks what a provider may, each
-- defined here and nowhere else: `exists (select from reads_record(patient_id))`. They are no calls: Postgres puts their query
-- into the statement that asks (a plain SQL function without options), where it is an index lookup, and identity is found out
-- once. A policy of a record asks these four and not care_relationships, but for that table's own.

-- Whether a pair goes on: without an end, or until one that lies ahead.
create function is_open(ended_at timestamptz) returns boolean
    language sql stable parallel safe
    return ended_at is null or ended_at > now();

-- Whether a pair puts the patient on the provider's lists: a treatment, or a cover while it runs; an emergency doesn't.
create function is_on_panel(began_by text, ended_at timestamptz) returns boolean
    language sql stable parallel safe
    return ended_at is null or began_by = 'cover' and ended_at > now();

-- The caller's pair by which they read the patient's record: any that goes on, a cover's and an emergency's, too.
create function reads_record(patient uuid) returns setof care_relationships
    language sql stable parallel safe
begin atomic
    select c.*
      from care_relationships c
     where c.provider_id = (select current_provider_id()) and c.patient_id = reads_record.patient and is_open(c.ended_at);
end;

-- By which they write a visit and what belongs to it, in an emergency as well.
create function writes_in_emergency(patient uuid) returns setof care_relationships
    language sql stable parallel safe
begin atomic
    select c.* from reads_record(writes_in_emergency.patient) c;
end;

-- By which they write the rest of the record: demographics, allergies, documents, prescriptions beside a visit.
create function writes_record(patient uuid) returns setof care_relationships
    language sql stable parallel safe
begin atomic
    select c.* from reads_record(writes_record.patient) c where c.began_by <> 'break_glass';
end;

-- By which they let others in: share the chart, hand over, invite, merge. Access that ends by itself passes nothing on.
create function passes_on(patient uuid) returns setof care_relationships
    language sql stable parallel safe
begin atomic
    select c.* from reads_record(passes_on.patient) c where c.ended_at is null;
end;

-- The same as answers, for functions: of the definer, so that the pairs' own policy isn't asked, which asks treats().
create function treats(patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
as $$
begin
    return exists (select from reads_record(patient));
end
$$;
create function treats_beyond_emergency(patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
as $$
begin
    return exists (select from writes_record(patient));
end
$$;
create function may_pass_on(patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
as $$
begin
    return exists (select from passes_on(patient));
end
$$;

-- Whether the caller may say that what `author` wrote was entered in error: the author may, while they treat the patient;
-- whoever writes the record beyond an emergency may where no author is named, or where the author can't any more. An author
-- whose access ends by itself can strike it out until then, and nobody else for them.
create function may_mark_in_error(author uuid, patient uuid) returns boolean
    language plpgsql stable parallel safe security definer
as $$
declare
    -- Who asks, as the pair has it by which they read.
    asking constant uuid := (select c.provider_id from reads_record(patient) c);
begin
    if asking is null or author = asking then
        return asking is not null;
    end if;
    return exists (select from writes_record(patient))
       and not exists (select from care_relationships c
                        where c.provider_id = author and c.patient_id = patient and is_open(c.ended_at)
                          and active_provider(author));
end
$$;

insert into record_tables values
    -- name, record, providers, patients and caregivers read, hidden when, emergency writes, on merge, versions
    ('care_relationships', 'patient_id', false, true, true, null, false, 'special', null);

-- A provider sees their own pairs and the colleagues' of patients whom they treat, each while it lasts. It can't ask
-- reads_record(), which reads this table and would ask without end; treats() comes last, as it is asked for each row.
-- Never reads patients, whose policies read this table. A patient sees all of their own: 90_records.sql makes that.
create policy treating on care_relationships for select to carechart_app
    using (is_open(ended_at)
           and (provider_id = (select current_provider_id())
                or (select current_provider_id()) is not null and treats(patient_id)));
grant select on care_relationships to carechart_app;

-- What the definer's functions may write here, each for one way in which a treatment begins: a fault in one of them begins
-- no treatment of another kind, nor one of somebody else.
grant select, insert (provider_id, patient_id, began_by, shared_by, ended_at),
      update (began_by, shared_by, began_at, ended_at)
    on care_relationships to carechart_definer;
-- treats() and the like must see the pairs of whoever is asked about.
create policy definer_reads on care_relationships for select to carechart_definer using (true);
-- Registering begins the caller's own.
create policy definer_registers on care_relationships for insert to carechart_definer
    with check (began_by = 'registration' and provider_id = (select current_provider_id()) and ended_at is null);
-- Sharing is in the caller's name, of a patient whom they may pass on.
create policy definer_shares on care_relationships for insert to carechart_definer
    with check (began_by = 'sharing' and shared_by = (select current_provider_id()) and ended_at is null
                and exists (select from passes_on(patient_id)));
create policy definer_shares_again on care_relationships for update to carechart_definer
    using (exists (select from passes_on(patient_id)))
    with check (began_by = 'sharing' and shared_by = (select current_provider_id()) and ended_at is null);
-- Ending is possible in any case.
create policy definer_ends on care_relationships for update to carechart_definer
    using (is_open(ended_at)) with check (ended_at <= now());

-- A verified provider shares the chart of a patient whom they treat with a verified colleague. Who treats the patient
-- already goes on as before. Where the colleague's treatment had ended, it begins anew, from now on, and says by whom:
-- nothing else revives a treatment, and the audit keeps that it was shared. False when the caller or the colleague
-- isn't such.
create function share_chart(patient uuid, colleague uuid) returns boolean
    language plpgsql volatile security definer
as $$
declare
    sharing constant uuid := current_provider_id();
begin
    if sharing is null or colleague = sharing or not may_pass_on(patient) or not active_provider(colleague) then
        return false;
    end if;
    perform require_confirmation();
    insert into care_relationships as c (provider_id, patient_id, began_by, shared_by)
    values (colleague, patient, 'sharing', sharing)
    on conflict (provider_id, patient_id) do update
       set began_by = 'sharing', shared_by = sharing, began_at = now(), ended_at = null
     where c.ended_at is not null;
    perform audit('chart.share', patient, colleague);
    return true;
end
$$;

-- Ends a treatment that has no end, with an event in the caller's name: 'ended', or 'last' when nobody else would treat the
-- patient, whom nothing leaves without anybody. What the provider asked others about the patient is closed, and what they were
-- asked, too, unless it is they themself who end it: accepting it would bring the treatment back.
create function end_treatment(patient uuid, provider uuid, action text, subject uuid) returns text
    language plpgsql volatile security definer
as $$
begin
    -- Of two who end it at once the second waits here, and then is the last. `no key`: a cover that is being accepted
    -- makes its pair meanwhile, or else each would wait for the other.
    perform from patients p where p.id = patient for no key update;
    if not exists (select from care_relationships c
                    where c.patient_id = patient and c.provider_id <> provider and c.ended_at is null
                      and active_provider(c.provider_id)) then
        return 'last';
    end if;
    -- Before it ends: afterwards the event would say that they had no right to it.
    perform audit(action, patient, subject);
    update care_relationships c set ended_at = now()
     where c.provider_id = provider and c.patient_id = patient and c.ended_at is null;
    update handovers h set closed_at = now()
     where (h.from_id = provider or h.to_id = provider and provider is distinct from current_provider_id())
       and h.patient_id = patient and h.closed_at is null;
    return 'ended';
end
$$;

-- The caller's own: 'ended' or 'last'; null for a patient whom they don't treat without an end. The last one hands over, and
-- goes on until the colleague has accepted.
create function end_relationship(patient uuid) returns text
    language plpgsql volatile security definer
as $$
begin
    if not may_pass_on(patient) then
        return null;
    end if;
    return end_treatment(patient, current_provider_id(), 'relationship.end', null);
end
$$;

-- That of a colleague with whom the caller shared the chart, and still treats the patient: 'ended' or 'last'; null for any other.
create function end_share(patient uuid, colleague uuid) returns text
    language plpgsql volatile security definer
as $$
begin
    if not may_pass_on(patient) then
        return null;
    end if;
    -- Locked, and only then asked: whoever ended one of the two treatments meanwhile was first.
    perform from patients p where p.id = patient for no key update;
    if not exists (select from passes_on(patient) mine
                     join care_relationships c on c.patient_id = mine.patient_id and c.shared_by = mine.provider_id
                    where c.provider_id = colleague and c.began_by = 'sharing' and c.ended_at is null) then
        return null;
    end if;
    return end_treatment(patient, colleague, 'chart.end_share', colleague);
end
$$;

grant execute on function is_open(timestamptz), is_on_panel(text, timestamptz), reads_record(uuid),
                          writes_in_emergency(uuid), writes_record(uuid), passes_on(uuid), treats(uuid),
                          treats_beyond_emergency(uuid), may_pass_on(uuid), may_mark_in_error(uuid, uuid),
                          share_chart(uuid, uuid), end_relationship(uuid), end_share(uuid, uuid)
    to carechart_app;
