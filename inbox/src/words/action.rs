//! Sentences about what can be done: names of actions, palette, help sheet.

super::catalogue! {
    /// Actions.
    Action by action {
        group_move,
        group_ticket,
        group_go,
        group_page,

        next,
        before,
        open,
        select,
        select_all,
        leave,
        reply,
        note,
        resolve,
        status,
        assign,
        assign_me,
        snooze,
        tags,
        priority,
        merge,
        read,
        undo,
        go_inbox,
        go_mine,
        go_unassigned,
        go_snoozed,
        search,
        palette,
        help,

        control,
        escape,
        close,
        single_keys,
        single_keys_help,
        palette_placeholder,
        palette_none,
    }
}
