//! Pages by key: a cursor holds the sort key and the id of a page's last row, and the next page begins after it.
//! No row is skipped or shown twice when others come or go in between, and page 1000 costs as much as page 1.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use model::page::{Cursor, Page};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, texts::invalid};

/// Rows on a page.
pub const PAGE_SIZE: usize = 25;

/// How many rows a list asks for: one more than it shows, to know whether another page follows.
pub(crate) const ROWS_TO_FETCH: i64 = PAGE_SIZE as i64 + 1;

/// The longest cursor that is looked at; a name is at most 100 characters.
const LONGEST: usize = 2_000;

/// The key that a cursor of this list holds, if there is a cursor.
///
/// # Errors
/// [`Error::Invalid`] for a text that isn't a cursor, or one of another list or order.
pub(crate) fn decode<K: DeserializeOwned>(list: &str, cursor: Option<&Cursor>) -> Result<Option<K>, Error> {
    let Some(Cursor(text)) = cursor else { return Ok(None) };
    let key = Some(text)
        .filter(|text| text.len() <= LONGEST)
        .and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok())
        .and_then(|json| serde_json::from_slice::<(String, K)>(&json).ok())
        .filter(|(of, _)| of == list)
        .map(|(_, key)| key);
    key.map(Some).ok_or_else(|| invalid("after", "This page of the list can't be found. Start at the first page."))
}

/// Makes a page of up to [`ROWS_TO_FETCH`] rows: the last one only says that another page follows.
pub(crate) fn page<R, K: Serialize, T>(
    list: &str,
    rows: Vec<R>,
    key: impl Fn(&R) -> K,
    convert: impl FnMut(R) -> T,
) -> Page<T> {
    let Page { rows, next } = page_of(PAGE_SIZE, list, rows, key);
    Page { rows: rows.into_iter().map(convert).collect(), next }
}

/// The same for a list that shows another number of rows.
pub(crate) fn page_of<R, K: Serialize>(size: usize, list: &str, mut rows: Vec<R>, key: impl Fn(&R) -> K) -> Page<R> {
    let has_more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| has_more).map(|last| encode(list, &key(last)));
    Page { rows, next }
}

fn encode<K: Serialize>(list: &str, key: &K) -> Cursor {
    // Keys are texts, numbers and times, which JSON always takes; an empty cursor would be refused, not misread.
    let json = serde_json::to_vec(&(list, key)).unwrap_or_default();
    Cursor(BASE64_URL_SAFE_NO_PAD.encode(json))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Page<usize> {
        page("numbers", (0..count).collect(), |number| *number, |number| number)
    }

    #[test]
    fn a_full_page_without_a_successor_is_the_last() {
        assert_eq!(numbers(PAGE_SIZE).next, None);
        let first = numbers(PAGE_SIZE + 1);
        assert_eq!(first.rows.len(), PAGE_SIZE);
        let last_key = decode::<usize>("numbers", first.next.as_ref()).unwrap();
        assert_eq!(last_key, Some(PAGE_SIZE - 1));
    }

    #[test]
    fn what_is_no_cursor_of_the_list_is_invalid() {
        let cursor = numbers(PAGE_SIZE + 1).next.unwrap();
        let refused = |list: &str, text: &str| {
            let decoded = decode::<usize>(list, Some(&Cursor(text.into())));
            matches!(decoded, Err(Error::Invalid(errors)) if errors[0].field == "after")
        };
        assert!(refused("letters", &cursor.0));
        assert!(refused("numbers", "not a cursor"));
        assert!(refused("numbers", ""));
        assert!(refused("numbers", &"A".repeat(LONGEST + 1)));
        assert!(decode::<usize>("numbers", None).unwrap().is_none());
    }
}
