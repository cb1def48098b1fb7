//! Kinds of callers, and what each of them may expect of each kind of route.

use super::world::World;

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    /// Somebody on an allowed page, without credentials, who knows of the inbox's header.
    Nobody,
    /// With credentials of the right form that were never given out.
    Forger,
    /// With credentials whose time is over.
    Expired,
    /// With credentials that were given back.
    LoggedOut,
    /// The visitor whose ticket it is.
    Visitor,
    /// Another visitor of the same workspace.
    OtherVisitor,
    /// A visitor of another workspace.
    ForeignVisitor,
    /// The visitor and the owner in one browser, on a page that is not allowed. Such a page
    /// cannot send the inbox's header.
    HostilePage,
    /// The same where the browser sends a referrer alone.
    HostileReferrer,
    /// The same where the page hides its origin, in a sandboxed frame for example.
    HiddenPage,
    /// The owner, without the inbox's header.
    WithoutHeader,
    /// The owner.
    Owner,
    /// An admin.
    Admin,
    /// An agent.
    Agent,
    /// The owner of another workspace.
    ForeignOwner,
}

use Caller::*;

/// What a route asks of its callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rights {
    /// Nothing.
    Anybody,
    /// A public token, from a page that is allowed.
    PublicToken,
    /// A session; it is about the visitor's own things.
    Session,
    /// A session of the visitor whose ticket is named.
    TicketOfVisitor,
    /// The inbox's header.
    Header,
    /// A member; it is about the member's own workspace.
    Member,
    /// A member of the workspace whose ticket is named.
    TicketOfTeam,
    /// An owner or an admin.
    Settings,
}

/// What a caller may expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// What the route answers with when all is well.
    Fine,
    /// A refusal: the status and the code.
    Refused(u16, &'static str),
}

const FINE: Expected = Expected::Fine;
const TOKEN: Expected = Expected::Refused(401, "token_invalid");
const SESSION: Expected = Expected::Refused(401, "session_invalid");
const SIGN_IN: Expected = Expected::Refused(401, "unauthenticated");
const DOMAIN: Expected = Expected::Refused(403, "domain_not_allowed");
const MAY_NOT: Expected = Expected::Refused(403, "forbidden");
const MISSING: Expected = Expected::Refused(404, "not_found");

/// The columns of the matrix.
const COLUMNS: [Rights; 8] = [
    Rights::Anybody,
    Rights::PublicToken,
    Rights::Session,
    Rights::TicketOfVisitor,
    Rights::Header,
    Rights::Member,
    Rights::TicketOfTeam,
    Rights::Settings,
];

/// The matrix.
#[rustfmt::skip]
pub(super) const MATRIX: &[(Caller, [Expected; 8])] = &[
    //                 anybody  token   session  own ticket  header   member   our ticket  settings
    (Nobody,          [FINE,    FINE,   SESSION, SESSION,    FINE,    SIGN_IN, SIGN_IN,    SIGN_IN]),
    (Forger,          [FINE,    TOKEN,  SESSION, SESSION,    FINE,    SIGN_IN, SIGN_IN,    SIGN_IN]),
    (Expired,         [FINE,    FINE,   SESSION, SESSION,    FINE,    SIGN_IN, SIGN_IN,    SIGN_IN]),
    (LoggedOut,       [FINE,    FINE,   SESSION, SESSION,    FINE,    SIGN_IN, SIGN_IN,    SIGN_IN]),
    (Visitor,         [FINE,    FINE,   FINE,    FINE,       FINE,    SIGN_IN, SIGN_IN,    SIGN_IN]),
    (OtherVisitor,    [FINE,    FINE,   FINE,    MISSING,    FINE,    SIGN_IN, SIGN_IN,    SIGN_IN]),
    (ForeignVisitor,  [FINE,    FINE,   FINE,    MISSING,    FINE,    SIGN_IN, SIGN_IN,    SIGN_IN]),
    (HostilePage,     [FINE,    DOMAIN, DOMAIN,  DOMAIN,     MAY_NOT, MAY_NOT, MAY_NOT,    MAY_NOT]),
    (HostileReferrer, [FINE,    DOMAIN, DOMAIN,  DOMAIN,     MAY_NOT, MAY_NOT, MAY_NOT,    MAY_NOT]),
    (HiddenPage,      [FINE,    DOMAIN, DOMAIN,  DOMAIN,     MAY_NOT, MAY_NOT, MAY_NOT,    MAY_NOT]),
    (WithoutHeader,   [FINE,    FINE,   SESSION, SESSION,    MAY_NOT, MAY_NOT, MAY_NOT,    MAY_NOT]),
    (Owner,           [FINE,    FINE,   SESSION, SESSION,    FINE,    FINE,    FINE,       FINE]),
    (Admin,           [FINE,    FINE,   SESSION, SESSION,    FINE,    FINE,    FINE,       FINE]),
    (Agent,           [FINE,    FINE,   SESSION, SESSION,    FINE,    FINE,    FINE,       MAY_NOT]),
    (ForeignOwner,    [FINE,    FINE,   SESSION, SESSION,    FINE,    FINE,    MISSING,    FINE]),
];

