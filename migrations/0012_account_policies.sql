-- Who sees accounts, providers, and who treats whom. Every policy names its role:
--   carechart_app      everything a request does; identity is wrapped as (select …), so that it is asked once a statement
--   carechart_owner    FORCE binds the owner, too: the import and the migrations need a policy
--   carechart_definer  only what its functions need; grants narrow it to columns
-- Several policies for one role and command are joined by OR. What has no policy is refused.

alter table users enable row level security, force row level security;
create policy own_account_or_administrator on users for select to carechart_app
    using (id = (select current_user_id()) or (select current_account_kind()) = 'administrator');
create policy owner on users to carechart_owner using (true) with check (true);
create policy definer_reads on users for select to carechart_definer using (true);

-- Sessions, failures and invitations are touched by the definer's functions alone, whose policies stand beside them.
alter table sessions enable row level security, force row level security;
create policy owner on sessions to carechart_owner using (true) with check (true);

alter table sign_in_failures enable row level security, force row level security;
create policy owner on sign_in_failures to carechart_owner using (true) with check (true);

alter table invitations enable row level security, force row level security;
create policy owner on invitations to carechart_owner using (true) with check (true);

-- A provider sees colleagues who have been verified or came with an import, and so may have written in a record; an
-- applicant only themself. A patient sees who treats them or has treated them.
alter table providers enable row level security, force row level security;
create policy colleagues_and_treating on providers for select to carechart_app
    using ((select current_provider_id()) is not null
               and (is_verified or verified_at is not null or external_id is not null)
           or user_id = (select current_user_id())
           or exists (select from care_relationships c
                       where c.provider_id = providers.id and c.patient_id = (select current_patient_id()))
           or (select current_account_kind()) = 'administrator');
create policy owner on providers to carechart_owner using (true) with check (true);
create policy definer_reads on providers for select to carechart_definer using (true);

-- A provider sees their own pairs and the colleagues' of patients whom they treat, each while it lasts; a patient sees
-- all of their own. Never reads patients, whose policies read this table. treats() comes last, as it is asked for each row.
alter table care_relationships enable row level security, force row level security;
create policy treating_or_own_record on care_relationships for select to carechart_app
    using (provider_id = (select current_provider_id()) and ended_at is null
           or patient_id = (select current_patient_id())
           or ended_at is null and (select current_provider_id()) is not null and treats(patient_id));
create policy owner on care_relationships to carechart_owner using (true) with check (true);
create policy definer_reads on care_relationships for select to carechart_definer using (true);
create policy definer_registers on care_relationships for insert to carechart_definer
    with check (began_by = 'registration' and provider_id = (select current_provider_id()) and ended_at is null);

-- An event says truly who acted, and claims no right that the caller doesn't have. Nobody reads events yet but the
-- owner, and nobody changes them.
alter table audit_events enable row level security, force row level security;
create policy as_oneself on audit_events for insert to carechart_app
    with check (actor_user_id is not distinct from (select current_user_id())
                and actor_role = coalesce((select current_account_kind()), 'anonymous')
                and (access_right <> 'treating' or treats(patient_id))
                and (access_right <> 'own_record' or patient_id = (select current_patient_id()))
                and (access_right <> 'administration' or actor_role = 'administrator'));
create policy owner_reads on audit_events for select to carechart_owner using (true);
create policy owner_writes on audit_events for insert to carechart_owner
    with check (actor_role = 'owner' and actor_user_id is null);

-- Which migrations ran, kept by sqlx: the application reads it at start, to refuse a schema that isn't its own.
do $$
begin
    if to_regclass('public._sqlx_migrations') is not null then
        alter table _sqlx_migrations enable row level security, force row level security;
        create policy everyone on _sqlx_migrations for select to carechart_app using (true);
        create policy owner on _sqlx_migrations to carechart_owner using (true) with check (true);
        grant select on _sqlx_migrations to carechart_app;
    end if;
end
$$;
