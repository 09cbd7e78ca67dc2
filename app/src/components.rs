//! Reusable views. Data comes in as props; only [`frame`] fetches, and only the session and the clinic.
//!
//! Where to find what:
//! - [`frame`]: `Frame` around every page. Pages read who is signed in, the clinic and today's date by
//!   [`session::use_session`], whose methods are async: await them inside `Suspend`.
//! - [`page`]: `PageHeader` holds a page's only `<h1>` and sets the document's title.
//! - [`button`]: `Button`, `LinkButton`, each in one of four looks; `OpenButton` opens a dialog, enabled at hydration.
//! - [`more`]: `More`, the list of buttons for what is done seldom, folded away.
//! - [`dialog`]: `Dialog`, one task over the page; what was typed stays in the DOM when it closes.
//! - [`confirm`]: `ConfirmForm`, the inside of a dialog that asks before something is done.
//! - [`confirmation`]: `Confirmation` and its dialog, for server functions that ask again who it is.
//! - [`handed_link`]: `asked_and_handed`, a dialog that makes a link, shown once.
//! - [`passkey`]: `PasskeyButton`, `PasskeyTask`, and what the browser does.
//! - [`form`]: `TextField`, `DateField`, `SelectField`, `TextArea`, `FieldSet`, `SubmitButton`, `ActionMessage`,
//!   `Refusal` in words, `refusal_of` an action, a text `following` its default. Give a `value` signal for a form sent by script, none for a plain form. Each shows
//!   `ApiError::field(name)`.
//! - [`finder`]: `Finder`, a search whose results are buttons; `after_typing`, for any field that searches while one types.
//! - [`state`]: `EmptyState`, `ErrorState`, `TableSkeleton`, `CardsSkeleton`, `Notice`, `NeedsScript`.
//! - [`table`]: `DataTable`, `ColumnHeader`, `SortHeader`, `LinkCell` (the whole row leads there), `Pager`, and
//!   thaw's `TableHeader`, `TableBody`, `TableRow`, `TableCell`.
//! - [`opening`]: `Opening` and `OpeningDialog`, a dialog about something, whose content is made when it opens.
//! - [`demographics`]: `DemographicsFields`, for the new patient's dialog and the chart.
//! - [`account_only`]: `AccountOnly` around a page of one kind of account; [`provider_only`]: `ProviderOnly` for providers.
//! - [`tabs`]: `Tabs`, links to a page's parts. [`allergies`]: `AllergyBadges`. [`vitals_list`]: `VitalsList`, one visit's.
//! - [`vitals_trends`]: `VitalsTrends`, plots across visits. [`document_card`]: `DocumentCard`. [`upload`]: `FilePicker`,
//!   `Upload`. [`print`]: `PrintedFoot`, what stands on each printed page. [`clinic_now`]: the clinic's clock in a browser; [`clipboard`].
//! - [`access`]: `AccessEntry`, a line of who looked; [`break_glass`]: `BreakGlassEntry`, an emergency access.
//! - [`phone`]: `PhoneNumber`, which dials. [`time_zone`]: `TimeZoneNote` under a list of times.
//! - [`badge`]: `Badge` in four tones, each with an icon and a word. [`icon`]: `Icon`, hidden from screen readers.
//! - [`date`]: `ShortDate`, `BirthDate`, `DateWithAge`, `TimeWithAge`. [`url`]: `with_query` builds an encoded address,
//!   `use_query_of` reads a page's own.

pub mod access;
pub mod account_only;
pub mod allergies;
pub mod badge;
pub mod break_glass;
pub mod button;
pub mod clinic_now;
pub mod clipboard;
pub mod confirm;
pub mod confirmation;
pub mod date;
pub mod demographics;
pub mod dialog;
pub mod document_card;
pub mod finder;
pub mod form;
pub mod frame;
pub mod handed_link;
pub mod icon;
pub mod more;
pub mod opening;
pub mod page;
pub mod passkey;
pub mod phone;
pub mod print;
pub mod provider_only;
pub mod session;
pub mod state;
pub mod table;
pub mod tabs;
pub mod time_zone;
pub mod upload;
pub mod url;
pub mod vitals_list;
pub mod vitals_trends;
