//! Files on their way from the browser to the server.

mod check;
mod picker;
mod send;

pub use check::check;
pub use picker::FilePicker;
pub use send::{Outcome, Upload};
