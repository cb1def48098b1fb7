//! How what the team writes is read, as a table: the text, and its tree written down in a short
//! form, `tag[…]` for elements, `<address|words>` for links and `/` for the end of a line.

use porthole_shared::rich_text::{Node, Tag, blocks};

fn short(nodes: &[Node<'_>]) -> String {
    let mut out = String::new();
    for node in nodes {
        match node {
            Node::Text(words) => out.push_str(words),
            Node::Break => out.push('/'),
            Node::Link { address, words } => out += &format!("<{address}|{words}>"),
            Node::Element(tag, inside) => {
                let count = match tag {
                    Tag::Numbered(number) => number.to_string(),
                    _ => String::new(),
                };
                out += &format!("{}{count}[{}]", tag.name(), short(inside));
            }
        }
    }
    out
}

fn each(cases: &[(&str, &str)]) {
    for (text, tree) in cases {
        assert_eq!(short(&blocks(text)), *tree, "{text}");
    }
}

#[test]
fn emphasis_lies_within_words() {
    each(&[
        ("plain", "p[plain]"),
        (
            "**bold** and *it* and _it_",
            "p[strong[bold] and em[it] and em[it]]",
        ),
        ("~~gone~~ ~here~", "p[s[gone] ~here~]"),
        ("***both***", "p[strong[em[both]]]"),
        ("*a **b***", "p[em[a strong[b]]]"),
        ("**a *b***", "p[strong[a em[b]]]"),
        ("**a _b_ c**", "p[strong[a em[b] c]]"),
        ("(*so*), \"**so**\"!", "p[(em[so]), \"strong[so]\"!]"),
        (
            "\u{4e2d}**\u{7c97}**\u{6587}",
            "p[\u{4e2d}strong[\u{7c97}]\u{6587}]",
        ),
    ]);
}

#[test]
fn what_is_not_closed_or_stands_apart_is_text() {
    each(&[
        ("2 * 3 * 4 and 2*3*4", "p[2 * 3 * 4 and 2*3*4]"),
        (
            "some_file_name and __init__",
            "p[some_file_name and strong[init]]",
        ),
        ("**open", "p[**open]"),
        ("**open *it*", "p[**open em[it]]"),
        ("*a **b* c", "p[em[a **b] c]"),
        ("**** ** ~~ `` _", "p[**** ** ~~ `` _]"),
        ("a `open", "p[a `open]"),
        ("*no\nline ends it*", "p[*no/line ends it*]"),
    ]);
}

#[test]
fn nothing_is_read_in_code() {
    each(&[
        (
            "run `a **b** https://x.example`",
            "p[run code[a **b** https://x.example]]",
        ),
        ("``a`b``", "p[code[a`b]]"),
        (
            "see:\n```rust\nfn a() {}\n\n- b\n```\nend",
            "p[see:]pre[fn a() {}//- b]p[end]",
        ),
        ("```\nopen", "pre[open]"),
        ("```\n```", "pre[]"),
    ]);
}

#[test]
fn lists_quotes_and_paragraphs_are_blocks() {
    each(&[
        ("one\ntwo\n\n\nthree", "p[one/two]p[three]"),
        ("- a\n- **b**\n  more", "ul[li[a]li[strong[b]/more]]"),
        ("* a\n\u{2022} b\n+ c", "ul[li[a]li[b]li[c]]"),
        (
            "First:\n1. a\n2) b\n- c",
            "p[First:]ol1[li[a]li[b]]ul[li[c]]",
        ),
        ("3. on", "ol3[li[on]]"),
        ("1990. A year", "p[1990. A year]"),
        ("-no\n-\n1.5", "p[-no/-/1.5]"),
        (
            "> said\n> - a\n>> deeper\nno",
            "blockquote[p[said]ul[li[a]]blockquote[p[deeper]]]p[no]",
        ),
        (">>>>> x", "blockquote[blockquote[blockquote[p[>> x]]]]"),
        ("", ""),
        (" \n ", ""),
    ]);
}

#[test]
fn links_have_one_of_four_schemes() {
    each(&[
        (
            "go to https://a.example/b_c_d.",
            "p[go to <https://a.example/b_c_d|https://a.example/b_c_d>.]",
        ),
        (
            "**https://a.example**",
            "p[strong[<https://a.example|https://a.example>]]",
        ),
        (
            "[our *guide*](https://a.example/x_(y))!",
            "p[<https://a.example/x_(y)|our *guide*>!]",
        ),
        (
            "[mail](mailto:a@b.example) [call](TEL:1)",
            "p[<mailto:a@b.example|mail> <TEL:1|call>]",
        ),
        ("[a] [b](https://b.example)", "p[[a] <https://b.example|b>]"),
        ("[x](javascript:alert(1))", "p[[x](javascript:alert(1))]"),
        ("[x](https://)", "p[[x](https://)]"),
        ("[x](https://a b)", "p[[x](<https://a|https://a> b)]"),
        (
            "[](https://a.example)",
            "p[[](<https://a.example|https://a.example>)]",
        ),
    ]);
}

/// Texts made to be slow: each is read in a time that a quadratic reader would not keep.
#[test]
fn no_text_is_slow() {
    for part in [
        "*",
        "_a ",
        "**a ",
        "*a **b ~~c _d ",
        "`",
        "`` ` ",
        "[",
        "[a](",
        "[a](https://",
        "](",
        "https://",
        "tel:",
        "> ",
        ">",
        "- ",
        "1. ",
        "```\n",
        "* a\n",
        "\n",
        "(",
        "~~",
        "[a](tel:(",
    ] {
        let text = part.repeat(100_000);
        for text in [format!("{text}a{text}"), text] {
            assert!(blocks(&text).len() <= text.len());
        }
    }
}
