-- What holds for every function and every table.

-- A function that looks past the policies belongs to the definer, pins its search_path, and can be called by nobody whom its
-- file doesn't name. Predicates have no search_path of their own: with one Postgres couldn't put them into a query; their
-- names were looked up when they were made.
do $$
declare
    f record;
begin
    for f in select p.oid::regprocedure as signature, p.prosecdef, p.prosecdef or l.lanname = 'plpgsql' as is_pinned,
                    p.prorettype = 'trigger'::regtype as is_trigger
               from pg_proc p
               join pg_language l on l.oid = p.prolang
              where p.pronamespace = 'public'::regnamespace
                and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    loop
        if f.is_pinned then
            execute format('alter function %s set search_path = pg_catalog, public, pg_temp', f.signature);
        end if;
        execute format('revoke all on function %s from public', f.signature);
        if not f.is_trigger then
            execute format('grant execute on function %s to carechart_definer', f.signature);
        end if;
        if f.prosecdef then
            execute format('alter function %s owner to carechart_definer', f.signature);
        end if;
    end loop;
end
$$;

-- Every table is under row-level security, which binds its owner, too.
do $$
declare
    t text;
begin
    for t in select c.relname from pg_class c
              where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> '_sqlx_migrations'
    loop
        execute format('alter table %I enable row level security, force row level security', t);
        -- The owner looks at everything: it verifies, reports, and migrates.
        execute format('create policy owner_reads on %I for select to carechart_owner using (true)', t);
    end loop;
end
$$;

-- The owner writes what the import brings, the accounts that the command line makes, and these rules' own tables. It is a
-- member of the definer, to give it functions, and so reaches what that keeps, too; nothing here protects a table from whoever
-- owns it but the triggers and the audit's seals.
do $$
declare
    t text;
begin
    for t in select unnest(array['users', 'providers', 'patients', 'care_relationships', 'record_tables', 'audit_actions',
                                 'schema_rules', 'granted_privileges'])
             union all
             select r.name from record_tables r where r.on_merge in ('moves', 'follows')
    loop
        execute format('create policy owner on %I to carechart_owner using (true) with check (true)', t);
    end loop;
end
$$;
create policy owner_writes on audit_events for insert to carechart_owner
    with check (actor_role = 'owner' and actor_user_id is null);

-- Tables that the definer's functions keep for people: nobody else has a grant to write them. Each function asks who calls and
-- names the rows, which no policy could know better; so that what protects them is that there is no other way to them.
do $$
declare
    t text;
begin
    foreach t in array array[
        -- Asked before anybody is known, or of an account as a whole.
        'sessions', 'sign_in_failures', 'second_factors', 'recovery_codes', 'sign_in_challenges', 'passkeys',
        'passkey_ceremonies', 'factor_removals', 'security_rules', 'links',
        -- Between two people, of whom either may be the caller.
        'caregivers', 'handovers', 'covers',
        -- Written once by the one function that counts, queues, seals or moves.
        'break_glass_misses', 'audit_unsealed', 'audit_batches', 'audit_epochs', 'audit_stops', 'patient_merge_rows',
        'patient_merge_relationships', 'refusal_counts']
    loop
        execute format('create policy definer on %I to carechart_definer using (true) with check (true)', t);
    end loop;
end
$$;
-- A merge asks which tables move.
create policy definer_reads on record_tables for select to carechart_definer using (true);
grant select on record_tables to carechart_definer;

-- The application reads at start whether the database is its own: which rules stand in it, and which files ran, as sqlx notes.
create policy everyone on schema_rules for select to carechart_app using (true);
grant select on schema_rules to carechart_app;
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

-- Last of all.
delete from granted_privileges;
insert into granted_privileges
select distinct p.*
  from privileges_of(array(
           select r.oid
             from pg_roles r
            where r.rolname in ('carechart_app', 'carechart_gate', 'carechart_worker', 'carechart_definer')
           union all select 0::oid)) p;
