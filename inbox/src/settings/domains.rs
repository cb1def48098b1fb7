//! Where the chat may appear: the list, what is wrong with its lines, and a tester that asks the
//! same matcher as the server.

use super::fields::lines;
use super::form::SettingsForm;
use super::search::{Section, found_by, setting};
use super::sections::{area_field, field};
use crate::{format, host, words};
use leptos::prelude::*;
use porthole_shared::domain_match;

/// The list and its tester.
pub(super) fn domains(form: SettingsForm) -> Section {
    let words = words::settings();
    let list = form.fields.allowed_domains;
    let field = field(
        form,
        "allowed_domains",
        words.domains_label,
        words.domains_help,
    );
    let area = view! {
        {area_field(field, list, "4")}
        {wrong_lines(list)}
    };
    Section {
        id: "domains",
        title: words.domains,
        about: words.domains_about,
        settings: vec![
            setting(field, area.into_any()),
            found_by(&[words.tester, words.tester_help], tester(list)),
        ],
    }
}

/// Each line that is no entry, while it is typed.
fn wrong_lines(list: RwSignal<String>) -> AnyView {
    let words = words::settings();
    let wrong = Memo::new(move |_| bad_lines(&list.read()));
    let sentences = move || {
        let wrong = wrong.get().into_iter();
        wrong
            .map(|(number, line)| {
                let number = number.to_string();
                let values = [("number", number.as_str()), ("entry", line.as_str())];
                let sentence = format::fill(words.domain_wrong, &values);
                view! { <li>{sentence}</li> }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <div class="wrong-lines" hidden=move || wrong.read().is_empty()>
            <div role="status"><ul>{sentences}</ul></div>
            <p class="help">{words.domain_rule}</p>
        </div>
    }
    .into_any()
}

/// The lines that are no entries, with their numbers, counted from 1.
fn bad_lines(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().map(str::trim).enumerate();
    lines
        .filter(|(_, line)| !line.is_empty() && domain_match::normalize(line).is_none())
        .map(|(index, line)| (index + 1, line.to_owned()))
        .collect()
}

/// Says of an address whether the chat may appear there, by the list as it stands.
fn tester(list: RwSignal<String>) -> AnyView {
    let words = words::settings();
    let address = RwSignal::new(String::new());
    let verdict = Memo::new(move |_| {
        let address = address.read();
        let address = address.trim();
        (!address.is_empty()).then(|| judge(&entries(&list.read()), host::origin_of(address)))
    });
    let kind = move || match verdict.get() {
        None => "verdict",
        Some(Verdict::Anywhere | Verdict::By(_)) => "verdict good",
        Some(Verdict::Nowhere | Verdict::NoAddress) => "verdict bad",
    };
    let sentence = move || match verdict.get() {
        None => words.tester_empty.to_owned(),
        Some(Verdict::Anywhere) => words.tester_anywhere.to_owned(),
        Some(Verdict::By(entry)) => format::fill(words.tester_by, &[("entry", &entry)]),
        Some(Verdict::Nowhere) => words.tester_nowhere.to_owned(),
        Some(Verdict::NoAddress) => words.tester_no_address.to_owned(),
    };
    view! {
        <div class="field">
            <label for="domain_tester">{words.tester}</label>
            <input
                class="input"
                id="domain_tester"
                type="text"
                inputmode="url"
                dir="ltr"
                spellcheck="false"
                autocomplete="off"
                aria-describedby="domain_tester-help"
                placeholder=words.tester_example
                prop:value=address
                on:input=move |event| address.set(event_target_value(&event))
            />
            <p class=kind role="status">{sentence}</p>
            <p class="help" id="domain_tester-help">{words.tester_help}</p>
        </div>
    }
    .into_any()
}

/// The entries of the list in their one form; what is none is passed over.
fn entries(text: &str) -> Vec<String> {
    let lines = lines(text);
    lines
        .iter()
        .filter_map(|line| domain_match::normalize(line))
        .collect()
}

/// What the list says of an address.
#[derive(Clone, Debug, PartialEq)]
enum Verdict {
    /// The list is empty: every site is allowed.
    Anywhere,
    /// This entry allows it.
    By(String),
    /// None does.
    Nowhere,
    /// It is no address of a page.
    NoAddress,
}

fn judge(entries: &[String], origin: Option<String>) -> Verdict {
    let Some(origin) = origin else {
        return Verdict::NoAddress;
    };
    if entries.is_empty() {
        return Verdict::Anywhere;
    }
    match domain_match::allowing(entries, &origin) {
        Some(entry) => Verdict::By(entry.to_owned()),
        None => Verdict::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_no_entries_are_numbered_as_they_stand() {
        let text = "shop.example\n\n a b \n*.shop.example\nftp://x";
        let expected = [(3, "a b".to_owned()), (5, "ftp://x".to_owned())];
        assert_eq!(bad_lines(text), expected);
    }

    #[test]
    fn the_list_as_it_stands_decides() {
        let entries = entries("Shop.example\nnot a domain\n*.test");
        let of = |origin: &str| judge(&entries, Some(origin.to_owned()));
        assert_eq!(
            of("https://shop.example"),
            Verdict::By("shop.example".to_owned())
        );
        assert_eq!(of("https://a.b.test"), Verdict::By("*.test".to_owned()));
        assert_eq!(of("https://www.shop.example"), Verdict::Nowhere);
        assert_eq!(judge(&entries, None), Verdict::NoAddress);
        let any = Some("https://any.example".to_owned());
        assert_eq!(judge(&[], any), Verdict::Anywhere);
    }
}
