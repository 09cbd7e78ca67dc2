//! What Postgres itself says of the roles, the tables and the functions.

use std::collections::BTreeMap;

use sqlx::{FromRow, PgConnection};

use crate::Error;

const TABLES: &str = "
    select c.relname::text as name, pg_get_userbyid(c.relowner)::text as owner,
           c.relrowsecurity and c.relforcerowsecurity as is_forced,
           exists (select from pg_policy p where p.polrelid = c.oid) as has_policies
      from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
     order by c.relname collate \"C\"";

/// A view without `security_invoker` reads with its owner's eyes; the others keep a copy of what they read.
const VIEWS: &str = "
    select c.relname::text
      from pg_class c
     where c.relnamespace = 'public'::regnamespace
       and (c.relkind = 'v' and not coalesce(c.reloptions && '{security_invoker=true,security_invoker=on}', false)
            or c.relkind in ('m', 'f'))
     order by 1";

const POLICIES_WITHOUT_ROLE: &str = "select polname::text from pg_policy where 0 = any (polroles) order by 1";

const DEFINER_FUNCTIONS: &str = "
    select proname::text
      from pg_proc
     where pronamespace = 'public'::regnamespace and prosecdef
       and exists (select from unnest(array['carechart_app', 'carechart_gate', 'carechart_worker']) role
                    where has_function_privilege(role, oid, 'execute'))
     order by proname collate \"C\"";

const ROLES: &str = "
    select format('%s: %s, %s, %s, member of %s, owns %s tables and %s functions', rolname,
                  case when rolcanlogin then 'login' else 'no login' end,
                  case when rolsuper then 'SUPERUSER' else 'no superuser' end,
                  case when rolbypassrls then 'BYPASSRLS' else 'no bypassrls' end,
                  coalesce((select string_agg(pg_get_userbyid(m.roleid), ', ' order by m.roleid)
                              from pg_auth_members m where m.member = r.oid), 'nothing'),
                  case when exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p'))
                       then 'the' else 'no' end,
                  case when exists (select from pg_proc p where p.proowner = r.oid) then 'some' else 'no' end)
      from pg_roles r
     where rolname in ('carechart_app', 'carechart_definer', 'carechart_gate', 'carechart_owner', 'carechart_worker')
     order by rolname";

const COLUMNS: &str = "
    select c.relname::text, a.attname::text
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
     order by c.relname collate \"C\", a.attnum";

/// By table and command; DELETE has no columns.
const GRANTED: &str = "
    select format('  %-20s %-7s %s', c.relname, command,
                  case when command = 'delete' then 'rows'
                       when count(*) = (select count(*) from pg_attribute every
                                         where every.attrelid = c.oid and every.attnum > 0 and not every.attisdropped)
                       then 'all'
                       else string_agg(a.attname, ', ' order by a.attnum) end)
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     cross join unnest(array['select', 'insert', 'update', 'delete']) with ordinality as commands (command, place)
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and case when command = 'delete' then has_table_privilege($1, c.oid, command)
                else has_column_privilege($1, c.oid, a.attnum, command) end
     group by c.oid, c.relname, command, place
     order by c.relname collate \"C\", place";

/// Those of extensions aside.
const FUNCTIONS: &str = "
    select format('  %s(%s): %s, owner %s, %s, for %s', p.proname, pg_get_function_identity_arguments(p.oid),
                  case when p.prosecdef then 'DEFINER' else 'invoker' end, pg_get_userbyid(p.proowner),
                  coalesce(array_to_string(p.proconfig, ' '), 'no search_path'),
                  coalesce((select string_agg(case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee) end, ', '
                                              order by pg_get_userbyid(grantee))
                              from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))
                             where privilege_type = 'EXECUTE' and grantee <> p.proowner), 'nobody else'))
      from pg_proc p
     where p.pronamespace = 'public'::regnamespace
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
     order by not p.prosecdef, p.proname collate \"C\"";

/// The first column of a table's key, where it is an id.
const KEYS: &str = "
    select c.relname::text, a.attname::text
      from pg_index i
      join pg_class c on c.oid = i.indrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where c.relnamespace = 'public'::regnamespace and i.indisprimary and a.atttypid = 'uuid'::regtype";

#[derive(FromRow)]
struct Table {
    name: String,
    owner: String,
    is_forced: bool,
    has_policies: bool,
}

/// What is wrong with the tables, in words; nothing, with these names listed.
///
/// # Arguments
/// `listed`: the tables that the matrix tries.
pub async fn complaints(connection: &mut PgConnection, listed: &[&str]) -> Result<Vec<String>, Error> {
    let tables: Vec<Table> = sqlx::query_as(TABLES).fetch_all(&mut *connection).await?;
    let mut complaints = Vec::new();
    for Table { name, owner, is_forced, has_policies } in &tables {
        let checks = [
            (listed.contains(&name.as_str()), "isn't in the matrix"),
            (*is_forced, "lacks FORCE ROW LEVEL SECURITY"),
            (*has_policies, "has no policy"),
            (owner == "carechart_owner", "has another owner"),
        ];
        complaints.extend(checks.iter().filter(|(is_well, _)| !is_well).map(|(_, words)| format!("{name} {words}")));
    }
    let gone = listed.iter().filter(|listed| tables.iter().all(|table| table.name != **listed));
    complaints.extend(gone.map(|name| format!("{name} isn't there")));
    let views = texts(connection, VIEWS).await?;
    complaints.extend(views.iter().map(|name| format!("{name} isn't read with the caller's eyes")));
    let policies = texts(connection, POLICIES_WITHOUT_ROLE).await?;
    complaints.extend(policies.iter().map(|name| format!("{name} binds everyone instead of a role")));
    Ok(complaints)
}

/// The names of the definer's functions that the application, the gate or the worker calls.
pub async fn definer_functions(connection: &mut PgConnection) -> Result<Vec<String>, Error> {
    texts(connection, DEFINER_FUNCTIONS).await
}

pub async fn roles(connection: &mut PgConnection) -> Result<Vec<String>, Error> {
    texts(connection, ROLES).await
}

pub async fn functions(connection: &mut PgConnection) -> Result<Vec<String>, Error> {
    texts(connection, FUNCTIONS).await
}

/// What a role may name, as the catalogue has it.
pub async fn granted(connection: &mut PgConnection, role: &str) -> Result<Vec<String>, Error> {
    let granted: Vec<String> = sqlx::query_scalar(GRANTED).bind(role).fetch_all(connection).await?;
    Ok(if granted.is_empty() { vec!["  none of any table".to_owned()] } else { granted })
}

/// Every table's columns, in their order.
pub async fn columns(connection: &mut PgConnection) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let rows: Vec<(String, String)> = sqlx::query_as(COLUMNS).fetch_all(connection).await?;
    let mut columns = BTreeMap::<String, Vec<String>>::new();
    for (table, column) in rows {
        columns.entry(table).or_default().push(column);
    }
    Ok(columns)
}

/// By which column the rows of the scene are told from others; tables without an id aren't here.
pub async fn keys(connection: &mut PgConnection) -> Result<BTreeMap<String, String>, Error> {
    let keys: Vec<(String, String)> = sqlx::query_as(KEYS).fetch_all(connection).await?;
    Ok(keys.into_iter().collect())
}

async fn texts(connection: &mut PgConnection, query: &'static str) -> Result<Vec<String>, Error> {
    Ok(sqlx::query_scalar(query).fetch_all(connection).await?)
}
