//! Lists that come a page at a time.

use serde::{Deserialize, Serialize};

/// Where the next page begins: the sort key and id of the last row, encoded by the store. Opaque to
/// everyone else; one that doesn't decode is an invalid request, never an error of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// The next page's beginning; `None` on the last page.
    pub next: Option<Cursor>,
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), next: None }
    }
}
