//! Sentences of the installation.

super::catalogue! {
    /// The installation.
    Install by install {
        title,
        about,
        snippet,
        html,
        html_help,
        spa,
        spa_help,
        next,
        next_help,
        consent,
        consent_help,
        gtm,
        gtm_help,
        policy,
        policy_help,
        token,
        token_help,
    }
}
