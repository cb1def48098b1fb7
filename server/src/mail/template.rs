//! What a mail looks like: text for readers of text, and markup that needs no pictures, in light and
//! dark. The colours are those of `style/core.css` and the workspace's own.

use super::Mail;
use crate::domain::language::Language;
use crate::domain::mail::{Letter, Quote, one_line};
use porthole_shared::color::{Color, DARK_SURFACE, LIGHT_SURFACE, Palette, palette};
use std::fmt::Write as _;

const HTML: &str = include_str!("../../templates/mail.html");
const STYLE: &str = include_str!("../../templates/mail.css");
const TOKENS: &str = include_str!("../../../style/core.css");
/// Where the dark colours begin in the tokens.
const DARK: &str = "@media (prefers-color-scheme: dark)";
/// The brand's colour where a workspace's cannot be read.
const BRAND: Color = Color([0x53, 0x75, 0xff]);

/// What of the workspace a mail shows.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The workspace's name.
    pub name: String,
    /// Its colour, as in its settings.
    pub color: String,
}

/// The mail for readers of text.
pub(super) fn text(mail: &Mail) -> String {
    let letter = &mail.letter;
    let mut text = format!("{}\n", one_line(&letter.heading));
    for paragraph in &letter.paragraphs {
        let _ = write!(text, "\n{}\n", clean(paragraph));
    }
    for Quote { author, text: said } in &letter.quotes {
        if !author.is_empty() {
            let _ = write!(text, "\n{}:\n", one_line(author));
        } else {
            text.push('\n');
        }
        for line in clean(said).lines() {
            let _ = writeln!(text, "{}", format!("> {line}").trim_end());
        }
    }
    if let Some(button) = &letter.button {
        let _ = write!(
            text,
            "\n{}:\n{}\n",
            one_line(&button.label),
            one_line(&button.url)
        );
    }
    if !letter.footnotes.is_empty() || letter.unsubscribe.is_some() {
        text.push_str("\n-- \n");
    }
    for note in &letter.footnotes {
        let _ = writeln!(text, "{}", clean(note));
    }
    if let Some(unsubscribe) = &letter.unsubscribe {
        let (label, url) = (one_line(&unsubscribe.label), one_line(&unsubscribe.url));
        let _ = writeln!(text, "{label}: {url}");
    }
    text
}

/// The mail as markup.
pub(super) fn html(mail: &Mail) -> String {
    let letter = &mail.letter;
    let language = Language::of(&letter.language).unwrap_or(Language::ENGLISH);
    HTML.replace("{{language}}", language.tag())
        .replace("{{direction}}", &language.words().direction)
        .replace("{{style}}", &style(&mail.look.color))
        .replace("{{subject}}", &escape(&one_line(&letter.subject)))
        .replace("{{name}}", &escape(&one_line(&mail.look.name)))
        .replace("{{heading}}", &escape(&one_line(&letter.heading)))
        .replace("{{body}}", &body(letter))
        .replace("{{foot}}", &foot(letter))
}

fn body(letter: &Letter) -> String {
    let mut body = String::new();
    for paragraph in &letter.paragraphs {
        let _ = write!(body, "<p>{}</p>", lines(paragraph));
    }
    for Quote { author, text } in &letter.quotes {
        body.push_str("<div class=\"quote\">");
        if !author.is_empty() {
            let _ = write!(
                body,
                "<p class=\"author\">{}</p>",
                escape(&one_line(author))
            );
        }
        let _ = write!(body, "<p dir=\"auto\">{}</p></div>", lines(text));
    }
    if let Some(button) = &letter.button {
        let (label, url) = (
            escape(&one_line(&button.label)),
            escape(&one_line(&button.url)),
        );
        let _ = write!(
            body,
            "<p><a class=\"button\" href=\"{url}\">{label}</a></p><p class=\"plain\"><a href=\"{url}\">{url}</a></p>"
        );
    }
    body
}

fn foot(letter: &Letter) -> String {
    let mut foot = String::new();
    for note in &letter.footnotes {
        let _ = write!(foot, "<p>{}</p>", lines(note));
    }
    if let Some(unsubscribe) = &letter.unsubscribe {
        let (label, url) = (&unsubscribe.label, &unsubscribe.url);
        let (label, url) = (escape(&one_line(label)), escape(&one_line(url)));
        let _ = write!(foot, "<p><a href=\"{url}\">{label}</a></p>");
    }
    foot
}

