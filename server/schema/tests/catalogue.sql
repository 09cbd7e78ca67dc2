-- All that a migration makes, a line each, sorted; of a list of privileges nobody keeps the order, and one that says nothing
-- means the default.
with ours as (
    select * from pg_class c where c.relnamespace = 'public'::regnamespace and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
), routines as (
    select * from pg_proc p where p.pronamespace = 'public'::regnamespace and not exists (
        select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
), acls (what, acl) as (
    select format('%s %s', c.relkind, c.relname),
           coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's'::"char" else 'r' end, c.relowner))
      from ours c where c.relkind in ('r', 'p', 'v', 'm', 'S')
    union all
    select format('column %s.%s', c.relname, a.attname), a.attacl
      from ours c join pg_attribute a on a.attrelid = c.oid
     where a.attacl is not null
    union all
    select format('function %s', p.oid::regprocedure), coalesce(p.proacl, acldefault('f', p.proowner)) from routines p
    union all
    select 'schema', nspacl from pg_namespace where nspname = 'public'
    union all
    select format('default of %s for %s', defaclrole::regrole, defaclobjtype), defaclacl from pg_default_acl
), lines (line) as (
    select format('%s: %s %s to %s%s', what, grantor::regrole, lower(privilege_type), grantee::regrole,
                  case when is_grantable then ' grantable' end)
      from acls, aclexplode(acl)
    union all
    select format('%s %s: owner %s, row security %s, forced %s, options %s', relkind, relname, relowner::regrole,
                  relrowsecurity, relforcerowsecurity, reloptions)
      from ours
    union all
    select format('column %s.%s: %s, not null %s, default %s', c.relname, a.attname,
                  format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid))
      from ours c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
     where c.relkind in ('r', 'p', 'v', 'm')
    union all
    select format('index %s, valid %s', pg_get_indexdef(indexrelid), indisvalid)
      from pg_index join ours c on c.oid = indrelid
    union all
    select format('constraint %s of %s: %s', o.conname, o.conrelid::regclass, pg_get_constraintdef(o.oid))
      from pg_constraint o where o.connamespace = 'public'::regnamespace
    union all
    select format('policy %s on %s: %s %s to %s using %s with check %s', p.polname, p.polrelid::regclass, p.polcmd,
                  p.polpermissive, (select string_agg(r::regrole::text, ', ' order by r) from unnest(p.polroles) r),
                  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
      from pg_policy p
    union all
    select format('trigger %s: enabled %s', pg_get_triggerdef(t.oid), t.tgenabled)
      from pg_trigger t where not t.tgisinternal
    union all
    select pg_get_ruledef(w.oid) from pg_rewrite w join ours c on c.oid = w.ev_class
    union all
    select format('function of %s: %s', p.proowner::regrole, pg_get_functiondef(p.oid)) from routines p
     where p.prokind <> 'a'
)
select string_agg(line, E'\n' order by line collate "C") from lines
