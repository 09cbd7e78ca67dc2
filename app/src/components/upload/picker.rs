//! Where a file is chosen or dropped.

use leptos::{ev::DragEvent, html, prelude::*};
use web_sys::File;

use super::check;
use crate::components::icon::{Icon, Symbol};

/// A file field named `file`, onto which a file can be dropped. It checks the file as soon as it is there.
///
/// # Arguments
/// `problem` is what is wrong with the file; the field sets it, and so may the form.
#[component]
pub fn FilePicker(id: &'static str, #[prop(into)] hint: String, problem: RwSignal<Option<String>>) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    // Which file counts: a large one may be looked at for longer than the one that was chosen after it.
    let latest = StoredValue::new(0_u32);
    let look_at = move |file: Option<File>| {
        problem.set(None);
        latest.update_value(|latest| *latest += 1);
        let this = latest.get_value();
        if let Some(file) = file {
            leptos::task::spawn_local(async move {
                let refusal = check(&file).await;
                if latest.try_get_value() == Some(this) {
                    problem.set(refusal.map(|refusal| refusal.message().to_owned()));
                }
            });
        }
    };
    let take = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let files = event.data_transfer().and_then(|data| data.files()).filter(|files| files.length() > 0);
        let (Some(files), Some(input)) = (files, input.get_untracked()) else { return };
        if files.length() > 1 {
            problem.set(Some("Drop one file at a time: each has its own type and description.".into()));
            return;
        }
        input.set_files(Some(&files));
        look_at(files.get(0));
    };
    let over = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(true);
    };
    let [hint_id, problem_id] = ["hint", "problem"].map(|part| format!("{id}-{part}"));
    let described_by = {
        let [hint_id, problem_id] = [hint_id.clone(), problem_id.clone()];
        move || if problem.read().is_some() { format!("{hint_id} {problem_id}") } else { hint_id.clone() }
    };
    view! {
        <div
            class="field drop-zone"
            class:is-over=is_over
            on:dragover=over
            on:dragleave=move |_| is_over.set(false)
            on:drop=take
        >
            <label for=id class="required">"File"</label>
            <p class="field-hint" id=hint_id>{hint}</p>
            <input
                id=id
                name="file"
                type="file"
                class="input"
                accept=".pdf,.jpg,.jpeg,application/pdf,image/jpeg"
                required=true
                aria-describedby=described_by
                aria-invalid=move || problem.read().is_some().then_some("true")
                node_ref=input
                on:change:target=move |event| look_at(event.target().files().and_then(|files| files.get(0)))
            />
            <div role="alert">
                {move || problem.get().map(|text| {
                    view! { <p class="field-error" id=problem_id.clone()><Icon symbol=Symbol::Danger/>{text}</p> }
                })}
            </div>
        </div>
    }
}
