//! The actions of the audit, in words.

/// The actions that show several patients at once, each by name: an event of the list, and one for each of them.
pub const LISTS: [&str; 7] = [
    "patients.list",
    "visits.this_week",
    "prescriptions.active",
    "documents.pending",
    "break_glass.list",
    "arrangements.list",
    "caregiver.list_records",
];

/// An action of the audit, such as `chart.read`, in words.
pub fn in_words(action: &str) -> &'static str {
    match action {
        "chart.read" => "opened the chart",
        "record.read" => "opened the record",
        "visits.list" => "read the visits",
        "visit.versions" => "read earlier versions of a visit",
        "visit.write" => "wrote a visit",
        "visit.amend" => "amended a visit",
        "visit.add_addendum" => "added to a visit",
        "visit.save_private_note" => "wrote a note of their own on a visit",
        "visit.mark_in_error" => "marked a visit as entered in error",
        "vitals.list" => "read the vital signs",
        "prescriptions.list" => "read the prescriptions",
        "prescription.start" => "started a prescription",
        "prescription.stop" => "stopped a prescription",
        "prescription.mark_in_error" => "marked a prescription as entered in error",
        "allergies.check" => "checked the allergies",
        "allergies.write" => "changed the allergies",
        "demographics.write" => "changed the demographics",
        "documents.list" => "looked through the documents",
        "document.mint_url" => "downloaded a document",
        "document.write" => "filed a document",
        "document.mark_reviewed" => "reviewed a document",
        "document.mark_in_error" => "marked a document as filed in error",
        "patient.register" => "registered the patient",
        "record.import" => "imported the record",
        "patient.versions" => "read earlier versions of the demographics",
        "patient.find_duplicates" => "looked for another record of the patient",
        "patient.compare" => "compared the record with another one",
        "patient.merge" => "merged two records of the patient",
        "patient.undo_merge" => "took a merge of two records apart",
        "dashboard.counts" => "counted their patients",
        "break_glass.list" => "saw the name in the list of their emergency accesses",
        "arrangements.list" => "saw the name in a list of patients to be handed over",
        "caregiver.list_records" => "saw the name in the list of records that they may read",
        list if LISTS.contains(&list) => "saw the name in a list of their patients",
        "patients.find_duplicates" => "saw the name when registering somebody alike",
        "patients.find_alike" => "saw the name when looking for another record of somebody alike",
        "session.throttle" | "account.throttle" => "tried too often, and was told to wait",
        "chart.share" => "shared the chart with a colleague",
        "colleagues.find" => "looked for a colleague to share with",
        "colleagues.list" => "looked through their colleagues",
        "relationship.end" => "ended their treatment of the patient",
        "handover.ask" => "asked a colleague to take the patient over",
        "handover.accept" => "took the patient over from a colleague",
        "handover.decline" => "declined to take the patient over",
        "handover.withdraw" => "took back that the patient be handed over",
        "cover.ask" => "asked a colleague to cover for them",
        "cover.accept" => "began to cover for a colleague",
        "cover.decline" => "declined to cover for a colleague",
        "cover.end" => "ended a cover before its time",
        "caregivers.list" => "looked at who reads the record for the patient",
        "caregiver.invite" => "invited somebody to read the record for the patient",
        "caregiver.accept" => "accepted to read the record for the patient",
        "caregiver.refuse" => "tried a caregiver's link and was refused",
        "caregiver.revoke" => "ended that somebody reads the record for the patient",
        "invitation.create" => "invited the patient to an account",
        "invitation.accept" => "accepted the invitation",
        "invitation.refuse" => "tried an invitation and was refused",
        "link.refuse" => "followed a link that doesn't work, or works no more",
        "link.throttle" => "followed too many links that don't work: of the next ones nothing is noted",
        "account.create" | "account.apply" => "applied for an account",
        "account.link" => "linked an account to the record",
        "account.unlink" => "unlinked an account from the record",
        "account.suspend" => "suspended an account",
        "account.lift" => "lifted the suspension of an account",
        "accounts.list" => "looked through the patients' accounts",
        "provider.verify" => "verified a provider",
        "provider.withdraw" => "withdrew a provider's verification",
        "provider.attach" => "attached an account to a provider",
        "providers.list" => "looked through the providers",
        "session.begin" => "signed in",
        "session.end" => "signed out",
        "session.refuse" => "failed to sign in",
        "session.challenge" => "gave the right password, and was asked for a code",
        "session.confirm" => "proved again who they are",
        "session.require_confirmation" => "was asked to prove again who they are",
        "session.refuse_confirmation" => "failed to prove again who they are",
        "session.revoke" => "signed out one of their browsers",
        "session.revoke_others" => "signed out all of their other browsers",
        "account.change_password" => "changed their password",
        "account.make_reset" => "made a link that resets a password",
        "account.reset_password" => "reset the password by a link",
        "factor.begin" => "began to set up a second factor",
        "factor.set_up" => "set up a second factor",
        "factor.replace_codes" => "made new recovery codes",
        "factor.remove" => "removed their second factor",
        "factor.use_recovery_code" => "used a recovery code",
        "factor.refuse" => "gave a wrong code after the right password",
        "factor.throttle" => "gave too many wrong codes, and was told to wait",
        "factor.remove_lost" => "removed somebody's lost second factor",
        "factor.see_removal" => "read that their second factor was removed",
        "passkey.add" => "added a passkey",
        "passkey.remove" => "removed one of their passkeys",
        "passkey.use" => "signed in with a passkey",
        "passkey.refuse" => "tried to sign in with a passkey, and was refused",
        "factor.require" => "was started to ask providers for a second factor",
        "factor.stop_requiring" => "was started to ask no provider for a second factor",
        "access.list" => "looked at who opened the record",
        "access.report" => "reported an access",
        "access.close_report" => "closed a report of an access",
        "access.list_reports" => "looked through the reported accesses",
        "access.list_security" => "looked through the security events",
        "break_glass.begin" => "used emergency access",
        "break_glass.unneeded" => "asked for emergency access without needing it",
        "break_glass.miss" => "asked for emergency access to a record that isn't there",
        "break_glass.throttle" => "asked for emergency access too often, and was told to wait",
        "own_account.refuse" => "asked for what their account doesn't have",
        "own_record.refuse" => "asked for a record of their own, and has none",
        "break_glass.refuse" => "asked for emergency access, and was refused",
        "break_glass.list_notices" => "read of emergency accesses to their record",
        "break_glass.dismiss" => "put away the notice of an emergency access",
        "break_glass.list_reviews" => "looked through the emergency accesses",
        "break_glass.review" => "reviewed an emergency access",
        "chart.refuse" => "asked for a chart that isn't theirs to see, and was refused",
        "visit.refuse" | "prescription.refuse" | "document.refuse" => {
            "asked for a part of a chart that isn't theirs to see, and was refused"
        }
        "administration.refuse" => "asked for what only the administrator sees, and was refused",
        action if action.ends_with(".refuse") => "asked for something that isn't theirs to see, and was refused",
        _ => "did something else",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_of_any_kind_has_words() {
        assert_eq!(in_words("session.refuse"), "failed to sign in");
        assert!(in_words("chart.refuse").contains("chart"));
        assert!(in_words("emergency.refuse").contains("refused"));
    }

    #[test]
    fn a_patient_reads_of_every_list_that_the_name_stood_in_it() {
        for list in LISTS {
            assert!(in_words(list).starts_with("saw the name in "), "{list}");
        }
    }
}
