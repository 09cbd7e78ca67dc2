//! Against real clusters, each in a directory of its own.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod place;

use std::{
    collections::HashSet,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::PathBuf,
    process::Command,
};

use cluster::{Cluster, ClusterError};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use place::{Place, process, signal};

const ROLES: &str = "
    do $$ begin
        if to_regrole('carechart_owner') is null then create role carechart_owner; end if;
        if to_regrole('carechart_app') is null then create role carechart_app; end if;
        if to_regrole('carechart_gate') is null then create role carechart_gate; end if;
        if to_regrole('carechart_worker') is null then create role carechart_worker; end if;
    end $$;";

async fn ask(options: &PgConnectOptions, question: &'static str) -> Result<String, sqlx::Error> {
    let mut connection = PgConnection::connect_with(options).await?;
    sqlx::query_scalar(question).fetch_one(&mut connection).await
}

#[tokio::test]
async fn a_prepared_cluster_has_its_roles_and_nobody_else_gets_in() {
    let place = Place::new();
    let cluster = Cluster::start_for_tests(&place.home()).await.unwrap();
    for _ in 0..2 {
        cluster.prepare(ROLES, "records").await.unwrap();
    }
    let owner = "select pg_get_userbyid(datdba)::text from pg_database where datname = current_database()";
    assert_eq!(ask(&cluster.application_options("records"), owner).await.unwrap(), "carechart_owner");
    let role = "select current_user::text || ' ' || rolsuper from pg_roles where rolname = current_user";
    assert_eq!(ask(&cluster.owner_options("records"), role).await.unwrap(), "carechart_owner false");
    assert_eq!(ask(&cluster.application_options("records"), role).await.unwrap(), "carechart_app false");
    assert_eq!(ask(&cluster.gate_options("records"), role).await.unwrap(), "carechart_gate false");
    assert_eq!(ask(&cluster.worker_options("records"), role).await.unwrap(), "carechart_worker false");
    assert_eq!(ask(&cluster.superuser_options("records"), role).await.unwrap(), "postgres true");
    let wrong = cluster.application_options("records").password("wrong");
    assert!(ask(&wrong, role).await.is_err());
    let setting = "select setting from pg_settings where name = 'listen_addresses'";
    assert_eq!(ask(&cluster.application_options("records"), setting).await.unwrap(), "");

    let mode = |path: &str| fs::metadata(place.home().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(""), mode("passwords"), mode("data"), mode("socket")), (0o700, 0o600, 0o700, 0o700));
    cluster.stop().await.unwrap();
    assert_eq!(process(&place.home()), None);
}

#[tokio::test]
async fn passwords_that_an_earlier_version_kept_are_completed() {
    let place = Place::new();
    let file = place.home().join("passwords");
    let cluster = Cluster::start_for_tests(&place.home()).await.unwrap();
    cluster.prepare(ROLES, "records").await.unwrap();
    cluster.stop().await.unwrap();
    let text = fs::read_to_string(&file).unwrap();
    let earlier: String = text.split_inclusive('\n').take(3).collect();
    let owner = fs::metadata(&file).unwrap().uid();
    fs::write(&file, &earlier).unwrap();
    // Somebody has begun and was killed.
    fs::write(place.home().join("passwords.unfinished"), "half").unwrap();

    // Two at once: the first makes what is missing, and the other one takes it.
    let home = place.home();
    let (cluster, other) = tokio::join!(Cluster::start_for_tests(&home), Cluster::start_for_tests(&home));
    let (cluster, other) = (cluster.unwrap(), other.unwrap());
    let role = "select current_user::text";
    assert_eq!(ask(&cluster.superuser_options("records"), role).await.unwrap(), "postgres");
    assert_eq!(ask(&cluster.owner_options("records"), role).await.unwrap(), "carechart_owner");
    assert_eq!(ask(&cluster.application_options("records"), role).await.unwrap(), "carechart_app");
    cluster.prepare(ROLES, "records").await.unwrap();
    for cluster in [&cluster, &other] {
        assert_eq!(ask(&cluster.gate_options("records"), role).await.unwrap(), "carechart_gate");
        assert_eq!(ask(&cluster.worker_options("records"), role).await.unwrap(), "carechart_worker");
    }
    let completed = fs::read_to_string(&file).unwrap();
    assert!(completed.starts_with(&earlier) && completed != text, "{completed}");
    let lines: HashSet<&str> = completed.lines().collect();
    assert!(lines.len() == 5 && lines.iter().all(|line| line.len() == 32), "{completed}");
    let kept = fs::metadata(&file).unwrap();
    assert_eq!((kept.permissions().mode() & 0o777, kept.uid()), (0o600, owner));
    assert!(!place.home().join("passwords.unfinished").exists());
    other.stop().await.unwrap();
    cluster.stop().await.unwrap();

    // Once they are complete they stay.
    Cluster::start_for_tests(&home).await.unwrap().stop().await.unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), completed);
    fs::write(&file, completed.split_inclusive('\n').take(4).collect::<String>()).unwrap();
    let refused = Cluster::start_for_tests(&home).await;
    assert!(matches!(refused, Err(ClusterError::DamagedPasswords(_))));
}

