-- A patient says that they don't recognise an access to their record; the administrator looks into it and closes it with
-- a verdict, which the patient reads. Neither changes what was said.

create table access_reports (
    id uuid primary key,
    patient_id uuid not null references patients,
    event_id uuid not null references audit_events,
    reported_by uuid not null references users,
    text text not null check (length(text) between 1 and 2000),
    reported_at timestamptz not null default now(),
    closed_at timestamptz,
    closed_by uuid references users,
    verdict text check (length(verdict) between 1 and 2000),
    check ((closed_at is null) = (verdict is null) and (closed_at is null) = (closed_by is null))
);
create index on access_reports (patient_id, reported_at desc);
create index on access_reports (event_id);
create index on access_reports (reported_at, id) where closed_at is null;

alter table access_reports enable row level security, force row level security;
create policy own_record on access_reports for select to carechart_app
    using (patient_id = (select current_patient_id()));
create policy administrator on access_reports for select to carechart_app
    using ((select current_account_kind()) = 'administrator');
-- Whether the event is one of the caller's own record. By the definer: the policies of the two tables would otherwise ask
-- each other without end.
create function is_event_of_own_record(event uuid) returns boolean
    language plpgsql stable security definer
    set search_path = pg_catalog, public, pg_temp
as $$
begin
    return exists (select from audit_events e where e.id = event and e.patient_id = (select current_patient_id()));
end
$$;
alter function is_event_of_own_record(uuid) owner to carechart_definer;
revoke all on function is_event_of_own_record(uuid) from public;
grant execute on function is_event_of_own_record(uuid) to carechart_app;

create policy own_record_reports on access_reports for insert to carechart_app
    with check (patient_id = (select current_patient_id()) and reported_by = (select current_user_id())
                and is_event_of_own_record(event_id));
create policy administrator_closes on access_reports for update to carechart_app
    using ((select current_account_kind()) = 'administrator' and closed_at is null)
    with check ((select current_account_kind()) = 'administrator' and closed_by = (select current_user_id()));
create policy owner on access_reports for select to carechart_owner using (true);
grant select on access_reports to carechart_app;
grant insert (id, patient_id, event_id, reported_by, text), update (closed_at, closed_by, verdict)
    on access_reports to carechart_app;

create trigger kept before delete or truncate on access_reports for each statement execute function refuse_change();

-- What was reported, the administrator may see: who, when, by which right and what; the content isn't in an event.
create policy reported on audit_events for select to carechart_app
    using ((select current_account_kind()) = 'administrator'
           and exists (select from access_reports r where r.event_id = audit_events.id));
