//! Form fields: a label, the control, what it does and is allowed, and what is wrong with it.

use leptos::prelude::*;

/// What every field has.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    /// The field's name in the API, which is also the control's id: an error of the server finds
    /// its field by it.
    pub(crate) id: &'static str,
    /// Its label.
    pub(crate) label: &'static str,
    /// What it does and what is allowed.
    pub(crate) help: &'static str,
    /// What is wrong now: the field's name and a sentence.
    pub(crate) error: Signal<Option<(String, String)>>,
}

impl Field {
    /// What is wrong with this field.
    fn own_error(self) -> Option<String> {
        self.error.with(|error| {
            let (field, sentence) = error.as_ref()?;
            (field == self.id).then(|| sentence.clone())
        })
    }

    /// For `aria-invalid`.
    pub(crate) fn invalid(self) -> Option<&'static str> {
        self.own_error().map(|_| "true")
    }

    /// For `aria-describedby`.
    pub(crate) fn described_by(self) -> String {
        format!("{0}-help {0}-error", self.id)
    }

    /// The lines below the control.
    pub(crate) fn lines(self) -> AnyView {
        view! {
            <p class="help" id=format!("{}-help", self.id) hidden=self.help.is_empty()>{self.help}</p>
            <p
                class="error"
                id=format!("{}-error", self.id)
                role="alert"
                dir="auto"
                hidden=move || self.own_error().is_none()
            >
                {move || self.own_error()}
            </p>
        }
        .into_any()
    }

    /// The whole field around its control.
    pub(crate) fn around(self, control: AnyView) -> AnyView {
        view! {
            <div class="field">
                <label for=self.id>{self.label}</label>
                {control}
                {self.lines()}
            </div>
        }
        .into_any()
    }
}

/// A line of text. `kind` is the input's type and `complete` what a password manager goes by.
pub(crate) fn text_field(
    field: Field,
    value: RwSignal<String>,
    kind: &'static str,
    complete: &'static str,
) -> AnyView {
    let control = view! {
        <input
            class="input"
            id=field.id
            name=field.id
            type=kind
            autocomplete=complete
            aria-describedby=field.described_by()
            aria-invalid=move || field.invalid()
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        />
    };
    field.around(control.into_any())
}

/// A choice of a few. Each option is its word in the API and its label.
pub(crate) fn choice_field(
    field: Field,
    value: RwSignal<String>,
    options: &[(&'static str, &'static str)],
) -> AnyView {
    let options: Vec<AnyView> = options
        .iter()
        .map(|&(word, label)| {
            let selected = move || value.with(|value| value == word);
            view! { <option value=word selected=selected>{label}</option> }.into_any()
        })
        .collect();
    let control = view! {
        <select
            class="input select"
            id=field.id
            name=field.id
            aria-describedby=field.described_by()
            aria-invalid=move || field.invalid()
            prop:value=value
            on:change=move |event| value.set(event_target_value(&event))
        >
            {options}
        </select>
    };
    field.around(control.into_any())
}

/// A switch.
pub(crate) fn check_field(field: Field, value: RwSignal<bool>) -> AnyView {
    view! {
        <div class="field check">
            <input
                class="switch"
                id=field.id
                name=field.id
                type="checkbox"
                aria-describedby=field.described_by()
                prop:checked=value
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <div>
                <label for=field.id>{field.label}</label>
                {field.lines()}
            </div>
        </div>
    }
    .into_any()
}
