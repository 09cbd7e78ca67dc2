//! The tree of pages.

use std::collections::HashSet;

use hayro_syntax::{
    Pdf,
    object::{Array, Dict, MaybeRef, Object, ObjectIdentifier},
};
use model::document::FileRefusal;

enum Step {
    Enter(ObjectIdentifier),
    Leave(ObjectIdentifier),
}

/// # Errors
/// [`FileRefusal::Damaged`] when there is no page, or a part of the tree contains itself.
pub fn check(pdf: &Pdf) -> Result<(), FileRefusal> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()).ok_or(FileRefusal::Damaged)?;
    let root = catalog.get_ref("Pages").ok_or(FileRefusal::Damaged)?;
    let (mut steps, mut above, mut seen) = (vec![Step::Enter(root.into())], HashSet::new(), HashSet::new());
    let mut pages = 0_usize;
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(id) => {
                above.remove(&id);
            }
            Step::Enter(id) if above.contains(&id) => return Err(FileRefusal::Damaged),
            // A page that is in the tree twice is one that a careless program made, and no circle.
            Step::Enter(id) if !seen.insert(id) => {}
            Step::Enter(id) => {
                let Some(node) = pdf.xref().get::<Dict<'_>>(id) else { continue };
                let Some(kids) = node.get::<Array<'_>>("Kids") else {
                    pages += 1;
                    continue;
                };
                above.insert(id);
                steps.push(Step::Leave(id));
                for kid in kids.raw_iter() {
                    match kid {
                        MaybeRef::Ref(kid) => steps.push(Step::Enter(kid.into())),
                        MaybeRef::NotRef(Object::Dict(_)) => pages += 1,
                        MaybeRef::NotRef(_) => {}
                    }
                }
            }
        }
    }
    if pages == 0 { Err(FileRefusal::Damaged) } else { Ok(()) }
}
