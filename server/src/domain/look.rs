//! The look that a page asks for in place of the workspace's own.

use porthole_shared::settings::{Position, Theme, WorkspaceSettings};
use serde::Deserialize;

/// What of the look is another one; what is missing stays as the workspace has it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Look {
    title: Option<String>,
    theme: Option<String>,
    color: Option<String>,
    position: Option<String>,
    #[serde(rename = "offsetX")]
    offset_x: Option<String>,
    #[serde(rename = "offsetY")]
    offset_y: Option<String>,
}

impl Look {
    /// Whether nothing is another.
    #[must_use]
    pub fn is_own(&self) -> bool {
        *self == Self::default()
    }

    /// The settings with this look.
    ///
    /// # Errors
    /// The name of the first part that is not allowed, and a sentence that says what is.
    pub fn put_on(
        self,
        settings: &WorkspaceSettings,
    ) -> Result<WorkspaceSettings, (&'static str, String)> {
        let mut settings = settings.clone();
        if let Some(title) = self.title {
            settings.title = title;
        }
        if let Some(theme) = self.theme {
            settings.theme = Theme::from_word(&theme);
        }
        if let Some(color) = self.color {
            settings.button_color = color;
        }
        if let Some(position) = self.position {
            settings.position = Position::from_word(&position);
        }
        for (offset, given) in [
            (&mut settings.offset_x, self.offset_x),
            (&mut settings.offset_y, self.offset_y),
        ] {
            if let Some(given) = given {
                // What is no number is outside of what is allowed.
                *offset = given.parse().unwrap_or(-1);
            }
        }
        settings
            .check()
            .map_err(|(field, sentence)| (name_in_page(field), sentence))
    }
}

/// What the page calls a setting of the look.
fn name_in_page(field: &'static str) -> &'static str {
    match field {
        "button_color" => "color",
        "offset_x" => "offsetX",
        "offset_y" => "offsetY",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_is_taken_and_the_rest_stays() {
        let own = WorkspaceSettings::initial();
        assert!(Look::default().is_own());
        let look = Look {
            title: Some("Ask us".to_owned()),
            theme: Some("dark".to_owned()),
            color: Some("#FA0".to_owned()),
            position: Some("top_left".to_owned()),
            offset_y: Some("0".to_owned()),
            ..Look::default()
        };
        let settings = look.put_on(&own).unwrap();
        assert_eq!(settings.title, "Ask us");
        assert_eq!(settings.theme, Theme::Dark);
        assert_eq!(settings.button_color, "#ffaa00");
        assert_eq!(settings.position, Position::TopLeft);
        assert_eq!((settings.offset_x, settings.offset_y), (own.offset_x, 0));
    }

    #[test]
    fn what_is_not_allowed_is_named_as_the_page_names_it() {
        let none = Look::default;
        let wrong = |text: &str| Some(text.to_owned());
        for (field, look) in [
            (
                "title",
                Look {
                    title: wrong(&"x".repeat(501)),
                    ..none()
                },
            ),
            (
                "theme",
                Look {
                    theme: wrong("pink"),
                    ..none()
                },
            ),
            (
                "color",
                Look {
                    color: wrong("red}"),
                    ..none()
                },
            ),
            (
                "position",
                Look {
                    position: wrong("middle"),
                    ..none()
                },
            ),
            (
                "offsetX",
                Look {
                    offset_x: wrong("401"),
                    ..none()
                },
            ),
            (
                "offsetY",
                Look {
                    offset_y: wrong("many"),
                    ..none()
                },
            ),
        ] {
            let refused = look.put_on(&WorkspaceSettings::initial());
            assert_eq!(refused.unwrap_err().0, field);
        }
    }
}
