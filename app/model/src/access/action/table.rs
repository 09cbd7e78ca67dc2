//! Every action, by topic: its name in the audit, and its words.

actions! {
    ChartRead = "chart.read", "opened the chart";
    ChartShare = "chart.share", "shared the chart with a colleague";
    ChartEndShare = "chart.end_share", "ended that the chart is shared with a colleague";
    ChartRefuse = "chart.refuse", "asked for a chart that isn't theirs to see, and was refused";
    RecordRead = "record.read", "opened the record";
    RecordImport = "record.import", "imported the record";
    OwnRecordRefuse = "own_record.refuse", "asked for a record of their own, and has none";

    VisitsList = "visits.list", "read the visits";
    VisitsThisWeek = "visits.this_week", "saw the name in a list of their patients";
    VisitVersions = "visit.versions", "read earlier versions of a visit";
    VisitWrite = "visit.write", "wrote a visit";
    VisitAmend = "visit.amend", "amended a visit";
    VisitAddAddendum = "visit.add_addendum", "added to a visit";
    VisitSavePrivateNote = "visit.save_private_note", "wrote a note of their own on a visit";
    VisitMarkInError = "visit.mark_in_error", "marked a visit as entered in error";
    VisitRefuse = "visit.refuse", "asked for a part of a chart that isn't theirs to see, and was refused";
    VitalsList = "vitals.list", "read the vital signs";

    PrescriptionsList = "prescriptions.list", "read the prescriptions";
    PrescriptionsActive = "prescriptions.active", "saw the name in a list of their patients";
    PrescriptionStart = "prescription.start", "started a prescription";
    PrescriptionStop = "prescription.stop", "stopped a prescription";
    PrescriptionMarkInError = "prescription.mark_in_error", "marked a prescription as entered in error";
    PrescriptionRefuse = "prescription.refuse", "asked for a part of a chart that isn't theirs to see, and was refused";
    AllergiesCheck = "allergies.check", "checked the allergies";
    AllergiesWrite = "allergies.write", "changed the allergies";
    DemographicsWrite = "demographics.write", "changed the demographics";

    DocumentsList = "documents.list", "looked through the documents";
    DocumentsPending = "documents.pending", "saw the name in a list of their patients";
    DocumentMintUrl = "document.mint_url", "downloaded a document";
    DocumentWrite = "document.write", "filed a document";
    DocumentMarkReviewed = "document.mark_reviewed", "reviewed a document";
    DocumentMarkInError = "document.mark_in_error", "marked a document as filed in error";
    DocumentRefuse = "document.refuse", "asked for a part of a chart that isn't theirs to see, and was refused";

    DashboardCounts = "dashboard.counts", "counted their patients";
    PatientsList = "patients.list", "saw the name in a list of their patients";
    PatientsFindDuplicates = "patients.find_duplicates", "saw the name when registering somebody alike";
    PatientsFindAlike = "patients.find_alike", "saw the name when looking for another record of somebody alike";
    PatientRegister = "patient.register", "registered the patient";
    PatientVersions = "patient.versions", "read earlier versions of the demographics";
    PatientFindDuplicates = "patient.find_duplicates", "looked for another record of the patient";
    PatientCompare = "patient.compare", "compared the record with another one";
    PatientMerge = "patient.merge", "merged two records of the patient";
    PatientUndoMerge = "patient.undo_merge", "took a merge of two records apart";
    MergeRefuse = "merge.refuse", "asked for a merge of records that aren't theirs to see, and was refused";

    ColleaguesFind = "colleagues.find", "looked for a colleague to share with";
    ColleaguesList = "colleagues.list", "looked through their colleagues";
    ArrangementsList = "arrangements.list", "saw the name in a list of patients to be handed over";
    RelationshipEnd = "relationship.end", "ended their treatment of the patient";
    HandoverAsk = "handover.ask", "asked a colleague to take the patient over";
    HandoverAccept = "handover.accept", "took the patient over from a colleague";
    HandoverDecline = "handover.decline", "declined to take the patient over";
    HandoverWithdraw = "handover.withdraw", "took back that the patient be handed over";
    HandoverRefuse = "handover.refuse", "asked for a handover that isn't theirs to see, and was refused";
    CoverAsk = "cover.ask", "asked a colleague to cover for them";
    CoverAccept = "cover.accept", "began to cover for a colleague";
    CoverDecline = "cover.decline", "declined to cover for a colleague";
    CoverEnd = "cover.end", "ended a cover before its time";
    CoverRefuse = "cover.refuse", "asked for a cover that isn't theirs to see, and was refused";

    CaregiversList = "caregivers.list", "looked at who reads the record for the patient";
    CaregiverListRecords = "caregiver.list_records", "saw the name in the list of records that they may read";
    CaregiverInvite = "caregiver.invite", "invited somebody to read the record for the patient";
    CaregiverAccept = "caregiver.accept", "accepted to read the record for the patient";
    CaregiverRefuse = "caregiver.refuse", "tried a caregiver's link and was refused";
    CaregiverRevoke = "caregiver.revoke", "ended that somebody reads the record for the patient";
    CaregiversEnd = "caregivers.end", "ended that somebody reads the record for the patient";
    CaregiversSeeEnd = "caregivers.see_end", "read that somebody doesn't read the record any more";
    CaregiverAccessRefuse = "caregiver_access.refuse",
        "asked for a caregiver's access that isn't theirs to see, and was refused";

    InvitationCreate = "invitation.create", "invited the patient to an account";
    InvitationAccept = "invitation.accept", "accepted the invitation";
    InvitationRefuse = "invitation.refuse", "tried an invitation and was refused";
    LinkRefuse = "link.refuse", "followed a link that doesn't work, or works no more";
    LinkThrottle = "link.throttle", "followed too many links that don't work: of the next ones nothing is noted";

    AccountsList = "accounts.list", "looked through the patients' accounts";
    AccountCreate = "account.create", "applied for an account";
    AccountApply = "account.apply", "applied for an account";
    AccountLink = "account.link", "linked an account to the record";
    AccountUnlink = "account.unlink", "unlinked an account from the record, and closed it";
    AccountRetire = "account.retire", "closed an account for good";
    AccountSuspend = "account.suspend", "suspended an account";
    AccountLift = "account.lift", "lifted the suspension of an account";
    AccountChangePassword = "account.change_password", "changed their password";
    AccountMakeReset = "account.make_reset", "made a link that resets a password";
    AccountResetPassword = "account.reset_password", "reset the password by a link";
    AccountThrottle = "account.throttle", "tried too often, and was told to wait";
    AccountRefuse = "account.refuse", "asked for an account that isn't theirs to see, and was refused";
    OwnAccountRefuse = "own_account.refuse", "asked for what their account doesn't have";
    ProvidersList = "providers.list", "looked through the providers";
    ProviderVerify = "provider.verify", "verified a provider";
    ProviderWithdraw = "provider.withdraw", "withdrew a provider's verification";
    ProviderAttach = "provider.attach", "attached an account to a provider";
    ProviderRefuse = "provider.refuse", "asked for a provider who isn't theirs to see, and was refused";
    AdministrationRefuse = "administration.refuse", "asked for what only the administrator sees, and was refused";

    SessionBegin = "session.begin", "signed in";
    SessionEnd = "session.end", "signed out";
    SessionRefuse = "session.refuse", "failed to sign in";
    SessionThrottle = "session.throttle", "tried too often, and was told to wait";
    SessionChallenge = "session.challenge", "gave the right password, and was asked for a code";
    SessionConfirm = "session.confirm", "proved again who they are";
    SessionRequireConfirmation = "session.require_confirmation", "was asked to prove again who they are";
    SessionRefuseConfirmation = "session.refuse_confirmation", "failed to prove again who they are";
    SessionRevoke = "session.revoke", "signed out one of their browsers";
    SessionRevokeOthers = "session.revoke_others", "signed out all of their other browsers";
    OwnSessionRefuse = "own_session.refuse", "asked for a browser's session that isn't theirs, and was refused";

    FactorBegin = "factor.begin", "began to set up a second factor";
    FactorSetUp = "factor.set_up", "set up a second factor";
    FactorReplaceCodes = "factor.replace_codes", "made new recovery codes";
    FactorRemove = "factor.remove", "removed their second factor";
    FactorUseRecoveryCode = "factor.use_recovery_code", "used a recovery code";
    FactorRefuse = "factor.refuse", "gave a wrong code after the right password";
    FactorThrottle = "factor.throttle", "gave too many wrong codes, and was told to wait";
    FactorRemoveLost = "factor.remove_lost", "removed somebody's lost second factor";
    FactorSeeRemoval = "factor.see_removal", "read that their second factor was removed";
    FactorRequire = "factor.require", "was started to ask providers for a second factor";
    FactorStopRequiring = "factor.stop_requiring", "was started to ask no provider for a second factor";
    PasskeyAdd = "passkey.add", "added a passkey";
    PasskeyRemove = "passkey.remove", "removed one of their passkeys";
    PasskeyUse = "passkey.use", "signed in with a passkey";
    PasskeyRefuse = "passkey.refuse", "tried to sign in with a passkey, and was refused";
    OwnPasskeyRefuse = "own_passkey.refuse", "asked for a passkey that isn't theirs, and was refused";

    RestoreEndAccesses = "restore.end_accesses", "ended what a restored copy had brought back";
    AuditResume = "audit.resume", "let the audit's seals go on after they didn't fit what was kept";
    AccessList = "access.list", "looked at who opened the record";
    AccessReport = "access.report", "reported an access";
    AccessCloseReport = "access.close_report", "closed a report of an access";
    AccessListReports = "access.list_reports", "looked through the reported accesses";
    AccessListSecurity = "access.list_security", "looked through the security events";
    AccessRefuse = "access.refuse", "asked for an access that isn't theirs to see, and was refused";
    ReportRefuse = "report.refuse", "asked for a report of an access that isn't theirs to see, and was refused";

    BreakGlassList = "break_glass.list", "saw the name in the list of their emergency accesses";
    BreakGlassListNotices = "break_glass.list_notices", "read of emergency accesses to their record";
    BreakGlassListReviews = "break_glass.list_reviews", "looked through the emergency accesses";
    BreakGlassBegin = "break_glass.begin", "used emergency access";
    BreakGlassUnneeded = "break_glass.unneeded", "asked for emergency access without needing it";
    BreakGlassMiss = "break_glass.miss", "asked for emergency access to a record that isn't there";
    BreakGlassThrottle = "break_glass.throttle", "asked for emergency access too often, and was told to wait";
    BreakGlassDismiss = "break_glass.dismiss", "put away the notice of an emergency access";
    BreakGlassReview = "break_glass.review", "reviewed an emergency access";
    BreakGlassRefuse = "break_glass.refuse", "asked for emergency access, and was refused";
    EmergencyRefuse = "emergency.refuse", "asked for an emergency access that isn't theirs to see, and was refused";
}
