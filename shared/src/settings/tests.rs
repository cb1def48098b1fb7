//! Each setting has its limits and its one form.

use super::*;

#[test]
fn the_first_settings_are_allowed_and_off() {
    let settings = WorkspaceSettings::initial();
    assert!(!settings.conversations_enabled && !settings.widget_enabled);
    assert_eq!(settings.clone().check(), Ok(settings));
}

#[test]
fn each_field_has_its_limits() {
    let initial = WorkspaceSettings::initial;
    let cases = [
        (
            "button_color",
            WorkspaceSettings {
                button_color: "red".into(),
                ..initial()
            },
        ),
        (
            "position",
            WorkspaceSettings {
                position: Position::Unknown,
                ..initial()
            },
        ),
        (
            "theme",
            WorkspaceSettings {
                theme: Theme::Unknown,
                ..initial()
            },
        ),
        (
            "offset_x",
            WorkspaceSettings {
                offset_x: -1,
                ..initial()
            },
        ),
        (
            "offset_y",
            WorkspaceSettings {
                offset_y: 401,
                ..initial()
            },
        ),
        (
            "title",
            WorkspaceSettings {
                title: "x".repeat(501),
                ..initial()
            },
        ),
        (
            "greeting",
            WorkspaceSettings {
                greeting: "x".repeat(501),
                ..initial()
            },
        ),
        (
            "min_value",
            WorkspaceSettings {
                min_value: f64::NAN,
                ..initial()
            },
        ),
        (
            "min_value",
            WorkspaceSettings {
                min_value: -0.01,
                ..initial()
            },
        ),
        (
            "session_hours",
            WorkspaceSettings {
                session_hours: 0,
                ..initial()
            },
        ),
        (
            "mail",
            WorkspaceSettings {
                mail: MailSettings {
                    address: "Acme <a@b.example>".into(),
                    ..MailSettings::initial()
                },
                ..initial()
            },
        ),
        (
            "office_hours.time_zone",
            WorkspaceSettings {
                office_hours: OfficeHours {
                    enabled: true,
                    ..OfficeHours::default()
                },
                ..initial()
            },
        ),
        (
            "allowed_domains",
            WorkspaceSettings {
                allowed_domains: vec!["a b".into()],
                ..initial()
            },
        ),
    ];
    for (field, settings) in cases {
        assert_eq!(settings.check().unwrap_err().0, field);
    }
}

#[test]
fn entries_are_brought_into_one_form() {
    let settings = WorkspaceSettings {
        button_color: " #FA0 ".to_owned(),
        allowed_domains: vec![" Example.com ".to_owned()],
        ..WorkspaceSettings::initial()
    };
    let settings = settings.check().unwrap();
    assert_eq!(settings.button_color, "#ffaa00");
    assert_eq!(settings.allowed_domains, ["example.com"]);
}
