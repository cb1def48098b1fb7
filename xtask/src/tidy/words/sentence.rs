//! Views hold no words: those are in the catalogues, or nobody can translate them.

use super::super::rust::{Literal, literals};
use super::super::{Complaints, Source};

/// What draws.
const VIEWS: &[&str] = &["inbox/src/", "widget/src/messenger/", "widget/src/ui/"];
/// Attributes that people read or hear.
const ATTRIBUTES: &[&str] = &["aria-label", "alt", "placeholder", "title"];
/// Calls whose text people read or hear.
const CALLS: &[&str] = &[".text(", ".label(", ".placeholder(", ".title("];
/// What speaks to developers.
const ASIDE: &[&str] = &[
    "expect(",
    "panic!(",
    "assert!(",
    "unreachable!(",
    "reason =",
];

pub(in super::super) fn views_hold_no_words(sources: &[Source]) -> Complaints {
    let mut complaints = Complaints::new();
    for Source { path, text } in sources {
        if !path.ends_with(".rs") || !VIEWS.iter().any(|view| path.starts_with(view)) {
            continue;
        }
        let literals = literals(text);
        for (index, literal) in literals.iter().enumerate() {
            let previous = index.checked_sub(1).map(|index| &literals[index]);
            if is_shown(literal, previous) {
                complaints.push(format!(
                    "{path}:{}: \"{}\" belongs into the catalogue",
                    literal.line, literal.text
                ));
            }
        }
    }
    complaints
}

/// Whether people get to see it, as far as what stands around it tells.
fn is_shown(literal: &Literal, previous: Option<&Literal>) -> bool {
    if literal.is_pattern
        || !has_words(&literal.text)
        || ASIDE.iter().any(|aside| literal.before.ends_with(aside))
    {
        return false;
    }
    let before = literal.before.as_str();
    let is_child = (before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->"))
        || before.ends_with('}');
    let attribute = |name: &str| {
        before
            .strip_suffix('=')
            .is_some_and(|before| before.trim_end().ends_with(name))
    };
    let is_value = before.ends_with(',')
        && previous.is_some_and(|name| {
            name.before.ends_with(".attr(") && ATTRIBUTES.contains(&name.text.as_str())
        });
    is_child
        || is_value
        || ATTRIBUTES.iter().any(|name| attribute(name))
        || CALLS.iter().any(|call| before.ends_with(call))
        || is_sentence(&literal.text)
}

/// Whether there is a word in it besides the places for values.
fn has_words(text: &str) -> bool {
    let mut depth = 0_usize;
    text.chars().any(|char| {
        match char {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && char.is_alphabetic()
    })
}

/// A capital letter, and more than one word: no name in the code looks like that.
fn is_sentence(text: &str) -> bool {
    let mut words = text.split(' ');
    let first = words.next().unwrap_or_default();
    let is_word = |word: &str| {
        word.chars()
            .all(|char| char.is_alphabetic() || ",.…!?".contains(char))
    };
    first.starts_with(char::is_uppercase)
        && is_word(first)
        && words
            .next()
            .is_some_and(|word| !word.is_empty() && is_word(word))
}

#[cfg(test)]
mod tests {
    use super::super::super::source;
    use super::views_hold_no_words;

    fn found(path: &str, text: &str) -> usize {
        views_hold_no_words(&[source(path, text)]).len()
    }

    #[test]
    fn words_in_a_view_are_found() {
        for view in [
            r#"view! { <p>"Nothing here"</p> }"#,
            r#"view! { <p>{count}" new"</p> }"#,
            r#"view! { <button aria-label="close"/> }"#,
            r#"view! { <input placeholder = "name"/> }"#,
            r#"el("p").text("hello")"#,
            r#"el("p").attr("title", "hello")"#,
            r#"let words = "Try again";"#,
        ] {
            assert_eq!(found("inbox/src/page/a.rs", view), 1, "{view}");
            assert_eq!(found("widget/src/messenger/a.rs", view), 1, "{view}");
            assert_eq!(found("widget/src/api.rs", view), 0, "{view}");
        }
    }

    #[test]
    fn names_and_marks_are_no_words() {
        for view in [
            r#"view! { <p class="big">"·"{words.hello}</p> }"#,
            r#"match a { A => "open", B => "closed" }"#,
            r#"match key { "Enter" => { a(); } "Tab" | "Escape" => b(), _ => {} }"#,
            r#"el("p").attr("class", "big").text(" – ")"#,
            r#"format!("{name}: {text}")"#,
            r#"value.expect("Always there, see above")"#,
            "#[cfg(test)]\nmod tests { fn f() { let a = \"Try again\"; } }",
        ] {
            assert_eq!(found("inbox/src/page/a.rs", view), 0, "{view}");
        }
    }
}
