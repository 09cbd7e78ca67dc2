//! Forms: plain labels, hints and messages beside the fields, wired for screen readers (WCAG 2.2, 3.3.1 to 3.3.3).
//!
//! Ids are made from the field's name, never at random: random ones differ between server and browser and break
//! hydration. Two forms on one page that share a field's name tell them apart by `id`.

mod answer;
mod choices;
mod field;
mod focus;
mod following;
mod password;
mod submit;
mod text;
mod typed;

pub use answer::refusal_of;
pub use choices::SelectField;
pub use field::FieldSet;
pub use focus::focus;
pub use following::following;
pub use password::NewPasswordField;
pub use submit::{ActionMessage, Refusal, SubmitButton};
pub use text::{DateField, TextArea, TextField};
pub use typed::Typed;
