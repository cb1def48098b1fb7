//! Why the server refuses something, in languages other than the server's own English.

super::catalogue! {
    /// Refusals.
    Refusal by refusal {
        wrong_sign_in,
        invalid_field,
        invalid_body,
        body_too_large,
        file_too_large,
        file_type_refused,
        storage_full,
        unauthenticated,
        forbidden,
        not_found,
        conflict,
        too_many,
        unavailable,
        internal,
    }
}
