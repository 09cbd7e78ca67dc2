//! The pages of Carechart and the server functions behind them, compiled for the server and for the browser.

#![recursion_limit = "256"]

pub mod api;
pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
pub mod pages;
mod parts;
mod root;

pub use root::{App, cross_site_shell, failure_shell, shell};
