//! What makes a document do something, or carry something, that its pages don't show.
//!
//! Links that a reader has to click are accepted, as long as they lead to an address and not to a script.

use hayro_syntax::object::{Dict, MaybeRef, Name, Object};

use super::values::Values;

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
/// themselves; what decides about it may be a reference (ISO 32000-2, 7.3.10), whose `values` are looked up.
pub fn is_active<'a>(object: Object<'a>, values: &Values<'a>) -> bool {
    // A list of one's own instead of recursion: nesting can't use up the stack.
    let mut objects = vec![object];
    while let Some(object) = objects.pop() {
        let dict = match object {
            Object::Dict(dict) => dict,
            Object::Stream(stream) => stream.dict().clone(),
            Object::Array(array) => {
                objects.extend(array.raw_iter().filter_map(container));
                continue;
            }
            _ => continue,
        };
        if is_active_dict(&dict, values) {
            return true;
        }
        objects.extend(dict.entries().filter_map(|(_, value)| container(value)));
    }
    false
}

fn container<'a>(value: MaybeRef<Object<'a>>) -> Option<Object<'a>> {
    match value {
        MaybeRef::NotRef(object @ (Object::Dict(_) | Object::Array(_) | Object::Stream(_))) => Some(object),
        _ => None,
    }
}

/// Resources have names of their maker's choice as keys, such as a font called `JS`. So a key alone counts for nothing
/// where one of them could be meant.
fn is_active_dict<'a>(dict: &Dict<'a>, values: &Values<'a>) -> bool {
    let forms = values.of(dict, "XFA");
    let has_form = forms.iter().any(|form| matches!(form, Object::Array(_) | Object::Stream(_)));
    let has_file = dict.contains_key("EF") && FILE_NAMES.iter().any(|name| dict.contains_key(name));
    is_name(dict, "S", &ACTIONS, values)
        || is_name(dict, "Subtype", &ANNOTATIONS, values)
        || is_name(dict, "Type", &[b"EmbeddedFile"], values)
        || has_form
        || has_file
        || has_script(dict, values)
        || starts_script(dict, values)
        || acts_by_itself(dict, values)
}

fn is_name<'a>(dict: &Dict<'a>, key: &str, names: &[&[u8]], values: &Values<'a>) -> bool {
    values.of(dict, key).into_iter().filter_map(Object::into_name).any(|name| names.contains(&name.as_ref()))
}

/// Whether it is an action with a script: a text, or a stream of one beside the action's kind. References that lead
/// nowhere here may lead to these for another reader, and count.
fn has_script<'a>(dict: &Dict<'a>, values: &Values<'a>) -> bool {
    if !dict.contains_key("JS") {
        return false;
    }
    let (scripts, kinds) = (values.of(dict, "JS"), values.of(dict, "S"));
    let is_action = dict.contains_key("S") && may_be(&kinds, |kind| matches!(kind, Object::Name(_)));
    scripts.iter().any(|script| matches!(script, Object::String(_)))
        || is_action && may_be(&scripts, |script| !matches!(script, Object::Dict(_)))
}

fn may_be<'a>(values: &[Object<'a>], is_so: impl Fn(&Object<'a>) -> bool) -> bool {
    values.is_empty() || values.iter().any(is_so)
}

fn starts_script<'a>(dict: &Dict<'a>, values: &Values<'a>) -> bool {
    values.of(dict, "URI").into_iter().filter_map(Object::into_string).any(|address| {
        // Browsers skip spaces and controls in front of a scheme and inside it.
        let visible = address.iter().filter(|byte| byte.is_ascii_graphic());
        let address: Vec<u8> = visible.map(u8::to_ascii_lowercase).collect();
        SCHEMES.iter().any(|scheme| address.starts_with(scheme))
    })
}

/// Whether opening the document or a page, or moving the pointer, does more than to move the view.
fn acts_by_itself<'a>(dict: &Dict<'a>, values: &Values<'a>) -> bool {
    let opening = dicts(values.of(dict, "OpenAction"));
    let additional = dicts(values.of(dict, "AA")).into_iter().flat_map(|actions| {
        let keys: Vec<Name<'_>> = actions.keys().collect();
        keys.into_iter().flat_map(|key| dicts(values.of(&actions, key.as_ref()))).collect::<Vec<_>>()
    });
    opening.into_iter().chain(additional).any(|action| {
        let is_action = action.contains_key("S");
        is_action && (!is_only_name(&action, &HARMLESS, values) || action.contains_key("Next"))
    })
}

/// Whether an action's kind can be nothing but one of these.
fn is_only_name<'a>(action: &Dict<'a>, names: &[&[u8]], values: &Values<'a>) -> bool {
    let kinds = values.of(action, "S");
    let is_one = |kind: &Object<'a>| matches!(kind, Object::Name(name) if names.contains(&name.as_ref()));
    !kinds.is_empty() && kinds.iter().all(is_one)
}

fn dicts(values: Vec<Object<'_>>) -> Vec<Dict<'_>> {
    values.into_iter().filter_map(Object::into_dict).collect()
}
