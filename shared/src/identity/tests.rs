//! What a page says of its visitor, read.

use super::*;

fn object(fields: &[(&str, Any)]) -> Any {
    let named = |(name, value): &(&str, Any)| ((*name).to_owned(), value.clone());
    Any::Object(fields.iter().map(named).collect())
}

fn text(text: &str) -> Any {
    Any::Text(text.to_owned())
}

#[test]
fn a_claim_is_read_in_both_spellings() {
    let claim = object(&[
        ("userId", Any::Number(42.0)),
        ("user_hash", text("ab")),
        ("email", text("Ada@Example.com")),
        ("timestamp", Any::Number(1_735_420_862_868.0)),
        ("customAttributes", object(&[("plan", text("pro"))])),
        ("something", object(&[])),
    ]);
    let claim = Claim::read(&claim).unwrap();
    assert_eq!(claim.user_id.as_deref(), Some("42"));
    assert_eq!(claim.user_hash.as_deref(), Some("ab"));
    assert_eq!(claim.email.as_deref(), Some("Ada@Example.com"));
    assert_eq!(claim.traits.email.as_deref(), Some("ada@example.com"));
    assert_eq!(claim.timestamp, Some(1_735_420_862_868));
    assert_eq!(claim.traits.attributes.len(), 1);
    assert!(claim.has_proof() && claim.warnings.is_empty());
}

#[test]
fn what_cannot_be_used_is_named() {
    for (field, given) in [
        ("identity", Any::Null),
        ("identity", text("ada")),
        ("identity.user_id", object(&[("userId", object(&[]))])),
        ("identity.email", object(&[("email", text("ada"))])),
        ("identity.value", object(&[("value", text("much"))])),
        (
            "identity.timestamp",
            object(&[("timestamp", Any::Number(0.5))]),
        ),
    ] {
        assert_eq!(Claim::read(&given).unwrap_err().0, field);
    }
}

#[test]
fn what_is_long_is_cut_and_what_is_nested_left_out() {
    let long = "x".repeat(VALUE_LIMIT + 1);
    let many: Vec<_> = (0..FIELD_COUNT + 1)
        .map(|at| (format!("k{at}"), Any::Boolean(true)))
        .collect();
    let mut warnings = Vec::new();
    let traits = object(&[
        ("name", text(&long)),
        (
            "attributes",
            object(&[
                (&long, text(&long)),
                ("nested", object(&[])),
                ("deep", Any::List(vec![Any::List(vec![])])),
                ("list", Any::List(vec![text(&long), text("y")])),
                ("nothing", Any::Null),
            ]),
        ),
        (
            "links",
            object(&[
                ("CRM", text("https://crm.example/1")),
                ("bad", text("javascript:0")),
            ]),
        ),
    ]);
    let read = Traits::read_from(&traits, &mut warnings).unwrap();
    assert_eq!(read.name.map(|name| name.len()), Some(KEY_LIMIT));
    assert_eq!(read.attributes.len(), 2);
    assert_eq!(read.attributes[0].key.len(), KEY_LIMIT);
    assert_eq!(read.attributes[0].value, text(&long[1..]));
    assert_eq!(read.attributes[1].value, Any::List(vec![text(&long[1..])]));
    assert_eq!(read.links.len(), 1);
    assert_eq!(warnings.len(), 3, "{warnings:?}");

    warnings.clear();
    let read = Traits::read_from(&object(&[("attributes", Any::Object(many))]), &mut warnings);
    assert_eq!(read.unwrap().attributes.len(), FIELD_COUNT);
    assert_eq!(warnings.len(), 1);
}

#[test]
fn what_is_said_now_lies_over_what_was_said() {
    let said = |name: &str, plan: &str| Traits {
        name: Some(name.to_owned()),
        attributes: vec![Attribute {
            key: "plan".to_owned(),
            value: text(plan),
        }],
        ..Traits::default()
    };
    let before = Traits {
        company: Some("Acme".to_owned()),
        ..said("Ada", "free")
    };
    let both = said("Ada L", "pro").over(before);
    assert_eq!(both.name.as_deref(), Some("Ada L"));
    assert_eq!(both.company.as_deref(), Some("Acme"));
    assert_eq!(both.attributes, said("", "pro").attributes);
}