/// The style sheet with its colours in it: few readers of mail know custom properties.
fn style(color: &str) -> String {
    let brand = Color::parse(color).unwrap_or(BRAND);
    let (light, dark) = TOKENS.split_at(TOKENS.find(DARK).unwrap_or(TOKENS.len()));
    let mut parts = STYLE.splitn(2, DARK);
    let first = colored(
        parts.next().unwrap_or_default(),
        light,
        &palette(brand, LIGHT_SURFACE),
    );
    let second = colored(
        parts.next().unwrap_or_default(),
        dark,
        &palette(brand, DARK_SURFACE),
    );
    format!("{first}{DARK}{second}")
}

/// Puts values in the places of `var(--name)`.
fn colored(sheet: &str, tokens: &str, palette: &Palette) -> String {
    let mut colored = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("var(--") {
        let (name, after) = after.split_once(')').unwrap_or((after, ""));
        colored.push_str(before);
        colored.push_str(match name {
            "brand" => &palette.brand,
            "on-brand" => &palette.on_brand,
            "accent" => &palette.accent,
            "edge" => &palette.edge,
            name => token(tokens, name),
        });
        rest = after;
    }
    colored + rest
}

/// The first value of a token.
fn token<'a>(tokens: &'a str, name: &str) -> &'a str {
    let value = |line: &'a str| {
        let rest = line.trim().strip_prefix("--")?.strip_prefix(name)?;
        rest.strip_prefix(": ")?.strip_suffix(';')
    };
    tokens.lines().find_map(value).unwrap_or("inherit")
}

/// A text of several lines as markup.
fn lines(text: &str) -> String {
    escape(&clean(text)).replace('\n', "<br>")
}

/// A text of several lines, without what no mail can carry.
fn clean(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n' && c != '\t', " ")
        .trim_end()
        .to_owned()
}

/// A text as it stands in markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::mail::Link;
    use porthole_shared::time::Timestamp;

    fn mail() -> Mail {
        let link = |label: &str, url: &str| Link {
            label: label.to_owned(),
            url: url.to_owned(),
        };
        Mail {
            id: "m".to_owned().into(),
            domain: "chat.example".to_owned(),
            from: ("Acme".to_owned(), "a@b.example".to_owned()),
            to: "c@b.example".to_owned(),
            date: Timestamp(0),
            letter: Letter {
                language: "ar".to_owned(),
                subject: "<script>".to_owned(),
                heading: "A & B".to_owned(),
                paragraphs: vec!["one\ntwo".to_owned()],
                quotes: vec![Quote {
                    author: "Ada".to_owned(),
                    text: "<b>1</b>\n\n2".to_owned(),
                }],
                button: Some(link("Open", "https://chat.example/?a=\"b\"&c=d")),
                footnotes: vec!["Foot".to_owned()],
                unsubscribe: Some(link("Stop", "https://chat.example/stop")),
                ..Letter::default()
            },
            look: Look {
                name: "Acme".to_owned(),
                color: "#ffcc00".to_owned(),
            },
        }
    }

    #[test]
    fn the_text_has_everything() {
        assert_eq!(
            text(&mail()),
            "A & B\n\none\ntwo\n\nAda:\n> <b>1</b>\n>\n> 2\n\nOpen:\nhttps://chat.example/?a=\"b\"&c=d\n\n-- \nFoot\nStop: https://chat.example/stop\n"
        );
    }

    #[test]
    fn the_markup_has_everything_and_no_tag_of_a_person() {
        let html = html(&mail());
        assert!(html.contains("lang=\"ar\" dir=\"rtl\""));
        assert!(!html.contains("<b>") && !html.contains("<script"));
        assert!(html.contains("&lt;b&gt;1&lt;/b&gt;<br><br>2"));
        assert!(html.contains("href=\"https://chat.example/?a=&quot;b&quot;&amp;c=d\""));
        assert!(!html.contains("{{") && !html.contains("var(") && !html.contains("inherit"));
        assert!(!html.contains("<img") && !html.contains("@import") && !html.contains("url("));
    }

    #[test]
    fn the_colours_are_those_of_the_tokens_and_the_workspace() {
        let style = style("#ffcc00");
        let (light, dark) = style.split_once(DARK).unwrap();
        assert!(
            light.contains("#f6f6f8") && light.contains("#ffcc00") && !light.contains("#101116")
        );
        assert!(
            dark.contains("#101116") && dark.contains("#17181f"),
            "{dark}"
        );
    }
}
