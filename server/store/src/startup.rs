//! What is checked before the first request: that the policies hold for the role that the application has.

use sqlx::PgPool;

use crate::{
    Error,
    migrations::{MIGRATIONS, TABLE},
};

/// Both the role that logged in and the one it may have become, and every role that either could become.
const PRIVILEGES: &str = "
    select bool_or(r.rolsuper) as is_superuser,
           bool_or(r.rolbypassrls) as bypasses,
           bool_or(r.rolname in ('carechart_owner', 'carechart_definer')) as is_owner,
           bool_or(exists (
               select from pg_class c
                where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace
                  and c.relkind in ('r', 'p', 'v', 'm', 'f'))) as owns
      from pg_roles r
     where pg_has_role(session_user, r.oid, 'member') or pg_has_role(current_user, r.oid, 'member')";

const UNPROTECTED: &str = "
    select relname::text
      from pg_class
     where relnamespace = 'public'::regnamespace and relname <> $1
       and (relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)
            or relkind = 'v' and not coalesce(reloptions && '{security_invoker=true,security_invoker=on}', false)
            or relkind in ('m', 'f'))
     order by relname";

/// # Errors
/// [`Error::Refused`] with what is wrong, in words for whoever runs the server.
pub(crate) async fn check(pool: &PgPool) -> Result<(), Error> {
    check_role(pool).await?;
    check_migrations(pool).await?;
    check_tables(pool).await
}

async fn check_role(pool: &PgPool) -> Result<(), Error> {
    let (is_superuser, bypasses, is_owner, owns): (bool, bool, bool, bool) =
        sqlx::query_as(PRIVILEGES).fetch_one(pool).await?;
    let reason = match () {
        () if is_superuser => "is a superuser, or could become one",
        () if bypasses => "has BYPASSRLS, or could become a role that has it",
        () if is_owner => "is or could become the owner's role or the definer's",
        () if owns => "owns a table, or could become a role that does",
        () => return Ok(()),
    };
    Err(Error::Refused(format!(
        "the role of DATABASE_URL {reason}, so that the policies wouldn't hold. Log in as carechart_app."
    )))
}

async fn check_migrations(pool: &PgPool) -> Result<(), Error> {
    let has_table: bool = sqlx::query_scalar("select to_regclass($1) is not null")
        .bind(format!("public.{TABLE}"))
        .fetch_one(pool)
        .await?;
    let applied: Vec<i64> = if has_table {
        sqlx::query_scalar("select version from _sqlx_migrations where success").fetch_all(pool).await?
    } else {
        Vec::new()
    };
    match MIGRATIONS.iter().find(|migration| !applied.contains(&migration.version)) {
        None => Ok(()),
        Some(missing) => Err(Error::Refused(format!(
            "the database isn't migrated: {:04}_{} is missing. Run `server migrate`.",
            missing.version,
            missing.description.replace(' ', "_")
        ))),
    }
}

async fn check_tables(pool: &PgPool) -> Result<(), Error> {
    let unprotected: Vec<String> = sqlx::query_scalar(UNPROTECTED).bind(TABLE).fetch_all(pool).await?;
    if unprotected.is_empty() {
        return Ok(());
    }
    Err(Error::Refused(format!(
        "these relations lack FORCE ROW LEVEL SECURITY, or are views without security_invoker: {}.",
        unprotected.join(", ")
    )))
}
