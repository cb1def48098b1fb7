//! Sentences of the preview beside the settings.

super::catalogue! {
    /// The preview.
    Preview by preview {
        title,
        about,
        stale,
        width,
        desktop,
        phone,
        colours,
        as_set,
        light,
        dark,
        chat,
        open,
        closed,
        language,
    }
}
