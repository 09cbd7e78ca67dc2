-- What the roles may do, in words, so that a server finds out at its start whether somebody has given them more than these files
-- do. 99_everything.sql keeps what they have when all files have run.

-- Each privilege of these roles in the schema and on the database, and each policy that is theirs; 0 is PUBLIC. What belongs to
-- an extension aside.
create function privileges_of(roles oid[]) returns setof text
    language sql stable
begin atomic
    with granted (what, acl) as (
        select c.relname::text, coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))
          from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
        union all
        select format('%s (%s)', c.relname, a.attname), a.attacl
          from pg_class c
          join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
         where c.relnamespace = 'public'::regnamespace and a.attacl is not null
        union all
        select format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)),
               coalesce(p.proacl, acldefault('f', p.proowner))
          from pg_proc p
         where p.pronamespace = 'public'::regnamespace
           and not exists (select from pg_depend d
                            where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
        union all
        select 'the schema ' || n.nspname, coalesce(n.nspacl, acldefault('n', n.nspowner))
          from pg_namespace n
         where n.nspname = 'public'
        union all
        select 'the database', coalesce(d.datacl, acldefault('d', d.datdba)) from pg_database d
         where d.datname = current_database()
    )
    select format('%s may %s on %s', case e.grantee when 0 then 'PUBLIC' else pg_get_userbyid(e.grantee) end,
                  e.privilege_type, g.what)
      from granted g
     cross join lateral aclexplode(g.acl) e
     where e.grantee = any (privileges_of.roles)
    union all
    select format('%s may %s on %s by the policy %s: %s, %s', case r.id when 0 then 'PUBLIC' else pg_get_userbyid(r.id) end,
                  case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE'
                                else 'ALL' end, c.relname, p.polname, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      from pg_policy p
      join pg_class c on c.oid = p.polrelid and c.relnamespace = 'public'::regnamespace
     cross join lateral unnest(p.polroles) r (id)
     where r.id = any (privileges_of.roles);
end;

-- What the server's roles, or whichever role asks, may do beyond what the files gave them; and whether the definer, as whom
-- nobody signs in, could get around the policies.
--
-- `asks`: the role that a connection has become, where that is another one than has signed in.
create function unexpected_privileges(asks name) returns setof text
    language plpgsql stable security definer
as $$
begin
    return query
        select p.* from privileges_of(array(
                   select r.oid
                     from pg_roles r
                    where (r.rolname in ('carechart_app', 'carechart_gate', 'carechart_worker', 'carechart_definer')
                           or pg_has_role(session_user, r.oid, 'member') or pg_has_role(asks, r.oid, 'member'))
                      and r.rolname not in ('carechart_owner')
                   union all select 0::oid)) p
        except
        select g.privilege from granted_privileges g
        union all
        select 'carechart_definer may sign in, or get around the policies'
          from pg_roles r
         where r.rolname = 'carechart_definer' and (r.rolcanlogin or r.rolsuper or r.rolbypassrls)
        order by 1;
end
$$;

grant select on granted_privileges to carechart_definer;
create policy definer_reads on granted_privileges for select to carechart_definer using (true);

grant execute on function unexpected_privileges(name) to carechart_app, carechart_gate, carechart_worker;
