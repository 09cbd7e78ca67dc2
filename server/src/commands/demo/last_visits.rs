//! What the last visits were about. All of it is made up.

/// A visit's texts.
pub(super) struct Texts {
    pub name: &'static str,
    pub complaint: &'static str,
    pub diagnosis: &'static str,
    pub notes: &'static str,
}

/// The last visit of each patient.
pub(super) const LAST_VISITS: [Texts; 15] = [
    Texts {
        name: "Lanell Goodwin",
        complaint: "Chest tightness on the stairs",
        diagnosis: "Stable angina pectoris",
        notes: "Two weeks of tightness on exertion, gone within minutes of rest. ECG at rest without \
                changes.\n\n\
                Referred to cardiology for an exercise test. Spray before exertion; call at once when it \
                comes at rest.",
    },
    Texts {
        name: "Freda O'Connell",
        complaint: "Stiff fingers in the morning",
        diagnosis: "Osteoarthritis of the hand",
        notes: "Stiff for 20 minutes after waking. No swelling. Goes on with exercises.",
    },
    Texts {
        name: "Raúl Fernández",
        complaint: "Sore throat and fever",
        diagnosis: "Acute tonsillitis",
        notes: "38.2 °C yesterday. Red tonsils without exudate, no cough. Rapid test negative. Rest and \
                fluids.",
    },
    Texts {
        name: "Alexis Toy",
        complaint: "Check-up before school",
        diagnosis: "",
        notes: "Grows along the 60th percentile. Parents know how to use the auto-injector; a second one for \
                the school.",
    },
    Texts {
        name: "Adán Portillo",
        complaint: "Palpitations",
        diagnosis: "Atrial fibrillation",
        notes: "Irregular pulse, rate controlled. INR 2.4. Forgets an evening dose now and then: the \
                daughter sets out a weekly box.",
    },
    Texts {
        name: "Giovanni Balistreri",
        complaint: "Wheezing after football",
        diagnosis: "Exercise-induced bronchospasm",
        notes: "Quiet at rest. Inhaler before sport, technique practised. Nut allergy discussed with the \
                coach.",
    },
    Texts {
        name: "Asa Hermiston",
        complaint: "Painful wrists",
        diagnosis: "Rheumatoid arthritis",
        notes: "Both wrists warm and swollen. CRP 18 mg/L. Methotrexate goes on, folic acid the day after.",
    },
    Texts {
        name: "Morgan Gislason",
        complaint: "Hay fever",
        diagnosis: "Allergic rhinitis",
        notes: "Third week of symptoms, sleeps badly. Tablets twice a day through the season.",
    },
    Texts {
        name: "Patria Schimmel",
        complaint: "Diabetes check-up",
        diagnosis: "Type 2 diabetes mellitus",
        notes: "HbA1c 6.9 %. Feet without findings. Walks every evening and wants to go on so.",
    },
    Texts {
        name: "Eboni Brekke",
        complaint: "Headaches at work",
        diagnosis: "Tension-type headache",
        notes: "Afternoons, both sides, no aura. Glasses are two years old: eye test first.",
    },
    Texts {
        name: "Junita Labadie",
        complaint: "Pulls at the left ear",
        diagnosis: "Acute otitis media",
        notes: "Bulging red eardrum on the left, 38.4 °C. Watchful waiting for two days; parents call on \
                Friday.",
    },
    Texts {
        name: "Agustín Fonseca",
        complaint: "Twisted ankle",
        diagnosis: "Sprain of ankle",
        notes: "Swollen at the outer side, walks with a limp. No bone pain. Bandage, ice, and a look in a \
                week.",
    },
    Texts {
        name: "Levi Gusikowski",
        complaint: "Trouble sleeping",
        diagnosis: "Insomnia",
        notes: "Screens until midnight, coffee until evening. A sleep diary for two weeks.",
    },
    Texts {
        name: "Tony Douglas",
        complaint: "Blood pressure check-up",
        diagnosis: "Essential hypertension",
        notes: "At home 132/84 on average. Goes on with the tablets; less salt.",
    },
    Texts {
        name: "Louis Erdman",
        complaint: "Runny nose and sneezing",
        diagnosis: "Perennial allergic rhinitis",
        notes: "Worse in the mornings. Mattress cover and nasal rinsing.",
    },
];
