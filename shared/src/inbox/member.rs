//! Members of the team and how they sign in.

use crate::id::MemberId;

/// The shortest password, in characters.
pub const PASSWORD_MIN: usize = 10;
/// The longest password, in characters.
pub const PASSWORD_MAX: usize = 200;
/// The header that every call of the inbox carries. A foreign page cannot send it without a
/// preflight, which is not granted: that is the guard against forged requests.
pub const INBOX_HEADER: &str = "x-porthole-inbox";

wire_enum! {
    /// What a member may do.
    pub enum Role {
        /// Everything.
        Owner = "owner",
        /// Everything but deleting the workspace.
        Admin = "admin",
        /// Answering tickets.
        Agent = "agent",
    }
}

wire! {
    /// Where the inbox stands before anybody signed in.
    pub struct InboxState {
        /// Nobody owns this installation yet: the first-run link creates the owner.
        pub setup_needed: bool,
        /// The one who is signed in.
        pub me: Option<Me>,
    }
}

wire! {
    /// The member who is signed in.
    pub struct Me {
        /// The id.
        pub id: MemberId,
        /// The name that visitors see.
        pub name: String,
        /// The e-mail address, never shown to visitors.
        pub email: String,
        /// What the member may do.
        pub role: Role,
        /// The workspace's name.
        pub workspace_name: String,
    }
}

wire! {
    /// A colleague.
    pub struct TeamMember {
        /// The id.
        pub id: MemberId,
        /// The name that visitors see.
        pub name: String,
        /// What the member may do.
        pub role: Role,
    }
}

wire! {
    /// Everybody of the team, by name.
    pub struct MemberList {
        /// They.
        pub members: Vec<TeamMember>,
    }
}

wire! {
    /// Creates the owner, with the one-time link that the first start printed.
    pub struct SetupRequest {
        /// The secret of the link.
        pub link: String,
        /// The name that visitors will see.
        pub name: String,
        /// The address to sign in with.
        pub email: String,
        /// 10 to 200 characters.
        pub password: String,
        /// The name of the workspace, as visitors see it.
        pub workspace_name: String,
        /// Switches the chat on at once.
        pub enable: bool,
    }
}

wire! {
    /// Signs in.
    pub struct SignInRequest {
        /// The address.
        pub email: String,
        /// The password.
        pub password: String,
    }
}

/// Checks a new password.
///
/// # Errors
/// A sentence that names the limit.
pub fn check_password(password: &str) -> Result<(), String> {
    match password.chars().count() {
        0..PASSWORD_MIN => Err(format!("Use at least {PASSWORD_MIN} characters.")),
        PASSWORD_MIN..=PASSWORD_MAX => Ok(()),
        _ => Err(format!("Use at most {PASSWORD_MAX} characters.")),
    }
}
