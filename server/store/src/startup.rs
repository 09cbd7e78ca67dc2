//! What is checked before the first request: that the policies hold for the role that the application has.

use sqlx::{FromRow, PgPool};

use crate::Error;

/// Both the role that logged in and the one it may have become, and every role that either could become. Of these only
/// the application's own may be another one: predefined ones such as `pg_write_all_data` pass by the columns' grants.
const PRIVILEGES: &str = "
    select bool_or(r.rolsuper) as is_superuser,
           bool_or(r.rolbypassrls) as bypasses,
           bool_or(r.rolcreaterole) as makes_roles,
           bool_or(r.rolreplication) as replicates,
           bool_or(r.rolname in ('carechart_owner', 'carechart_definer')) as is_owner,
           bool_or(exists (
               select from pg_shdepend d
                where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
                  and (d.dbid = this.oid or d.classid = 'pg_database'::regclass and d.objid = this.oid))) as owns,
           bool_or(r.rolname not in (session_user, current_user, 'carechart_app')) as is_member
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
}

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
pub(crate) async fn check(pool: &PgPool) -> Result<(), Error> {
    check_role(pool).await?;
    check_tables(pool).await?;
    warn_of_log(pool).await
}

/// Not refused: the operator may keep the log as the records are kept.
async fn warn_of_log(pool: &PgPool) -> Result<(), Error> {
    if sqlx::query_scalar(LOGS_DETAILS).fetch_one(pool).await? {
        tracing::warn!(
            "Postgres may write people's data into its log: let a superuser run roles.sql again, or set \
             log_error_verbosity, log_min_error_statement and log_parameter_max_length_on_error as it does"
        );
    }
    Ok(())
}

async fn check_role(pool: &PgPool) -> Result<(), Error> {
    let found: Privileges = sqlx::query_as(PRIVILEGES).fetch_one(pool).await?;
    let reason = match () {
        () if found.is_superuser => "is a superuser, or could become one",
        () if found.bypasses => "has BYPASSRLS, or could become a role that has it",
        () if found.makes_roles => "has CREATEROLE, or could become a role that has it",
        () if found.replicates => "has REPLICATION, or could become a role that has it",
        () if found.is_owner => "is or could become the owner's role or the definer's",
        () if found.owns => "owns the database or something in it, or could become a role that does",
        () if found.is_member => "is a member of another role",
        () => return Ok(()),
    };
    Err(Error::Refused(format!(
        "the role of DATABASE_URL {reason}, so that the policies wouldn't hold. Log in as carechart_app."
    )))
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
