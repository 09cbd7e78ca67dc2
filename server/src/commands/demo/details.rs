//! What Synthea doesn't say about a patient. All of it is made up.

use model::{
    import::ImportedRecord,
    patient::{EmergencyContact, Insurance},
};

/// Name, blood type, contact, relationship, phone, insurance.
const DETAILS: [(&str, &str, &str, &str, &str, &str); 15] = [
    ("Lanell Goodwin", "A+", "Marcus Goodwin", "Husband", "555-201-4417", "Bay State Health"),
    ("Freda O'Connell", "O-", "Niamh O'Connell", "Daughter", "555-310-0924", "Harbor Mutual"),
    ("Raúl Fernández", "B+", "Lucía Fernández", "Wife", "555-418-7730", "MassHealth"),
    ("Alexis Toy", "O+", "Dana Toy", "Mother", "555-262-7029", "Bay State Health"),
    ("Adán Portillo", "AB-", "Inés Portillo", "Daughter", "555-467-7743", "Medicare"),
    ("Giovanni Balistreri", "A-", "Carla Balistreri", "Mother", "555-435-6109", "MassHealth"),
    ("Asa Hermiston", "O+", "Leon Hermiston", "Brother", "555-677-7192", "Harbor Mutual"),
    ("Morgan Gislason", "B-", "Hanna Gislason", "Mother", "555-873-9866", "Bay State Health"),
    ("Patria Schimmel", "A+", "Otto Schimmel", "Husband", "555-246-1499", "Harbor Mutual"),
    ("Eboni Brekke", "AB+", "Signe Brekke", "Sister", "555-377-3760", "Bay State Health"),
    ("Junita Labadie", "O+", "Paul Labadie", "Father", "555-257-7857", "Bay State Health"),
    ("Agustín Fonseca", "", "Rosa Fonseca", "Mother", "555-929-9025", "Harbor Mutual"),
    ("Levi Gusikowski", "O+", "Ada Gusikowski", "Sister", "555-458-4421", "Harbor Mutual"),
    ("Tony Douglas", "B+", "Grace Douglas", "Wife", "555-707-6353", "MassHealth"),
    ("Louis Erdman", "", "Marie Erdman", "Mother", "555-124-4931", "Bay State Health"),
];

/// Adds blood type, emergency contact and insurance; unknown blood types stay unknown.
pub(super) fn add(record: &mut ImportedRecord, name: &str) {
    let Some((_, blood_type, contact, relationship, phone, insurance)) = DETAILS.iter().find(|row| row.0 == name)
    else {
        return;
    };
    let who = &mut record.demographics;
    who.blood_type = Some(*blood_type).filter(|text| !text.is_empty()).map(str::to_owned);
    who.emergency_contact =
        EmergencyContact { name: (*contact).into(), relationship: (*relationship).into(), phone: (*phone).into() };
    let digits: String = record.external_id.chars().filter(char::is_ascii_digit).take(7).collect();
    who.insurance = Insurance { company: (*insurance).into(), policy_number: format!("RC-{digits}") };
}
