-- The cluster's roles, made once by an administrator of Postgres, before the numbered migrations; running it again
-- changes nothing. Passwords are set apart from this (`alter role carechart_app password …`), as is the database:
-- `create database carechart owner carechart_owner`, where the owner then makes the schema and the two extensions.
--
-- carechart_owner    runs the migrations and the import. FORCE ROW LEVEL SECURITY binds it, too.
-- carechart_app      serves the requests of whoever has a session. It makes none.
-- carechart_gate     makes all sessions: signing in, links, passkeys, proving again who one is. Sees no record.
-- carechart_worker   does the jobs: seals the audit, sweeps orphaned objects, says whether a second factor is required.
-- carechart_definer  owns the SECURITY DEFINER functions, with narrow policies of its own. Nobody signs in as it.
--
-- The application, the gate and the worker own nothing, and are members of nothing.

do $$
declare
    wanted record;
begin
    for wanted in
        select * from (values ('carechart_owner', 'login'),
                              ('carechart_app', 'login'),
                              ('carechart_gate', 'login'),
                              ('carechart_worker', 'login'),
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

-- A role that was there before may have more than it should.
do $$
declare
    role record;
begin
    for role in select r.rolname as name, r.rolcanlogin, r.rolsuper or r.rolbypassrls as bypasses,
                       r.rolcreaterole or r.rolcreatedb or r.rolreplication as has_more
                  from pg_roles r
                 where r.rolname in ('carechart_owner', 'carechart_app', 'carechart_gate', 'carechart_worker',
                                     'carechart_definer')
    loop
        -- Not taken away here: whoever runs this may be that role.
        if role.bypasses then
            raise exception '% may bypass row level security: take SUPERUSER and BYPASSRLS from it', role.name;
        end if;
        if role.has_more then
            execute format('alter role %I nocreaterole nocreatedb noreplication', role.name);
        end if;
        if role.name = 'carechart_definer' and role.rolcanlogin then
            execute format('alter role %I nologin', role.name);
        end if;
    end loop;
end
$$;

do $$
declare
    membership record;
begin
    -- The rules give functions to the definer, which takes a member of it.
    if not pg_has_role('carechart_owner', 'carechart_definer', 'member') then
        grant carechart_definer to carechart_owner;
    end if;
    for membership in select member.rolname as member, granted.rolname as granted
                        from pg_auth_members m
                        join pg_roles member on member.oid = m.member
                        join pg_roles granted on granted.oid = m.roleid
                       where member.rolname in ('carechart_app', 'carechart_gate', 'carechart_worker',
                                                'carechart_definer')
    loop
        raise exception '% is a member of %, and must be a member of nothing: revoke it',
                        membership.member, membership.granted;
    end loop;
end
$$;

-- Postgres' log: an error without its DETAIL, its statement and its parameters, which carry people's data, and a statement
-- that is logged for another reason without its parameters. The server warns at start when this isn't so.
do $$
declare
    settings constant text[] := array['log_error_verbosity=terse', 'log_min_error_statement=panic',
                                      'log_parameter_max_length=0', 'log_parameter_max_length_on_error=0'];
    role text;
    setting text;
begin
    for role in select rolname from pg_roles
                 where rolname in ('carechart_owner', 'carechart_app', 'carechart_gate', 'carechart_worker')
                   and (rolconfig @> settings) is not true
    loop
        foreach setting in array settings
        loop
            execute format('alter role %I set %s', role, setting);
        end loop;
    end loop;
exception
    when insufficient_privilege then
        raise warning 'only a superuser may say what is logged of a role: say it for all of Postgres, or its log has people''s data';
end
$$;
