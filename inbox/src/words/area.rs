//! Sentences of the settings that are not about the widget.

super::catalogue! {
    /// The areas, and who is in the team.
    Area by area {
        areas,
        widget,
        widget_about,
        members,
        members_about,
        owner,
        admin,
        agent,
    }
}
