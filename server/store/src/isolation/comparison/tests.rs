use super::*;

const PROMISED: &str = "\
A line that says what this is: everyone.

== Roles

carechart_app: login
carechart_owner: login, too

== Tables

visits
  select   nothing: without a session, administrator
           Freda's: patient, author
  insert   no grant: everyone of the application
  delete   no grant: everyone

== What is tried

change an event
           trigger: the owner

== Columns

visits
  select   id, patient_id
  insert   none

== Functions

  audit(id uuid): invoker, for carechart_app
";

#[test]
fn a_text_beside_itself_differs_in_nothing() {
    let comparison = Comparison::new(PROMISED, PROMISED, &[]);
    let headings: Vec<&str> = comparison.sections.iter().map(|section| section.heading.as_str()).collect();
    assert_eq!(headings, ["Roles", "Tables", "What is tried", "Columns", "Functions"]);
    // Two roles, four who read, who adds, and all who delete, one event, two commands, one function.
    assert_eq!(comparison.questions(), 2 + 4 + scene::users().count() + CALLERS.len() + 1 + 2 + 1);
    assert!(comparison.differences().is_empty());
}

#[test]
fn whatever_differs_is_named_with_its_place() {
    let found = PROMISED
        .replace("carechart_owner: login, too\n", "")
        .replace("nothing: without a session, administrator", "nothing: without a session")
        .replace("Freda's: patient, author", "Freda's: patient, author, administrator")
        .replace("trigger: the owner", "done: the owner")
        .replace("select   id, patient_id", "select   all")
        .replace("audit(id uuid): invoker", "audit(id uuid): DEFINER");
    let comparison = Comparison::new(PROMISED, &found, &["stray isn't in the matrix".to_owned()]);
    let differences: Vec<String> = comparison.differences().iter().map(Difference::to_string).collect();
    assert_eq!(
        differences,
        [
            "carechart_owner: login, too: is promised, and isn't there",
            "visits, select, administrator: promised nothing, found Freda's",
            "change an event, the owner: promised trigger, found done",
            "visits, select: promised id, patient_id, found all",
            "audit(id uuid): invoker, for carechart_app: is promised, and isn't there",
            "audit(id uuid): DEFINER, for carechart_app: is there, and isn't promised",
            "stray isn't in the matrix",
        ]
    );
}
