//! The three forms of a wire type agree: what serde writes, the codec reads, and the other way.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

mod json;

use json::Json;
use porthole_shared::any::Any;
use porthole_shared::attachment::{Attachment, FileLink, FileLinkRequest, FileType};
use porthole_shared::error::{ErrorBody, ErrorCode, ErrorDetail};
use porthole_shared::id::ClientId;
use porthole_shared::identity::KnownIdentity;
use porthole_shared::live::{LiveOpen, LiveRequest, SyncRequest, Typing, Update};
use porthole_shared::session::{
    BootReply, BootRequest, HandoffRequest, PageContext, Profile, RedeemHandoff, RefreshReply,
};
use porthole_shared::settings::{Theme, WidgetConfig, WorkspaceSettings};
use porthole_shared::ticket::{
    Author, Message, ReadRequest, SendReply, SendRequest, Side, Ticket, TicketStatus, TypingRequest,
};
use porthole_shared::time::Timestamp;
use porthole_shared::wire::{Shape, Wire};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::fmt::Debug;

#[track_caller]
fn agree<T: Wire + Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let by_serde = serde_json::to_value(value).unwrap();
    let by_codec = value.write::<Json>().0;
    assert_eq!(by_codec, by_serde);
    assert_eq!(T::read(&Json(by_serde.clone())), *value);
    assert_eq!(serde_json::from_value::<T>(by_codec).unwrap(), *value);
    // The description names the same fields.
    if let (Shape::Object(name, _, fields), Some(object)) = (T::shape(), by_serde.as_object()) {
        let mut names: Vec<_> = fields().into_iter().map(|field| field.name).collect();
        names.sort_unstable();
        assert_eq!(names, object.keys().collect::<Vec<_>>(), "{name}");
    }
    agree_by_default::<T>();
}

/// What an older or a newer version leaves out takes its default, on both sides.
#[track_caller]
fn agree_by_default<T: Wire + DeserializeOwned + PartialEq + Debug>() {
    let nothing = json!({ "a field of a newer version": 1 });
    assert_eq!(T::read(&Json(nothing.clone())), T::default());
    assert_eq!(serde_json::from_value::<T>(nothing).unwrap(), T::default());
}

fn id<T: From<String>>(text: &str) -> T {
    T::from(text.to_owned())
}

/// What a page says of its visitor, in every shape.
fn said() -> Any {
    let list = vec![Any::Text("a".to_owned()), Any::Number(0.5), Any::Null];
    let fields = [
        ("customAttributes", Any::List(list)),
        ("value", Any::Number(99.0)),
        ("vip", Any::Boolean(true)),
    ];
    let named = |(name, value): (&str, Any)| (name.to_owned(), value);
    Any::Object(fields.map(named).to_vec())
}

fn author() -> Author {
    Author {
        side: Side::Team,
        name: "Ada \u{1F980}".to_owned(),
    }
}

fn message() -> Message {
    Message {
        id: id("m"),
        ticket: id("t"),
        seq: 9_007_199_254_740_991,
        client_id: id("c"),
        author: author(),
        text: "a\n\"b\" \\ \u{2028}".to_owned(),
        at: Timestamp(1_800_000_000_000),
        attachments: vec![attachment()],
    }
}

fn attachment() -> Attachment {
    Attachment {
        id: id("f"),
        name: "map.png".to_owned(),
        r#type: FileType::Png,
        size: 1_234,
        width: Some(640),
        height: None,
        url: "/api/v1/widget/files/x".to_owned(),
    }
}

#[test]
fn attachments() {
    agree(&attachment());
    let by_codec = attachment().write::<Json>().0;
    assert_eq!(by_codec["type"], "image/png");
    agree(&FileLinkRequest { file: id("f") });
    agree(&FileLink {
        url: "/x".to_owned(),
    });
}

fn ticket() -> Ticket {
    Ticket {
        id: id("t"),
        version: 9,
        number: 7,
        status: TicketStatus::OnHold,
        created_at: Timestamp(1),
        updated_at: Timestamp(2),
        preview: "p".to_owned(),
        last_author: author(),
        unread: 3,
        team_read: -1,
        client_id: id("c"),
        merged_into: Some(id("u")),
        restored: true,
    }
}

