use std::collections::HashSet;

use chrono::NaiveDate;
use model::import::ImportedPrescription;

use super::{dosage, is_new, providers::Providers, visits::Drafts};
use crate::{
    bundle::Resources,
    entry::Entry,
    references::Target,
    report::Report,
    resources::MedicationRequest,
    text::{concept, fit, line},
    time::day,
};

const KIND: &str = "MedicationRequest";

pub(super) fn prescriptions(
    resources: &Resources,
    requests: &[&Entry<MedicationRequest>],
    drafts: &Drafts<'_>,
    providers: &mut Providers<'_>,
    report: &mut Report,
) -> Vec<ImportedPrescription> {
    let mut seen = HashSet::new();
    let mut prescriptions = Vec::new();
    for entry in requests {
        if !is_new(entry, &mut seen, KIND, report) {
            continue;
        }
        match prescription(resources, entry, drafts, providers, report) {
            Ok(prescription) => {
                report.take(KIND);
                prescriptions.push(prescription);
            }
            Err(reason) => report.skip(KIND, reason, &entry.place),
        }
    }
    prescriptions
}

fn prescription(
    resources: &Resources,
    entry: &Entry<MedicationRequest>,
    drafts: &Drafts<'_>,
    providers: &mut Providers<'_>,
    report: &mut Report,
) -> Result<ImportedPrescription, String> {
    let request = &entry.resource;
    if let Some(status @ ("draft" | "cancelled" | "entered-in-error")) = request.status.as_deref() {
        return Err(format!("its status is {status}"));
    }
    if let Some(intent @ ("proposal" | "plan" | "option")) = request.intent.as_deref() {
        return Err(format!("its intent is {intent}"));
    }
    let medication = medication(resources, request, providers).ok_or("names no medication")?;
    let visit = drafts.id_and_time(request.encounter.as_ref());
    if request.encounter.is_some() && visit.is_none() {
        report.change(KIND, "belongs to no visit of the bundle");
    }
    let authored = request.authored_on.as_deref().and_then(day);
    let start_date = authored.or_else(|| visit.as_ref().map(|(_, time)| time.date_naive())).ok_or("no date")?;
    let (dosage, frequency) = dosage::in_words(&request.dosage_instruction);
    Ok(ImportedPrescription {
        external_id: entry.id.clone(),
        visit: visit.map(|(id, _)| id),
        provider: request.requester.as_ref().and_then(|reference| providers.person(reference)),
        medication: fit(medication, 300, report, KIND, "medication"),
        dosage: fit(dosage, 200, report, KIND, "dosage"),
        frequency: fit(frequency, 200, report, KIND, "frequency"),
        start_date,
        end_date: end_date(request, start_date, report),
        is_active: request.status.as_deref() == Some("active"),
    })
}

/// From the request itself, from the Medication that it refers to or contains, or from the reference's display.
fn medication(resources: &Resources, request: &MedicationRequest, providers: &mut Providers<'_>) -> Option<String> {
    let own = request.medication_codeable_concept.as_ref().map(concept);
    if let Some(text) = own.filter(|text| !text.is_empty()) {
        return Some(text);
    }
    let reference = request.medication_reference.as_ref()?;
    let contained = reference.reference.as_deref().and_then(|text| text.strip_prefix('#'));
    let code = match (contained, resources.index.resolve(reference)) {
        (Some(id), _) => {
            request.contained.iter().find(|medication| medication.id.as_deref() == Some(id))?.code.as_ref()
        }
        (None, Some(target @ Target::Medication(position))) => {
            providers.mark_used(target);
            resources.medications[position].resource.code.as_ref()
        }
        (None, _) => None,
    };
    let texts = [code.map(concept), reference.display.as_deref().map(line)];
    texts.into_iter().flatten().find(|text| !text.is_empty())
}

/// The latest end that the instructions set, if they all set one.
fn end_date(request: &MedicationRequest, start: NaiveDate, report: &mut Report) -> Option<NaiveDate> {
    let end = |instruction: &crate::resources::Dosage| {
        let bounds = instruction.timing.as_ref()?.repeat.as_ref()?.bounds_period.as_ref()?;
        bounds.end.as_deref().and_then(day)
    };
    let ends: Option<Vec<NaiveDate>> = request.dosage_instruction.iter().map(end).collect();
    let end = ends?.into_iter().max()?;
    if end < start {
        report.change(KIND, "an end before its start was left out");
        return None;
    }
    Some(end)
}

/// Reports the Medication resources.
pub(super) fn count_medications(resources: &Resources, used: &HashSet<Target>, report: &mut Report) {
    for (position, entry) in resources.medications.iter().enumerate() {
        if used.contains(&Target::Medication(position)) {
            report.take("Medication");
        } else {
            report.skip("Medication", "no prescription names it", &entry.place);
        }
    }
}
