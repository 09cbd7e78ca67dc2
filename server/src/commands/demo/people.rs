//! Who is in the demonstration. The providers and every detail here are made up.

/// A provider with an account.
pub(super) struct Provider {
    pub id: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub license_number: &'static str,
    pub specialty: &'static str,
}

/// The three who are verified.
pub(super) const PROVIDERS: [Provider; 3] = [
    Provider {
        id: "demonstration|maya-lindqvist",
        name: "Dr. Maya Lindqvist",
        email: "maya.lindqvist@demo.carechart.example",
        license_number: "MD-20417",
        specialty: "Family medicine",
    },
    Provider {
        id: "demonstration|tomas-herrera",
        name: "Dr. Tomás Herrera",
        email: "tomas.herrera@demo.carechart.example",
        license_number: "MD-31882",
        specialty: "Internal medicine",
    },
    Provider {
        id: "demonstration|ingrid-osei",
        name: "Dr. Ingrid Osei",
        email: "ingrid.osei@demo.carechart.example",
        license_number: "MD-27350",
        specialty: "Pediatrics",
    },
];

/// Has applied, and waits for the administrator.
pub(super) const APPLICANT: Provider = Provider {
    id: "",
    name: "Dr. Jonas Weber",
    email: "new.provider@demo.carechart.example",
    license_number: "MD-55120",
    specialty: "Dermatology",
};

const MAYA: usize = 0;
const TOMAS: usize = 1;
const INGRID: usize = 2;

/// A patient: whose bundle, when they came last, and who sees them.
pub(super) struct Patient {
    pub name: &'static str,
    pub bundle: &'static [u8],
    /// Synthea's identifier.
    pub synthea: &'static str,
    /// Working days before today, and the clinic's clock.
    pub days_ago: u64,
    pub hour: u32,
    pub minute: u32,
    /// Places in [`PROVIDERS`]; a second one has every third visit.
    pub provider: usize,
    pub second: Option<usize>,
}

macro_rules! patient {
    ($name:literal, $file:literal, $synthea:literal, $days:literal, $hour:literal : $minute:literal, $provider:expr,
     $second:expr) => {
        Patient {
            name: $name,
            bundle: include_bytes!(concat!("../../../demo/bundles/", $file, ".json.gz")),
            synthea: $synthea,
            days_ago: $days,
            hour: $hour,
            minute: $minute,
            provider: $provider,
            second: $second,
        }
    };
}

/// Everybody. Two of Maya's are Tomás's as well, one is Ingrid's; each of the three has some alone.
#[rustfmt::skip]
pub(super) const PATIENTS: [Patient; 15] = [
    patient!("Lanell Goodwin", "lanell-goodwin", "988f3282-6014-affe-fb17-b051fe0380ee", 0, 9:20, MAYA, Some(TOMAS)),
    patient!("Freda O'Connell", "freda-oconnell", "00347da0-395c-40ed-ae52-96f1587480b5", 0, 8:40, MAYA, None),
    patient!("Raúl Fernández", "raul-fernandez", "a464d81c-9711-436b-a0e9-a3c9f65dbda9", 0, 9:00, TOMAS, None),
    patient!("Alexis Toy", "alexis-toy", "68cd1181-6359-4047-a77f-a165d7912480", 0, 8:15, INGRID, None),
    patient!("Adán Portillo", "adan-portillo", "22bbe238-220e-495c-8abc-0ce3aa28a605", 1, 10:30, TOMAS, Some(MAYA)),
    patient!("Giovanni Balistreri", "giovanni-balistreri", "d7af0ef3-425f-461a-b179-9bc480ba4448", 1, 15:10, INGRID, None),
    patient!("Asa Hermiston", "asa-hermiston", "4384bf23-1dc3-48ca-8c84-89fbaff201ae", 2, 11:45, MAYA, None),
    patient!("Morgan Gislason", "morgan-gislason", "3958ed3d-199f-401e-abe3-d0db36a97d0a", 2, 14:00, INGRID, Some(MAYA)),
    patient!("Patria Schimmel", "patria-schimmel", "d2f8f862-3856-490d-b56f-98e0ed984b1e", 3, 9:50, TOMAS, None),
    patient!("Eboni Brekke", "eboni-brekke", "ae30c5e1-23da-4ecd-a320-a2c6047f3a19", 4, 13:20, MAYA, None),
    patient!("Junita Labadie", "junita-labadie", "e9782bd2-ab34-4e18-945c-446bb8ee7d82", 5, 10:10, INGRID, None),
    patient!("Agustín Fonseca", "agustin-fonseca", "cb5696d9-a0de-4f49-94f9-433f96a28eb0", 8, 16:00, MAYA, None),
    patient!("Levi Gusikowski", "levi-gusikowski", "b71e39bd-d33f-0b50-a8e5-ed4142d306fe", 11, 8:50, MAYA, None),
    patient!("Tony Douglas", "tony-douglas", "f6d715f8-94c0-49ad-a46a-4f96dc7a67b4", 15, 11:00, TOMAS, None),
    patient!("Louis Erdman", "louis-erdman", "55bbe118-e08d-4408-86e5-6084457500d4", 24, 15:40, TOMAS, None),
];

/// Charts that were shared without a visit: the patient, and the provider by place.
pub(super) const SHARED: [(&str, usize); 1] = [("Asa Hermiston", TOMAS)];

/// The patient with an account.
pub(super) const ACCOUNT_HOLDER: &str = "Lanell Goodwin";

/// The external id of a patient's record. With another birth date than in the bundle, it is another person.
pub(super) fn external_id(name: &str) -> String {
    let synthea = PATIENTS.iter().find(|patient| patient.name == name).map_or("", |patient| patient.synthea);
    format!("demonstration|{synthea}")
}
