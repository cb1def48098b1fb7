//! What is said when something cannot be done.

wire_enum! {
    /// Why a request was refused. Scripts may rely on these words.
    pub enum ErrorCode {
        /// A field has a value that is not allowed; `field` names it.
        InvalidField = "invalid_field",
        /// The body is not JSON, or has a field of the wrong type.
        InvalidBody = "invalid_body",
        /// The body is larger than this call takes.
        BodyTooLarge = "body_too_large",
        /// The file is larger than 20 MB.
        FileTooLarge = "file_too_large",
        /// Files of this type are not taken, or the file is not what its name says.
        FileTypeRefused = "file_type_refused",
        /// The server has no room for files.
        StorageFull = "storage_full",
        /// Nobody is signed in, or the session ended.
        Unauthenticated = "unauthenticated",
        /// The session token is unknown, expired or revoked: boot again.
        SessionInvalid = "session_invalid",
        /// The workspace's public token is unknown or was replaced: reload the page.
        TokenInvalid = "token_invalid",
        /// The page's origin is not in the workspace's list.
        DomainNotAllowed = "domain_not_allowed",
        /// Conversations are switched off.
        ConversationsDisabled = "conversations_disabled",
        /// The widget is switched off.
        WidgetDisabled = "widget_disabled",
        /// Nobody chats here without a proof of who they are.
        IdentityRequired = "identity_required",
        /// The proof of who the visitor is was not made with a secret of this workspace, or not
        /// for this visitor.
        IdentityInvalid = "identity_invalid",
        /// The proof of who the visitor is has ended: bring a fresh one.
        IdentityExpired = "identity_expired",
        /// The caller may not do this.
        Forbidden = "forbidden",
        /// There is no such thing, or it belongs to somebody else.
        NotFound = "not_found",
        /// This address exists, but not for this method.
        MethodNotAllowed = "method_not_allowed",
        /// Something else already has this id.
        Conflict = "conflict",
        /// An e-mail address is asked for before the first message.
        IdentificationRequired = "identification_required",
        /// Too many requests; try again later.
        TooMany = "too_many",
        /// The server cannot do this right now; try again later.
        Unavailable = "unavailable",
        /// Something failed on the server; the operator's log says what.
        Internal = "internal",
    }
}

wire! {
    /// The body of every answer that is not a success.
    pub struct ErrorBody {
        /// What went wrong.
        pub error: ErrorDetail,
    }
}

wire! {
    /// What went wrong, for scripts and for people.
    pub struct ErrorDetail {
        /// The reason, for scripts.
        pub code: ErrorCode,
        /// The reason, as an English sentence.
        pub message: String,
        /// The field that has to change, where one has.
        pub field: Option<String>,
    }
}
