//! Tables for queries, snippets and filters.

use super::*;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::TicketReference;
use porthole_shared::time::Timestamp;

/// The terms as people would write them: a star for what may go on.
fn terms(text: &str) -> Vec<String> {
    let read = |term: Term| {
        let star = if term.is_beginning { "*" } else { "" };
        format!("{}{star}", term.words.join(" "))
    };
    Query::parse(text).terms.into_iter().map(read).collect()
}

#[test]
fn whatever_is_typed_is_a_query() {
    let cases: &[(&str, &[&str])] = &[
        ("", &[]),
        (" \" \" ", &[]),
        ("Refund", &["refund*"]),
        ("refund ", &["refund"]),
        ("Refund order", &["refund", "order*"]),
        ("\"thank you\" Anna", &["thank you", "anna*"]),
        ("\"thank you\"", &["thank you"]),
        ("\"thank yo", &["thank yo*"]),
        ("a", &["a"]),
        ("NOT (x OR y*) NEAR/2", &["not", "x", "or", "y", "near 2"]),
        ("col:umn^ -x", &["col umn", "x"]),
        ("忘れ", &["忘 れ"]),
        ("anna@example.co", &["anna example co*"]),
        ("';--\0%_", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(terms(text), *expected, "{text}");
    }
    assert_eq!(terms(&"word ".repeat(100)).len(), TERMS);
}

#[test]
fn a_number_is_known() {
    for (text, number) in [
        ("#12", Some(12)),
        (" 0012 ", Some(12)),
        ("#", None),
        ("", None),
        ("12a", None),
        ("1 2", None),
        ("-1", None),
        ("99999999999999999999", None),
    ] {
        assert_eq!(Query::parse(text).number, number, "{text}");
    }
}

#[test]
fn a_text_is_found_by_all_terms() {
    let text = "Thank you, the Größe was refunded. パスワードを忘れました";
    for (query, is_in) in [
        ("grosse", true),
        ("refund", true),
        ("refund ", false),
        ("\"thank you\"", true),
        ("\"you thank\"", false),
        ("thank nobody", false),
        ("忘れ", true),
        ("れ忘", false),
        ("", false),
    ] {
        assert_eq!(Query::parse(query).is_in(text), is_in, "{query}");
    }
}

fn snippet(query: &str, text: &str) -> String {
    let mark = |part: SnippetPart| match part.hit {
        true => format!("[{}]", part.text),
        false => part.text,
    };
    let parts = Query::parse(query).snippet(text);
    parts.into_iter().map(mark).collect()
}

#[test]
fn a_snippet_shows_what_was_found_and_the_words_around_it() {
    assert_eq!(
        snippet("refund order", "Order 12:\nI want a refund, please"),
        "[Order] 12: I want a [refund], please"
    );
    assert_eq!(snippet("<b>", "<b>x</b>"), "<[b]>x</[b]>");
    assert_eq!(snippet("nothing", "as it is"), "as it is");
    assert_eq!(snippet("aa \"aa bb\"", "aa bb"), "[aa bb]");
    let long = format!("{}needle {}", "word ".repeat(50), "more ".repeat(50));
    let shown = snippet("needle", &long);
    assert!(
        shown.starts_with("… word") && shown.ends_with('…'),
        "{shown}"
    );
    assert!(shown.contains("word [needle] more"), "{shown}");
    assert!(shown.chars().count() < BEFORE + AFTER + 10);
    let signs = "あ".repeat(200) + "忘れ" + &"い".repeat(200);
    assert!(snippet("忘れ", &signs).contains("あ[忘れ]い"));
}

#[test]
fn a_filter_admits_what_its_view_shows() {
    let active = TeamTicket {
        status: TicketStatus::Open,
        tags: vec!["Refund".to_owned()],
        assignee: Some(MemberId::from("ada".to_owned())),
        ..TeamTicket::default()
    };
    let resolved = TeamTicket {
        status: TicketStatus::Resolved,
        ..active.clone()
    };
    let snoozed = TeamTicket {
        snoozed_until: Some(Timestamp(1)),
        ..active.clone()
    };
    let spam = TeamTicket {
        suspicious: true,
        ..active.clone()
    };
    let merged = TeamTicket {
        merged_into: Some(TicketReference {
            id: TicketId::default(),
            number: 1,
        }),
        ..resolved.clone()
    };
    let tickets = [&active, &resolved, &snoozed, &spam, &merged];
    let filter = SearchFilter {
        view: TicketView::All,
        member: MemberId::from("ada".to_owned()),
        status: None,
        tag: None,
        channel: None,
        priority: None,
    };
    for (view, expected) in [
        (TicketView::All, [true; 5]),
        (TicketView::Active, [true, false, false, false, false]),
        (TicketView::Mine, [true, false, false, false, false]),
        (TicketView::Unassigned, [false; 5]),
        (TicketView::Resolved, [false, true, false, false, false]),
        (TicketView::Snoozed, [false, false, true, false, false]),
        (TicketView::Suspicious, [false, false, false, true, false]),
    ] {
        let filter = SearchFilter {
            view,
            ..filter.clone()
        };
        assert_eq!(tickets.map(|t| filter.admits(t)), expected, "{view:?}");
    }
    let tagged = SearchFilter {
        tag: Some("REFUND".to_owned()),
        status: Some(TicketStatus::Open),
        ..filter
    };
    assert_eq!(
        tickets.map(|t| tagged.admits(t)),
        [true, false, true, true, false]
    );
}
