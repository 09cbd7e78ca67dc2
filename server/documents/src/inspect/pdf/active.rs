//! What makes a document do something, or carry something, that its pages don't show.
//!
//! Links that a reader has to click are accepted, as long as they lead to an address and not to a script.

use hayro_syntax::object::{Dict, MaybeRef, Name, Object, String as Text};

/// Actions that run something, send something, or open what is embedded.
const ACTIONS: [&[u8]; 9] = [
    b"JavaScript",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"GoToE",
    b"Rendition",
    b"RichMediaExecute",
    b"Movie",
    b"Sound",
];

/// Actions that may run by themselves, when the document or a page is opened: they move the view, or ask to print.
const HARMLESS: [&[u8]; 2] = [b"GoTo", b"Named"];

/// Annotations that play or carry something.
const ANNOTATIONS: [&[u8]; 5] = [b"RichMedia", b"3D", b"Movie", b"Sound", b"FileAttachment"];

/// Where a file specification says what the file is called.
const FILE_NAMES: [&str; 5] = ["F", "UF", "DOS", "Mac", "Unix"];

/// Links that run a script or carry a document instead of leading somewhere.
const SCHEMES: [&[u8]; 3] = [b"javascript:", b"vbscript:", b"data:"];

/// Whether an object, or anything directly inside it, is active. Objects that it refers to are looked at by
/// themselves.
pub fn is_active(object: Object<'_>) -> bool {
    // A list of one's own instead of recursion: nesting can't use up the stack.
    let mut objects = vec![object];
    while let Some(object) = objects.pop() {
        let dict = match object {
            Object::Dict(dict) => dict,
            Object::Stream(stream) => stream.dict().clone(),
            Object::Array(array) => {
                objects.extend(array.raw_iter().filter_map(direct));
                continue;
            }
            _ => continue,
        };
        if is_active_dict(&dict) {
            return true;
        }
        objects.extend(dict.entries().filter_map(|(_, value)| direct(value)));
    }
    false
}

fn direct<'a>(value: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
    match value {
        MaybeRef::NotRef(object @ (Object::Dict(_) | Object::Array(_) | Object::Stream(_))) => Some(object),
        _ => None,
    }
}

/// Resources have names of their maker's choice as keys, such as a font called `JS`. So a key alone counts for nothing
/// where one of them could be meant.
fn is_active_dict(dict: &Dict<'_>) -> bool {
    let script = dict.get::<Object<'_>>("JS");
    let has_script = matches!(script, Some(Object::String(_))) || script.is_some() && dict.contains_key("S");
    let has_form = matches!(dict.get::<Object<'_>>("XFA"), Some(Object::Array(_) | Object::Stream(_)));
    let has_file = dict.contains_key("EF") && FILE_NAMES.iter().any(|name| dict.contains_key(name));
    let is_file = is_name(dict, "Type", &[b"EmbeddedFile"]);
    is_name(dict, "S", &ACTIONS)
        || is_name(dict, "Subtype", &ANNOTATIONS)
        || has_script
        || has_form
        || has_file
        || is_file
        || starts_script(dict)
        || acts_by_itself(dict)
}

fn is_name(dict: &Dict<'_>, key: &str, names: &[&[u8]]) -> bool {
    dict.get::<Name<'_>>(key).is_some_and(|name| names.contains(&name.as_ref()))
}

fn starts_script(dict: &Dict<'_>) -> bool {
    let Some(address) = dict.get::<Text<'_>>("URI") else { return false };
    // Browsers skip spaces and controls in front of a scheme and inside it.
    let address: Vec<u8> = address.iter().filter(|byte| byte.is_ascii_graphic()).map(u8::to_ascii_lowercase).collect();
    SCHEMES.iter().any(|scheme| address.starts_with(scheme))
}

/// Whether opening the document or a page, or moving the pointer, does more than to move the view.
fn acts_by_itself(dict: &Dict<'_>) -> bool {
    let opening = dict.get::<Dict<'_>>("OpenAction");
    let additional = dict.get::<Dict<'_>>("AA");
    let additional = additional.iter().flat_map(|actions| {
        let keys: Vec<Name<'_>> = actions.keys().collect();
        keys.into_iter().filter_map(|key| actions.get::<Dict<'_>>(key.as_ref()))
    });
    opening.into_iter().chain(additional).any(|action| {
        let is_action = action.contains_key("S");
        is_action && (!is_name(&action, "S", &HARMLESS) || action.contains_key("Next"))
    })
}
