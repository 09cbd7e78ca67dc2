-- Takes away all that the rules' files make, in schema public: each policy, trigger, view, function and grant, whoever
-- made it, so that only those are there afterwards that the files make anew. What belongs to an extension stays, as do
-- the tables and whether they have row security.
--
-- Until the rules stand again, row security binds everyone but the owner of the tables: without a policy the owner would
-- see no row, and a numbered file that changes rows would change none.

do $$
declare
    roles constant text := 'carechart_app, carechart_gate, carechart_worker, carechart_definer';
    statement text;
    names text;
    kept oid[];
begin
    -- roles.sql of an earlier version didn't make them.
    if to_regrole('carechart_gate') is null or to_regrole('carechart_worker') is null then
        raise exception 'carechart_gate or carechart_worker is missing: let a superuser run this version''s roles.sql first';
    end if;

    for statement in
        with relations as (
            select c.oid, c.relkind, c.oid::regclass as name, c.relforcerowsecurity
              from pg_class c
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'S')
               -- A table that somebody else made here isn't the owner's to change.
               and pg_has_role(c.relowner, 'usage')
               and not exists (select from pg_depend d
                                where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
        )
        select format('alter table %s no force row level security', r.name) from relations r where r.relforcerowsecurity
        union all
        select format('drop policy %I on %s', p.polname, r.name) from pg_policy p join relations r on r.oid = p.polrelid
        union all
        -- That of a partition goes with its table's.
        select format('drop trigger %I on %s', t.tgname, r.name)
          from pg_trigger t
          join relations r on r.oid = t.tgrelid
         where not t.tgisinternal and t.tgparentid = 0
        union all
        select format('drop rule %I on %s', w.rulename, r.name)
          from pg_rewrite w
          join relations r on r.oid = w.ev_class
        union all
        -- That of a table takes its columns' with it.
        select format('revoke all on %s %s from public, %s cascade',
                      case r.relkind when 'S' then 'sequence' else 'table' end, r.name, roles)
          from relations r
        union all
        select format('revoke all on schema public from %s cascade', roles)
    loop
        execute statement;
    end loop;

    -- What an index, a default or a check asks stays, and what that asks in turn. Only rules ask the others.
    kept := array(
        with recursive needed (oid) as (
            select d.refobjid
              from pg_depend d
              join pg_proc p on p.oid = d.refobjid and p.pronamespace = 'public'::regnamespace
             where d.refclassid = 'pg_proc'::regclass and d.classid not in ('pg_proc'::regclass, 'pg_rewrite'::regclass)
            union
            select d.refobjid
              from needed n
              join pg_depend d on d.classid = 'pg_proc'::regclass and d.objid = n.oid
                              and d.refclassid = 'pg_proc'::regclass
        )
        select n.oid from needed n);

    -- A function may ask a view, and a view a function.
    for statement in
        select format('drop %s if exists %s cascade', case c.relkind when 'v' then 'view' else 'materialized view' end,
                      string_agg(c.oid::regclass::text, ', '))
          from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
           and not exists (select from pg_depend d
                            where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
         group by c.relkind
    loop
        execute statement;
    end loop;
    if exists (select from unnest(kept) k (oid) where not exists (select from pg_proc p where p.oid = k.oid)) then
        raise exception 'an index, a default or a check asks a view';
    end if;

    -- All in one statement, as they ask each other. What else there may be that asks one refuses it.
    select string_agg(p.oid::regprocedure::text, ', ') into names
      from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.oid <> all (kept)
       and not exists (select from pg_depend d
                        where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e');
    if names is not null then
        execute 'drop routine ' || names;
    end if;
    for names in
        select p.oid::regprocedure::text
          from pg_proc p
         where p.pronamespace = 'public'::regnamespace and p.oid = any (kept)
           and not exists (select from pg_depend d
                            where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    loop
        execute format('revoke all on routine %s from %s cascade', names, roles);
    end loop;
end
$$;
