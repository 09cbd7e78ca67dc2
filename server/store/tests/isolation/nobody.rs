//! Every function of the definer that the server's roles may call asks first who calls: of a connection without a session each
//! answers nothing and does nothing, whatever it is asked, of made-up ids and of real ones. The list is Postgres' own, so that
//! no function can be forgotten.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, Connection, FromRow, PgConnection, PgPool};
use store::isolation::{scene, tables};

/// What strangers are for: they sign in, follow links, and are refused, which is counted.
const OF_STRANGERS: [&str; 3] = ["begin_attempt", "refuse_link", "refuse_passkey"];

/// Answers that say nothing: no row, null, "no", none; and that there is nobody for whom there would be more.
const NOTHING: [&str; 8] = ["", "f", "false", "0", "{}", "none", "hidden", "no_provider"];

/// What refuses whoever may not: a right, a policy, a trigger, and that the caller must prove who they are.
const REFUSALS: [&str; 4] = ["42501", "23001", "CC404", "CC401"];

#[derive(Debug, FromRow)]
struct Function {
    name: String,
    types: Vec<String>,
}

const FUNCTIONS: &str = "
    select p.proname::text as name, array(select format_type(t, null) from unnest(p.proargtypes) t) as types
      from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
       and has_function_privilege($1, p.oid, 'execute')
     order by 1, 2";

/// What could stand for a parameter. Ids come from the scene.
fn arguments(of: &str, ids: &[String], texts: &'static [&'static str]) -> Vec<String> {
    let all = |values: &[&str]| values.iter().map(|value| format!("({value})::{of}")).collect();
    match of {
        "uuid" => ids.iter().map(|id| format!("'{id}'::uuid")).collect(),
        "uuid[]" => vec!["'{}'::uuid[]".into(), format!("'{{{}}}'::uuid[]", ids.join(","))],
        "text" => all(texts),
        "text[]" => all(&["'{}'", "'{New}'"]),
        "name" => all(&["current_user"]),
        "boolean" => all(&["true", "false"]),
        "integer" | "bigint" => all(&["1", "null"]),
        "date" => all(&["'1980-02-03'"]),
        "timestamp with time zone" => all(&["now() + interval '1 day'"]),
        "interval" => all(&["'1 hour'"]),
        "bytea" => all(&["sha256('made up')", "null"]),
        "bytea[]" => all(&["array[sha256('made up')]"]),
        "jsonb" => all(&["'{}'"]),
        "inet" => all(&["'192.0.2.1'"]),
        other => panic!("nobody knows what could be a {other}: say it here"),
    }
}

/// Calls: each parameter with each of its arguments, the others with their first; and all ids the same.
fn calls(function: &Function, ids: &[String], texts: &'static [&'static str]) -> Vec<String> {
    let choices: Vec<Vec<String>> = function.types.iter().map(|of| arguments(of, ids, texts)).collect();
    let longest = choices.iter().map(Vec::len).max().unwrap_or(1);
    let mut calls = Vec::new();
    for varied in 0..choices.len().max(1) {
        for number in 0..longest {
            let place = |(position, choices): (usize, &Vec<String>)| {
                let number = if position == varied { number } else { 0 };
                choices[number.min(choices.len() - 1)].clone()
            };
            let together = |choices: &Vec<String>| choices[number.min(choices.len() - 1)].clone();
            calls.push(choices.iter().enumerate().map(place).collect::<Vec<_>>().join(", "));
            calls.push(choices.iter().map(together).collect::<Vec<_>>().join(", "));
        }
    }
    calls.sort();
    calls.dedup();
    calls
}

/// Every row of every table, and which transaction wrote it.
async fn contents(superuser: &PgPool) -> BTreeMap<String, String> {
    let digest = |table: &tables::Table| {
        format!(
            "select '{0}', coalesce(md5(string_agg(concat(r.ctid, r.xmin, r), ',' order by r.ctid)), '') from {0} r",
            table.name
        )
    };
    let all: Vec<String> = tables::all().map(digest).collect();
    let rows: Vec<(String, String)> =
        sqlx::query_as(AssertSqlSafe(all.join(" union all "))).fetch_all(superuser).await.unwrap();
    rows.into_iter().collect()
}

