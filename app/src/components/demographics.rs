//! A patient's demographics as a form: the new patient's dialog and the chart edit the same fields.
//!
//! The fields keep no signals: their names follow [`DemographicsForm`], so that
//! `DemographicsForm::from_event` of [`leptos::form::FromFormData`] reads what was typed.

use leptos::prelude::*;
use model::patient::{BLOOD_TYPES, DemographicsForm, Gender};

use super::form::{DateField, FieldSet, SelectField, TextField};
use crate::api::ApiError;

/// The fields.
///
/// # Arguments
/// `id` begins the fields' ids, and is unique on the page; `today` bounds the date of birth, as `2026-03-12`.
#[component]
pub fn DemographicsFields(
    id: &'static str,
    #[prop(optional)] initial: DemographicsForm,
    #[prop(into)] today: String,
    #[prop(into)] error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let DemographicsForm {
        first_name,
        last_name,
        date_of_birth,
        gender,
        blood_type,
        emergency_contact,
        address,
        insurance,
    } = initial;
    let genders = Gender::ALL.map(|gender| (gender.as_str().to_owned(), gender.label().to_owned())).to_vec();
    let unknown = std::iter::once((String::new(), "Not known".to_owned()));
    let blood_types =
        unknown.chain(BLOOD_TYPES.iter().map(|kind| ((*kind).to_owned(), (*kind).to_owned()))).collect::<Vec<_>>();
    let text = move |label: &'static str, name: &'static str, initial: String| {
        let id = format!("{id}-{}", name.replace(['[', ']'], "-"));
        view! { <TextField label name id initial error autocomplete="off"/> }
    };
    view! {
        <FieldSet legend="Who it is">
            <TextField label="First name" name="first_name" id=format!("{id}-first-name") initial=first_name error autocomplete="off" is_required=true/>
            <TextField label="Last name" name="last_name" id=format!("{id}-last-name") initial=last_name error autocomplete="off" is_required=true/>
            <DateField
                label="Date of birth"
                name="date_of_birth"
                id=format!("{id}-date-of-birth")
                initial=date_of_birth
                error
                autocomplete="off"
                max=today
                is_required=true
            />
            <SelectField label="Gender" name="gender" id=format!("{id}-gender") initial=gender.as_str() options=genders error/>
            <SelectField label="Blood type" name="blood_type" id=format!("{id}-blood-type") initial=blood_type options=blood_types error/>
        </FieldSet>
        <FieldSet legend="Address">
            {text("Street", "address[street]", address.street)}
            {text("City", "address[city]", address.city)}
            {text("State or region", "address[state]", address.state)}
            {text("Postal code", "address[postal_code]", address.postal_code)}
            {text("Country", "address[country]", address.country)}
            {text("Phone", "address[phone]", address.phone)}
        </FieldSet>
        <FieldSet legend="Emergency contact">
            {text("Contact's name", "emergency_contact[name]", emergency_contact.name)}
            {text("Relationship", "emergency_contact[relationship]", emergency_contact.relationship)}
            {text("Contact's phone", "emergency_contact[phone]", emergency_contact.phone)}
        </FieldSet>
        <FieldSet legend="Insurance">
            {text("Insurance company", "insurance[company]", insurance.company)}
            {text("Policy number", "insurance[policy_number]", insurance.policy_number)}
        </FieldSet>
    }
}
