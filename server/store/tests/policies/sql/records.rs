//! What stands in the records.

use super::{literal, literal_or_null};
use crate::{clinic::Clinic, rows::Kind};

/// Two columns' values, of a mark or of none.
fn in_error(is_marked: bool) -> &'static str {
    if is_marked { "now(), 'A mistake'" } else { "null, null" }
}

pub fn visits(clinic: &Clinic) -> String {
    let mut sql = String::new();
    for (number, visit) in clinic.visits.iter().enumerate() {
        let (id, patient) = (literal(Kind::Visit, number), literal(Kind::Patient, visit.patient));
        let author = literal(Kind::Provider, visit.author);
        let mark = in_error(visit.is_in_error);
        sql += &format!(
            "insert into visits (id, patient_id, provider_id, visit_date, chief_complaint, entered_in_error_at,
                                 entered_in_error_reason)
             values ({id}, {patient}, {author}, now(), 'Cough', {mark});\n"
        );
        if visit.has_earlier_version {
            sql += &format!(
                "insert into visit_versions (visit_id, patient_id, version, visit_date, chief_complaint, diagnosis, notes,
                                             vitals, reason)
                 values ({id}, {patient}, 0, now(), 'Cough', '', '', '{{}}', 'A reason');\n"
            );
        }
        if visit.has_private_note {
            sql += &format!(
                "insert into visit_private_notes (visit_id, patient_id, provider_id, text)
                 values ({id}, {patient}, {author}, 'A note');\n"
            );
        }
        if let Some(provider) = visit.addendum_by {
            let (addendum, provider) = (literal(Kind::Addendum, number), literal(Kind::Provider, provider));
            sql += &format!(
                "insert into visit_addenda (id, visit_id, patient_id, provider_id, text)
                 values ({addendum}, {id}, {patient}, {provider}, 'A remark');\n"
            );
        }
    }
    sql
}

pub fn others(clinic: &Clinic) -> String {
    let mut sql = String::new();
    for (number, prescription) in clinic.prescriptions.iter().enumerate() {
        let author = literal_or_null(Kind::Provider, prescription.author);
        let (id, patient) = (literal(Kind::Prescription, number), literal(Kind::Patient, prescription.patient));
        let visit = literal_or_null(Kind::Visit, prescription.visit);
        let mark = in_error(prescription.is_in_error);
        sql += &format!(
            "insert into prescriptions (id, visit_id, patient_id, provider_id, medication, start_date,
                                        entered_in_error_at, entered_in_error_reason)
             values ({id}, {visit}, {patient}, {author}, 'Metformin', current_date, {mark});\n"
        );
    }
    for (number, document) in clinic.documents.iter().enumerate() {
        let (id, patient) = (literal(Kind::Document, number), literal(Kind::Patient, document.patient));
        let mark = in_error(document.is_in_error);
        sql += &format!(
            "insert into documents (id, patient_id, file_url, document_type, media_type, size_bytes, sha256,
                                    entered_in_error_at, entered_in_error_reason)
             values ({id}, {patient}, {id}, 'other', 'application/pdf', 1, sha256(''), {mark});\n"
        );
    }
    for (number, patient) in clinic.allergies.iter().enumerate() {
        let (id, patient) = (literal(Kind::Allergy, number), literal(Kind::Patient, *patient));
        sql +=
            &format!("insert into patient_allergies (id, patient_id, substance) values ({id}, {patient}, 'Latex');\n");
    }
    for (number, (patient, provider)) in clinic.appointments.iter().enumerate() {
        let (patient, provider) = (literal(Kind::Patient, *patient), literal(Kind::Provider, *provider));
        sql += &format!(
            "insert into appointments (id, patient_id, provider_id, starts_at, ends_at)
             values ({}, {patient}, {provider}, now(), now() + interval '1 hour');\n",
            literal(Kind::Appointment, number),
        );
    }
    sql
}
