//! What somebody is to somebody else, and what is asked of whom.

use super::{literal, now_if, time};
use crate::{clinic::Clinic, rows::Kind};

pub fn relationships(clinic: &Clinic) -> String {
    let statements = clinic.relationships.iter().map(|((provider, patient), relationship)| {
        format!(
            "insert into care_relationships (provider_id, patient_id, began_by, began_at, ended_at)
             values ({}, {}, '{}', now() - interval '1 year', {});\n",
            literal(Kind::Provider, *provider),
            literal(Kind::Patient, *patient),
            relationship.began_by,
            time(relationship.ending),
        )
    });
    statements.collect()
}

/// After the relationships, which would follow the covers.
pub fn questions(clinic: &Clinic) -> String {
    let mut sql = String::new();
    for (number, caregiver) in clinic.caregivers.iter().enumerate() {
        let holder = caregiver.held_by.and_then(|caller| caller.account());
        sql += &format!(
            "insert into caregivers (id, patient_id, granted_by, name, created_at, expires_at, is_until_of_age, user_id,
                                     accepted_at, revoked_at)
             values ({}, {}, {}, 'Caregiver', now() - interval '1 year', {}, {}, {}, {}, {});\n",
            literal(Kind::Caregiver, number),
            literal(Kind::Patient, caregiver.patient),
            literal(Kind::Administrator, 0),
            time(caregiver.ending),
            caregiver.is_until_of_age,
            holder.map_or("null".to_owned(), |(kind, number)| literal(kind, number)),
            now_if(holder.is_some()),
            now_if(caregiver.is_revoked),
        );
    }
    for (number, handover) in clinic.handovers.iter().enumerate() {
        sql += &format!(
            "insert into handovers (id, patient_id, from_id, to_id, closed_at) values ({}, {}, {}, {}, {});\n",
            literal(Kind::Handover, number),
            literal(Kind::Patient, handover.patient),
            literal(Kind::Provider, handover.from),
            literal(Kind::Provider, handover.to),
            now_if(handover.is_closed),
        );
    }
    for (number, cover) in clinic.covers.iter().enumerate() {
        sql += &format!(
            "insert into covers (id, covered_id, covering_id, until, accepted_at, closed_at)
             values ({}, {}, {}, now() + interval '1 day', now(), {});\n",
            literal(Kind::Cover, number),
            literal(Kind::Provider, cover.covered),
            literal(Kind::Provider, cover.covering),
            now_if(cover.is_closed),
        );
    }
    sql
}

pub fn merges(clinic: &Clinic) -> String {
    let statements = clinic.merges.iter().enumerate().map(|(number, merge)| {
        let somebody = literal(Kind::Provider, 0);
        let undone_by = if merge.is_undone { somebody.as_str() } else { "null" };
        format!(
            "insert into patient_merges (id, survivor_id, merged_id, merged_by, reason, earlier_allergy_status,
                                         undone_at, undone_by)
             values ({}, {}, {}, {somebody}, 'One person', 'unknown', {}, {undone_by});\n",
            literal(Kind::Merge, number),
            literal(Kind::Patient, merge.survivor),
            literal(Kind::Patient, merge.merged),
            now_if(merge.is_undone),
        )
    });
    statements.collect()
}
