//! Properties of the policies: in random clinics, everybody gets the rows that the rules, written once more in Rust, say
//! they get, and may change those that the rules say.
//!
//! The clinics are the same in every run. `POLICIES_SEED=2 cargo nextest run -p store --test policies` tries others.

// Clippy permits it in tests, but not in the functions that they share.
#![allow(clippy::unwrap_used)]

mod clinic;
#[path = "../harness/mod.rs"]
mod harness;
mod model;
mod place;
mod rows;
mod sql;
mod strategy;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use proptest::test_runner::{Config, RngSeed, TestCaseError, TestCaseResult, TestError, TestRunner};

use crate::{clinic::Clinic, place::Place, rows::Rows};

const CLINICS: u32 = 48;

/// # Arguments
/// `simplifications`: how often a clinic that fails may be made simpler.
fn runner(simplifications: u32) -> TestRunner {
    let seed = std::env::var("POLICIES_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    TestRunner::new(Config {
        cases: CLINICS,
        max_shrink_iters: simplifications,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        ..Config::default()
    })
}

/// Compares what everybody gets with the rules.
///
/// # Arguments
/// `only`: the table that is compared, if not all of them are. `each`: is told of each table what a caller gets.
fn check(
    place: &Place,
    clinic: &Clinic,
    spoilt: &'static str,
    only: Option<&str>,
    each: &dyn Fn(&'static str, &Rows),
) -> TestCaseResult {
    for (caller, mut found) in place.ask(clinic, spoilt) {
        for (table, expected) in model::rows(clinic, caller) {
            let found = found.remove(table).unwrap_or_default();
            if found != expected && only.is_none_or(|only| only == table) {
                let difference = format!("{caller:?} gets of {table} {found:?}, and by the rules {expected:?}");
                return Err(TestCaseError::fail(difference));
            }
            each(table, &expected);
        }
        assert!(found.is_empty(), "no rule speaks of {found:?}");
    }
    Ok(())
}

#[test]
fn everybody_gets_the_rows_that_the_rules_say() {
    let place = Place::new();
    // Of each table, whether some rows of a clinic were got by one and not by another.
    let told_apart = RefCell::new(BTreeSet::new());
    let every_table = RefCell::new(BTreeSet::new());
    let result = runner(2_000).run(&strategy::clinics(), |clinic| {
        let got = RefCell::new(BTreeMap::<&str, BTreeSet<Rows>>::new());
        check(&place, &clinic, "", None, &|table, rows| {
            got.borrow_mut().entry(table).or_default().insert(rows.clone());
        })?;
        for (table, answers) in got.into_inner() {
            every_table.borrow_mut().insert(table);
            if answers.len() > 1 {
                told_apart.borrow_mut().insert(table);
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert_eq!(told_apart.into_inner(), every_table.into_inner(), "the clinics are too simple");
}

/// The property sees a policy that is too wide, one that is too narrow, and one that is wrong at one moment only: of
/// who treats, of caregivers, of whoever is suspended, and of records that are merged.
#[test]
fn a_wrong_policy_is_found() {
    let place = Place::new();
    for (table, spoilt) in [
        ("visits", "create policy stray on visits for select to carechart_app using (true)"),
        ("documents", "drop policy own_record on documents"),
        (
            "care_relationships",
            "alter policy treating on care_relationships
                 using (provider_id = (select current_provider_id()) and (ended_at is null or ended_at >= now())
                        or is_open(ended_at) and treats(patient_id))",
        ),
        ("patients, changed", "alter policy treating_edits on patients using (true)"),
        (
            "visits",
            "alter policy caregiver on visits
                 using (entered_in_error_at is null
                        and patient_id in (select c.patient_id from caregivers c
                                            where c.user_id = (select current_user_id()) and c.revoked_at is null
                                              and c.expires_at >= now()))",
        ),
        // An adult's record, to which a provider let somebody in when it was a child's.
        (
            "caregiver_records()",
            "create or replace function access_ends_at(expires_at timestamptz, until_of_age boolean, date_of_birth date)
                 returns timestamptz language sql stable as $$ select expires_at $$",
        ),
        (
            "caregivers",
            "alter policy own_access on caregivers using (user_id = (select current_user_id()) and revoked_at is null)",
        ),
        // What hangs on a visit that was entered in error.
        (
            "visit_versions",
            "alter policy own_record on visit_versions using (patient_id = (select current_patient_id()))",
        ),
        (
            "visit_addenda",
            "alter policy caregiver on visit_addenda using (patient_id = any ((select caregiver_records())::uuid[]))",
        ),
        (
            "prescriptions",
            "alter policy own_record on prescriptions
                 using (patient_id = (select current_patient_id()) and entered_in_error_at is null)",
        ),
        (
            "prescriptions",
            "alter policy own_record on prescriptions
                 using (patient_id = (select current_patient_id())
                        and (visit_id is null or exists (select from visits v where v.id = visit_id)))",
        ),
        (
            "prescriptions",
            "alter policy own_record on prescriptions using (patient_id = (select current_patient_id()))",
        ),
        ("hidden_visits()", "alter policy definer_dates_hidden on visits using (entered_in_error_at is not null)"),
        // Who asks, which all policies go by.
        (
            "active_provider()",
            "create or replace function live_session(scope text)
                 returns table (id uuid, user_id uuid, kind text, confirmed_at timestamptz) language sql stable
                 as $$ select s.id, s.user_id, u.kind, s.confirmed_at
                         from sessions s
                         join users u on u.id = s.user_id
                        where s.token_hash = sha256(decode(current_setting('app.session', true), 'hex'))
                          and s.ended_at is null $$",
        ),
        (
            "active_provider()",
            "do $$ begin
                 execute replace(pg_get_functiondef('active_provider(uuid)'::regprocedure),
                                 'and u.suspended_at is null', '');
             end $$",
        ),
        // Predicates, which are all that many policies ask.
        (
            "acts by none",
            "create or replace function reads_record(patient uuid) returns setof care_relationships language sql stable
                 as $$ select c.* from care_relationships c
                        where c.provider_id = (select current_provider_id()) and c.patient_id = reads_record.patient
                          and c.ended_at is null $$",
        ),
        (
            "audit_events",
            "create or replace function merged_into_passed_on(patient uuid) returns setof uuid language sql stable
                 as 'select null::uuid where false'",
        ),
        (
            "break_glass_grants",
            "alter policy own_record on break_glass_grants using (patient_id = (select current_patient_id()))",
        ),
        (
            "access_reports",
            "create or replace function merged_into_own(patient uuid) returns setof uuid language sql stable
                 as 'select null::uuid where false'",
        ),
    ] {
        let compare = |clinic| check(&place, &clinic, spoilt, Some(table), &|_, _| {});
        let result = runner(0).run(&strategy::clinics(), compare);
        assert!(matches!(result, Err(TestError::Fail(..))), "{table}: {result:?}");
    }
}