/// What a call answers that it shouldn't; nothing where it is silent, or refuses.
async fn answer(connection: &mut PgConnection, call: &str) -> Option<String> {
    let rows = sqlx::query_scalar(AssertSqlSafe(format!("select answer::text from {call} answer")));
    match rows.fetch_all(connection).await {
        Ok(rows) => {
            let rows: Vec<Option<String>> = rows;
            let said = rows.into_iter().flatten().find(|row| !NOTHING.contains(&row.as_str()));
            said.map(|row| format!("answers {row}"))
        }
        Err(error) => {
            let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
            (!REFUSALS.contains(&code.as_str())).then(|| format!("fails with {code}: {error}"))
        }
    }
}

/// The functions of a role that answer or do something without a session, with the call that shows it.
async fn that_dont_ask(role: &str, login: &mut PgConnection, superuser: &PgPool) -> Vec<String> {
    let functions: Vec<Function> = sqlx::query_as(FUNCTIONS).bind(role).fetch_all(superuser).await.unwrap();
    let functions = functions.iter().filter(|function| !OF_STRANGERS.contains(&function.name.as_str()));
    let mut ids: Vec<String> = scene::ids().into_iter().map(|id| id.to_string()).collect();
    ids.insert(0, uuid::Uuid::now_v7().to_string());
    // Of the gate only what is made up: an address is what strangers sign in with.
    let texts: &[&str] = if role == scene::APPLICATION {
        &["'New'", "null", "'author@isolation.invalid'", "'Freda'", "'chart.read'"]
    } else {
        &["'New'", "null"]
    };
    let mut before = contents(superuser).await;
    let mut complaints = Vec::new();
    for function in functions {
        let mut complaint = None;
        for arguments in calls(function, &ids, texts) {
            let call = format!("{}({arguments})", function.name);
            if let Some(said) = answer(login, &call).await {
                complaint.get_or_insert(format!("{}: {call} {said}", function.name));
            }
        }
        let after = contents(superuser).await;
        let changed: Vec<&String> =
            after.iter().filter(|(table, rows)| before[*table] != **rows).map(|it| it.0).collect();
        if !changed.is_empty() {
            complaint.get_or_insert(format!("{}: changes {changed:?}", function.name));
        }
        complaints.extend(complaint);
        before = after;
    }
    complaints
}

#[tokio::test]
async fn without_a_session_every_function_answers_and_does_nothing() {
    let (database, superuser) = crate::set_the_scene_in().await;
    for (role, options) in [(scene::APPLICATION, &database.application), ("carechart_gate", &database.gate)] {
        let mut login = PgConnection::connect_with(options).await.unwrap();
        assert_eq!(that_dont_ask(role, &mut login, &superuser).await, Vec::<String>::new(), "{role}");
    }
    // The worker's have no caller to ask for. Nobody else may call one of them, but to find out what a role may do.
    let shared = "
        select array_agg(p.proname::text)
          from pg_proc p
         where p.pronamespace = 'public'::regnamespace and p.prosecdef
           and has_function_privilege('carechart_worker', p.oid, 'execute')
           and (has_function_privilege('carechart_app', p.oid, 'execute')
                or has_function_privilege('carechart_gate', p.oid, 'execute'))";
    let shared: Vec<String> = sqlx::query_scalar(shared).fetch_one(&superuser).await.unwrap();
    assert_eq!(shared, ["unexpected_privileges"]);
}

/// The test above would also pass if it noticed nothing.
#[tokio::test]
async fn a_function_that_doesnt_ask_is_named() {
    let (database, superuser) = crate::set_the_scene_in().await;
    let stray = "
        create function stray_answer(patient uuid) returns text language sql security definer
            return (select p.first_name from patients p where p.id = patient);
        create function stray_write(account uuid) returns void language sql security definer
        begin atomic
            update users set suspended_at = suspended_at where id = account;
        end;
        create function stray_error(patient uuid) returns void language sql security definer
        begin atomic
            insert into care_relationships (provider_id, patient_id, began_by) values (patient, patient, 'sharing');
        end;
        grant execute on function stray_answer(uuid), stray_write(uuid), stray_error(uuid) to carechart_app";
    sqlx::raw_sql(stray).execute(&superuser).await.unwrap();
    let mut login = PgConnection::connect_with(&database.application).await.unwrap();
    let named = that_dont_ask(scene::APPLICATION, &mut login, &superuser).await;
    let named: Vec<&str> = named.iter().filter_map(|complaint| complaint.split(':').next()).collect();
    // The last one says of itself that there are others.
    assert_eq!(named, ["stray_answer", "stray_error", "stray_write", "unexpected_privileges"]);
}