/// What a caller may expect of a route.
pub(super) fn expected(row: &[Expected; 8], rights: Rights) -> Expected {
    let column = COLUMNS.iter().position(|column| *column == rights);
    row[column.unwrap()]
}

impl Caller {
    /// The headers of a call.
    pub(super) fn headers(self, world: &World) -> Vec<(&'static str, String)> {
        let (page, session, cookie) = match self {
            Nobody => (SHOP, None, None),
            Forger => (SHOP, Some(forged_session()), Some(forged_cookie())),
            Expired => (
                SHOP,
                Some(world.expired_visitor.clone()),
                Some(world.expired_member.clone()),
            ),
            LoggedOut => (
                SHOP,
                Some(world.logged_out_visitor.clone()),
                Some(world.signed_out_member.clone()),
            ),
            Visitor => (SHOP, Some(world.visitor.clone()), None),
            OtherVisitor => (SHOP, Some(world.other_visitor.clone()), None),
            ForeignVisitor => (SHOP, Some(world.foreign_visitor.clone()), None),
            HostilePage => (
                ("origin", "https://evil.example"),
                Some(world.visitor.clone()),
                Some(world.owner.clone()),
            ),
            HostileReferrer => (
                ("referer", "https://evil.example/https://shop.example/"),
                Some(world.visitor.clone()),
                Some(world.owner.clone()),
            ),
            HiddenPage => (
                ("origin", "null"),
                Some(world.visitor.clone()),
                Some(world.owner.clone()),
            ),
            WithoutHeader | Owner => (OWN, None, Some(world.owner.clone())),
            Admin => (OWN, None, Some(world.admin.clone())),
            Agent => (OWN, None, Some(world.agent.clone())),
            ForeignOwner => (OWN, None, Some(world.foreign_owner.clone())),
        };
        let mut headers = vec![(page.0, page.1.to_owned())];
        headers.extend(session.map(|token| ("authorization", format!("Bearer {token}"))));
        headers.extend(cookie.map(|cookie| ("cookie", cookie)));
        if !matches!(
            self,
            HostilePage | HostileReferrer | HiddenPage | WithoutHeader
        ) {
            headers.push(("x-porthole-inbox", "1".to_owned()));
        }
        headers
    }

    /// The public token of the page.
    pub(super) fn public_token(self, world: &World) -> String {
        match self {
            Forger => format!("pub_{}", "0".repeat(32)),
            ForeignVisitor => "pub_second".to_owned(),
            _ => world.public_token.clone(),
        }
    }

    /// Whether what the visitor and their team wrote may reach this caller.
    pub(super) fn is_party(self) -> bool {
        matches!(self, Visitor | Owner | Admin | Agent)
    }

    /// Whether this is a member of the first workspace's team.
    pub(super) fn is_team(self) -> bool {
        matches!(self, Owner | Admin | Agent)
    }
}

const SHOP: (&str, &str) = ("origin", "https://shop.example");
const OWN: (&str, &str) = ("origin", "http://chat.example");

fn forged_session() -> String {
    format!("wst_{}", "0".repeat(64))
}

fn forged_cookie() -> String {
    format!("porthole_member={}", "0".repeat(64))
}