fn profile() -> Profile {
    Profile {
        email: Some("a@b.example".to_owned()),
        name: None,
        website: Some("c.example".to_owned()),
    }
}

fn update() -> Update {
    Update {
        latest: 5,
        reset: true,
        more: true,
        tickets: vec![ticket(), Ticket::default()],
        messages: vec![message()],
        earlier: true,
        typing: vec![Typing {
            ticket: id("t"),
            author: author(),
        }],
    }
}

#[test]
fn sessions() {
    agree(&BootRequest {
        token: "pub_1".to_owned(),
        device_key: "0".repeat(64),
        identity: said(),
    });
    agree(&BootReply {
        session_token: "wst_".to_owned(),
        expires_at: Timestamp(3),
        life: 4,
        device_id: id("d"),
        profile: profile(),
        update: update(),
        identity: Some(KnownIdentity {
            person: "p".to_owned(),
            user_id: Some("u-1".to_owned()),
            until: Some(Timestamp(5)),
        }),
        warnings: vec!["It is nested.".to_owned()],
    });
    agree(&HandoffRequest {
        code: "1".repeat(64),
    });
    agree(&RedeemHandoff {
        token: "pub_1".to_owned(),
        device_key: "0".repeat(64),
        code: "1".repeat(64),
    });
    agree(&RefreshReply {
        session_token: "wst_".to_owned(),
        expires_at: Timestamp(3),
        life: 4,
    });
}

#[test]
fn tickets_and_messages() {
    agree(&SendRequest {
        client_id: id("c"),
        ticket: None,
        client_ticket_id: Some(ClientId::from("k".to_owned())),
        text: "Hi".to_owned(),
        attachments: vec![id("f")],
        profile: Some(profile()),
        page: PageContext {
            url: "https://a.example".to_owned(),
            ..PageContext::default()
        },
    });
    agree(&SendReply {
        message: message(),
        ticket: ticket(),
        profile: profile(),
    });
    agree(&ReadRequest {
        ticket: id("t"),
        seq: 5,
    });
    agree(&TypingRequest { ticket: id("t") });
}

#[test]
fn changes() {
    agree(&update());
    agree(&SyncRequest {
        since: 5,
        ticket: Some(id("t")),
        before: Some(9),
    });
    agree(&LiveRequest { since: 5 });
    agree(&LiveOpen { heartbeat: 7 });
}

#[test]
fn settings_and_errors() {
    agree(&WorkspaceSettings {
        allowed_domains: vec!["a.example".to_owned(), "*.b.example".to_owned()],
        // Beside serde's `0.0` JavaScript writes `0`: the same number in another form.
        min_value: 99.5,
        ..WorkspaceSettings::initial()
    });
    agree(&WidgetConfig {
        theme: Theme::Dark,
        style: ":host{}".to_owned(),
        ..WidgetConfig::default()
    });
    agree(&ErrorBody {
        error: ErrorDetail {
            code: ErrorCode::TooMany,
            message: "m".to_owned(),
            field: Some("f".to_owned()),
        },
    });
}

#[test]
fn a_word_of_a_newer_version_is_unknown_on_both_sides() {
    let newer = json!({ "status": "delegated" });
    assert_eq!(
        Ticket::read(&Json(newer.clone())).status,
        TicketStatus::Unknown
    );
    assert_eq!(
        serde_json::from_value::<Ticket>(newer).unwrap().status,
        TicketStatus::Unknown
    );
    for status in TicketStatus::ALL {
        assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        assert_eq!(TicketStatus::from_word(status.as_str()), *status);
    }
}

#[test]
fn what_has_another_type_takes_its_default() {
    let odd = json!({ "id": 5, "number": "x", "status": [], "last_author": "Ada", "unread": null });
    assert_eq!(Ticket::read(&Json(odd)), Ticket::default());
    assert_eq!(
        Update::read(&Json(json!({ "tickets": {}, "messages": [null] }))).tickets,
        []
    );
}
