-- The cluster's roles, made once by an administrator of Postgres, before the numbered migrations; running it again
-- changes nothing. Passwords are set apart from this (`alter role carechart_app password …`), as is the database:
-- `create database carechart owner carechart_owner`, where the owner then makes the schema and the two extensions.
--
-- carechart_owner    runs the migrations and the import (MIGRATION_DATABASE_URL). FORCE ROW LEVEL SECURITY binds it, too.
-- carechart_app      serves every request (DATABASE_URL). Owns nothing and is a member of nothing.
-- carechart_definer  owns the SECURITY DEFINER functions, with narrow policies of its own. Nobody signs in as it.

do $$
declare
    wanted record;
begin
    for wanted in
        select * from (values ('carechart_owner', 'login'),
                              ('carechart_app', 'login'),
                              ('carechart_definer', 'nologin')) as roles (name, kind)
    loop
        begin
            execute format('create role %I %s nosuperuser nobypassrls nocreatedb nocreaterole noreplication',
                           wanted.name, wanted.kind);
        exception
            -- It is there, or another process has made it at the same moment.
            when duplicate_object or unique_violation then null;
        end;
    end loop;
end
$$;

do $$
begin
    -- The migrations give functions to the definer, which takes a member of it.
    if not pg_has_role('carechart_owner', 'carechart_definer', 'member') then
        grant carechart_definer to carechart_owner;
    end if;
    if exists (select from pg_roles
                where rolname in ('carechart_owner', 'carechart_app', 'carechart_definer')
                  and (rolsuper or rolbypassrls)) then
        raise exception 'a role of Carechart may bypass row level security: take SUPERUSER and BYPASSRLS from it';
    end if;
end
$$;
