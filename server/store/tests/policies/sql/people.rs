//! Everybody, with their accounts.

use super::{literal, now_if, secret};
use crate::{
    clinic::{Account, Caller, Clinic, Provider, SecondFactor, Standing, is_child},
    rows::Kind,
};

pub fn of(clinic: &Clinic) -> String {
    let asks = clinic.asks_for_second_factor;
    let accounts: String = clinic.callers().into_iter().map(|caller| account(clinic, caller)).collect();
    let providers: String = clinic.providers.iter().enumerate().map(|(number, it)| provider(number, *it)).collect();
    let patients: String = clinic.patients.iter().enumerate().map(|(number, it)| patient(number, *it)).collect();
    format!("update security_rules set requires_second_factor = {asks};\n{accounts}{providers}{patients}")
}

fn account(clinic: &Clinic, caller: Caller) -> String {
    let Some((kind, number)) = caller.account() else { return String::new() };
    let of = match caller {
        Caller::Provider(_) => "provider",
        Caller::Administrator => "administrator",
        _ => "patient",
    };
    let (id, suspended_at) = (literal(kind, number), now_if(clinic.is_suspended(caller)));
    // Whoever is suspended has a session, too: it must be nobody's.
    format!(
        "insert into users (id, kind, email, password_hash, suspended_at)
         values ({id}, '{of}', {id} || '@example.org', '', {suspended_at});
         insert into sessions (id, user_id, token_hash, expires_at, scope, idle_limit)
         values ({id}, {id}, sha256({}), now() + interval '1 hour', 'full', '30 minutes');\n",
        secret(&id)
    )
}

fn provider(number: usize, provider: Provider) -> String {
    let (mut account, mut external) = ("null".to_owned(), format!("'imported {number}'"));
    if provider.has_account() {
        (account, external) = (literal(Kind::ProviderAccount, number), "null".to_owned());
    }
    let is_verified = provider.standing == Standing::Verified;
    let verified_at = now_if(matches!(provider.standing, Standing::Verified | Standing::Withdrawn));
    let id = literal(Kind::Provider, number);
    let mut sql = format!(
        "insert into providers (id, user_id, display_name, is_verified, verified_at, external_id)
         values ({id}, {account}, 'Provider', {is_verified}, {verified_at}, {external});\n"
    );
    if provider.has_account() {
        sql += &second_factor(&account, provider.second_factor);
    }
    sql
}

fn second_factor(account: &str, factor: SecondFactor) -> String {
    match factor {
        SecondFactor::No => String::new(),
        SecondFactor::Begun | SecondFactor::Codes => {
            let confirmed_at = now_if(factor == SecondFactor::Codes);
            format!(
                "insert into second_factors (user_id, sealed_secret, confirmed_at)
                 values ({account}, sha256(''), {confirmed_at});\n"
            )
        }
        SecondFactor::Passkey => format!(
            "insert into passkeys (id, user_id, credential_id, credential, name)
             values ({account}, {account}, {account}, '{{}}', 'A telephone');\n"
        ),
    }
}

fn patient(number: usize, account: Account) -> String {
    let account = match account {
        Account::No => "null".to_owned(),
        Account::Usable | Account::Suspended => literal(Kind::PatientAccount, number),
    };
    let id = literal(Kind::Patient, number);
    let born = if is_child(number) { "current_date - 4000" } else { "'2000-01-01'" };
    format!(
        "insert into patients (id, user_id, first_name, last_name, date_of_birth)
         values ({id}, {account}, 'Patient', 'Patient', {born});
         insert into patient_versions (patient_id, version, first_name, last_name, date_of_birth, gender, allergies,
                                       allergy_status, emergency_contact, address, insurance)
         values ({id}, 0, 'Patient', 'Patient', {born}, 'unknown', '{{}}', 'unknown', '{{}}', '{{}}', '{{}}');\n"
    )
}
