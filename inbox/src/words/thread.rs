//! Sentences of the open conversation: what is on its way, who else is here, what is suggested.

super::catalogue! {
    /// The open conversation.
    Thread by thread {
        sending_in,
        not_sent_yet,
        waits_its_turn,
        undo,
        edit,
        show_more,
        show_less,
        new_entries,

        formats,
        attach,
        files,
        remove_file,
        files_limit,
        files_wait,
        file_large,
        file_type,

        suggestions_canned,
        suggestions_members,
        canned_button,
        mention_button,
        canned_none,
        canned_add,
        canned_failed,
        suggestions_count: Forms,
        more_ways,
        send_resolve,
        send_pending,
        send_snooze_later,
        send_snooze_tomorrow,
        send_snooze_week,

        is_viewing,
        are_viewing,
        is_replying,
        are_replying,

        copy,
        email,
        name,
        value,
        local_time,
        device_section,
        previous_section,
        previous_none,
        previous_more: Forms,

        unassigned,
        somebody,
        more_actions,
        add_tag,
        remove_tag,
        tags,
        snoozed_until,
        wake,
        merged_into,
        open_target,
        not_changed,
        spam,

        notice_title,
    }
}