#[tokio::test]
async fn the_last_one_to_leave_stops_it() {
    let place = Place::new();
    let home = place.home();
    let (first, second) = tokio::join!(Cluster::start_for_tests(&home), Cluster::start_for_tests(&home));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert!(matches!(Cluster::stop_at(&place.home()).await, Err(ClusterError::InUse)));
    first.stop().await.unwrap();
    assert_eq!(ask(&second.superuser_options("postgres"), "select 'here'").await.unwrap(), "here");
    second.stop().await.unwrap();
    assert_eq!(process(&place.home()), None);
    assert!(!Cluster::stop_at(&place.home()).await.unwrap());
}

#[tokio::test]
async fn what_a_killed_server_leaves_running_is_joined_or_stopped() {
    let place = Place::new();
    let killed = Cluster::start_for_tests(&place.home()).await.unwrap();
    let running = process(&place.home());
    drop(killed);
    let next = Cluster::start_for_tests(&place.home()).await.unwrap();
    assert_eq!(process(&place.home()), running);
    drop(next);
    assert!(Cluster::stop_at(&place.home()).await.unwrap());
    assert_eq!(process(&place.home()), None);
}

#[tokio::test]
async fn a_killed_postgres_starts_again_and_has_lost_nothing() {
    let place = Place::new();
    // With what records are kept with: a commit is on the disk.
    let cluster = Cluster::start(&place.home()).await.unwrap();
    let options = cluster.superuser_options("postgres");
    ask(&options, "with made as (select set_config('a.b', 'c', false)) select * from made").await.unwrap();
    let mut connection = PgConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("create table kept as select 'kept' as word").execute(&mut connection).await.unwrap();
    signal("-KILL", process(&place.home()).unwrap());
    drop(cluster);
    let cluster = Cluster::start(&place.home()).await.unwrap();
    assert_eq!(ask(&cluster.superuser_options("postgres"), "select word from kept").await.unwrap(), "kept");

    // A machine that lost its power leaves the file, and the number may be another process' by then: here this one's.
    let file = place.home().join("data/postmaster.pid");
    let text = fs::read_to_string(&file).unwrap();
    cluster.stop().await.unwrap();
    let (_, rest) = text.split_once('\n').unwrap();
    fs::write(&file, format!("{}\n{rest}", std::process::id())).unwrap();
    let cluster = Cluster::start(&place.home()).await.unwrap();
    assert_eq!(ask(&cluster.superuser_options("postgres"), "select word from kept").await.unwrap(), "kept");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_gets_one_elsewhere_that_goes_with_it() {
    let place = Place::new();
    let deep = place.0.path().join("a folder, 'quoted'").join("x".repeat(90)).join("postgres");
    let cluster = Cluster::start_for_tests(&deep).await.unwrap();
    let directory = "select trim('\"' from setting) from pg_settings where name = 'unix_socket_directories'";
    let socket = PathBuf::from(ask(&cluster.superuser_options("postgres"), directory).await.unwrap());
    assert!(!socket.starts_with(place.0.path()), "{}", socket.display());
    assert_eq!(fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o700);
    cluster.stop().await.unwrap();
    assert!(!socket.exists());
}

#[tokio::test]
async fn a_directory_of_somebody_else_is_refused() {
    let place = Place::new();
    fs::create_dir(place.home()).unwrap();
    fs::write(place.home().join("letter"), "mine").unwrap();
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !is_root {
        // Anyone else's own directory is their own.
        Cluster::start_for_tests(&place.home()).await.unwrap().stop().await.unwrap();
        return;
    }
    assert!(matches!(Cluster::start_for_tests(&place.home()).await, Err(ClusterError::NotOwned(_))));
    let closed = place.0.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let refused = Cluster::start_for_tests(&closed.join("postgres")).await;
    assert!(matches!(refused, Err(ClusterError::Unreachable(_))));
}
