//! What is checked before the first request: that a role may do what the rules give it, and no more.

use sqlx::{FromRow, PgPool};

use crate::{Error, Role};

/// Both the role that logged in and the one it may have become, and every role that either could become. Of these only
/// the expected one may be another one: predefined ones such as `pg_write_all_data` pass by the columns' grants.
const PRIVILEGES: &str = "
    select bool_or(r.rolsuper) as is_superuser,
           bool_or(r.rolbypassrls) as bypasses,
           bool_or(r.rolcreaterole or r.rolcreatedb) as makes_roles,
           bool_or(r.rolreplication) as replicates,
           bool_or(r.rolname in ('carechart_owner', 'carechart_definer')) as is_owner,
           bool_or(exists (
               select from pg_shdepend d
                where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
                  and (d.dbid = this.oid or d.classid = 'pg_database'::regclass and d.objid = this.oid))) as owns,
           bool_or(r.rolname not in (session_user, current_user, $1)
                   or r.rolname <> $1
                      and r.rolname in ('carechart_app', 'carechart_gate', 'carechart_worker')) as is_member,
           not bool_or(r.rolname = $1) as is_another
      from pg_roles r, pg_database this
     where this.datname = current_database()
       and (pg_has_role(session_user, r.oid, 'member') or pg_has_role(current_user, r.oid, 'member'))";

#[derive(FromRow)]
struct Privileges {
    is_superuser: bool,
    bypasses: bool,
    makes_roles: bool,
    replicates: bool,
    is_owner: bool,
    owns: bool,
    is_member: bool,
    is_another: bool,
}

/// Which schemas a name is looked up in, whatever the statement says before.
const SCHEMAS: &str = "select current_schemas(true)::text[]";

/// Each in words.
const UNEXPECTED: &str = "select * from unexpected_privileges(current_user)";

/// What roles.sql sets for the application's role, if a superuser ran it.
const LOGS_DETAILS: &str = "
    select current_setting('log_error_verbosity') <> 'terse'
        or current_setting('log_min_error_statement') not in ('fatal', 'panic')
        or current_setting('log_parameter_max_length_on_error') <> '0'";

const UNPROTECTED: &str = "
    select relname::text
      from pg_class
     where relnamespace = 'public'::regnamespace
       and (relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)
            or relkind = 'v' and not coalesce(reloptions && '{security_invoker=true,security_invoker=on}', false)
            or relkind in ('m', 'f'))
     order by relname";

/// # Errors
/// [`Error::Refused`] with what is wrong, in words for whoever runs the server.
pub(crate) async fn check(pool: &PgPool, role: Role) -> Result<(), Error> {
    check_role(pool, role).await?;
    check_names(pool, role).await?;
    if role == Role::Application {
        check_tables(pool).await?;
    }
    check_privileges(pool).await?;
    warn_of_log(pool, role).await
}

/// Not refused: the operator may keep the log as the records are kept.
async fn warn_of_log(pool: &PgPool, role: Role) -> Result<(), Error> {
    if sqlx::query_scalar(LOGS_DETAILS).fetch_one(pool).await? {
        tracing::warn!(
            role = role.name(),
            "Postgres may write people's data into its log: let a superuser run roles.sql again, or set \
             log_error_verbosity, log_min_error_statement and log_parameter_max_length_on_error as it does"
        );
    }
    Ok(())
}

async fn check_role(pool: &PgPool, role: Role) -> Result<(), Error> {
    let found: Privileges = sqlx::query_as(PRIVILEGES).bind(role.name()).fetch_one(pool).await?;
    let reason = match () {
        () if found.is_superuser => "is a superuser, or could become one",
        () if found.bypasses => "has BYPASSRLS, or could become a role that has it",
        () if found.makes_roles => "has CREATEROLE or CREATEDB, or could become a role that has it",
        () if found.replicates => "has REPLICATION, or could become a role that has it",
        () if found.is_owner => "is or could become the owner's role or the definer's",
        () if found.owns => "owns the database or something in it, or could become a role that does",
        () if found.is_member => "is or could become another role",
        () if found.is_another => "isn't that role",
        () => return Ok(()),
    };
    let name = role.name();
    Err(Error::Refused(format!(
        "the role that signs in as {name} {reason}, so that the policies wouldn't hold. Sign in as {name}, and nothing else."
    )))
}

/// A name must mean what is in `public`: whoever could put another schema before it could answer in its place.
async fn check_names(pool: &PgPool, role: Role) -> Result<(), Error> {
    let schemas: Vec<String> = sqlx::query_scalar(SCHEMAS).fetch_one(pool).await?;
    if schemas == ["pg_catalog", "public"] {
        return Ok(());
    }
    Err(Error::Refused(format!("as {}, names are looked up in {}", role.name(), schemas.join(", "))))
}

/// What somebody has given the roles since the rules were made.
async fn check_privileges(pool: &PgPool) -> Result<(), Error> {
    let unexpected: Result<Vec<String>, sqlx::Error> = sqlx::query_scalar(UNEXPECTED).fetch_all(pool).await;
    match unexpected {
        Ok(unexpected) if unexpected.is_empty() => Ok(()),
        Ok(unexpected) => Err(Error::Refused(format!(
            "the roles may do more than the rules give them: {}. `server migrate` takes it away again.",
            unexpected.join("; ")
        ))),
        // With rules that aren't the program's, which is refused next, there is no such function.
        Err(error) if error.as_database_error().is_some_and(|error| error.code().as_deref() == Some("42883")) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

async fn check_tables(pool: &PgPool) -> Result<(), Error> {
    let unprotected: Vec<String> = sqlx::query_scalar(UNPROTECTED).fetch_all(pool).await?;
    if unprotected.is_empty() {
        return Ok(());
    }
    Err(Error::Refused(format!(
        "these relations lack FORCE ROW LEVEL SECURITY, or are views without security_invoker: {}.",
        unprotected.join(", ")
    )))
}
