//! `migrations/rules/generated.txt`: what the rules come to, for people to read. After a change that is meant,
//! `UPDATE_GENERATED=1 cargo nextest run -p schema` writes it anew.

use std::{env, fs};

use crate::{catalogue::assert_same, database::Database};

/// The lines of the register; a space at the end of a cell belongs to no text.
const REGISTER: &str = "
    select string_agg(rtrim(format('  %-20s %-12s %-10s %-9s %-11s %-11s %-8s %-17s %s', name, record,
                                   case when providers_read then 'read' end, case when patients_read then 'read' end,
                                   case when caregivers_read then 'read' end,
                                   case when emergency_writes then 'writes' end, on_merge, versions,
                                   'hidden when ' || hidden_when)), E'\\n' order by name collate \"C\")
      from record_tables";

/// Each table's policies and triggers. Postgres writes out the columns of what a function returns, a name for each identity
/// and the type of each text, none of which says anything here.
const TABLES: &str = r#"
    with said as (
        select p.tablename as name, 1 as place, p.policyname as this,
               format(E'  policy %s: %s by %s%s%s', p.policyname, lower(p.cmd), array_to_string(p.roles, ', '),
                      E'\n      which ' || regexp_replace(p.qual, '\s+', ' ', 'g'),
                      E'\n      as ' || regexp_replace(p.with_check, '\s+', ' ', 'g')) as line
          from pg_policies p
         where p.schemaname = 'public'
        union all
        select c.relname, 2, t.tgname, format('  trigger %s', regexp_replace(pg_get_triggerdef(t.oid), '^CREATE TRIGGER ', ''))
          from pg_trigger t
          join pg_class c on c.oid = t.tgrelid
         where not t.tgisinternal and c.relnamespace = 'public'::regnamespace
    ), short as (
        select name, place, this,
               regexp_replace(regexp_replace(regexp_replace(regexp_replace(line,
                   '\( SELECT (\w+\(\)) AS \w+\)', '\1', 'g'),
                   '(\w+\([\w.]+\)|running_covers\(\)) (\w+)\([\w, ]+\)', '\1 \2', 'g'),
                   '(\w+)(\([\w.]+\)) \1\M', '\1\2', 'g'),
                   '::text\M(?!\[)', '', 'g') as line
          from said
    ), tables as (
        select format(E'%s\n%s', name, string_agg(line, E'\n' order by place, this collate "C")) as text
          from short
         group by name
    )
    select string_agg(text, E'\n\n' order by text collate "C") from tables"#;

#[tokio::test]
async fn the_text_says_what_the_rules_come_to() {
    let database = Database::new().await;
    schema::migrate(database.owner.clone()).await.unwrap();
    let register: String = database.ask(REGISTER).await;
    let tables: String = database.ask(TABLES).await;
    let found = format!(
        "What the files beside this one come to. A test keeps it true;\n\
         `UPDATE_GENERATED=1 cargo nextest run -p schema` writes it anew.\n\n\
         The tables of a record: who reads them, whether an emergency writes them, what a merge does with their rows, and \
         what keeps what they said.\n\n  \
         table                record       providers  patients  caregivers  emergency   merge    versions\n\
         {register}\n\n\
         Each table's policies and triggers.\n\n{tables}\n"
    );
    let path = format!("{}/../../migrations/rules/generated.txt", env!("CARGO_MANIFEST_DIR"));
    if env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, &found).unwrap();
    }
    assert_same(&found, &fs::read_to_string(&path).unwrap());
}
