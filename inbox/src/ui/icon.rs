//! The icons, each drawn once on a grid of 24 with lines of the text's colour.

use leptos::prelude::*;

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// A tray.
    Inbox,
    /// Sliders.
    Settings,
    /// A window with an arrow out of it.
    Demo,
    /// A door with an arrow out of it.
    SignOut,
    /// An arrow to the left.
    Back,
    /// A panel at the right side.
    Panel,
    /// A cross.
    Close,
    /// A speech bubble.
    Chat,
    /// An arrow down.
    Down,
    /// A padlock.
    Lock,
    /// Three lines.
    Menu,
    /// A magnifying glass.
    Search,
    /// A funnel of lines.
    Filter,
    /// A clock.
    Clock,
    /// A small arrow that opens something.
    Chevron,
    /// A lightning bolt.
    Bolt,
    /// The sign before a name.
    At,
    /// A plus.
    Plus,
    /// Three dots.
    More,
    /// A pencil.
    Pencil,
    /// A tick.
    Tick,
    /// Two sheets.
    Copy,
    /// A paper clip.
    Clip,
    /// A sheet with a folded corner.
    File,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Plus => "M12 5v14M5 12h14",
            Self::Search => "M10.5 5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zm4 9.5L19.5 19.5",
            Self::Inbox => {
                "M4 13l2.4-7.2A2 2 0 0 1 8.3 4.5h7.4a2 2 0 0 1 1.9 1.3L20 13v4.5a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V13zm0 0h4.5l1.2 2.5h4.6l1.2-2.5H20"
            }
            Self::Settings => "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.8v4.4M9 14.8v4.4",
            Self::Demo => {
                "M13.5 4.5h6v6m0-6l-8 8M17.5 14v3.5a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2H10"
            }
            Self::SignOut => {
                "M14 4.5H7a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2h7M10.5 12H20m-3.5-3.5L20 12l-3.5 3.5"
            }
            Self::Back => "M14.5 5.5L8 12l6.5 6.5",
            Self::Panel => {
                "M6 4.5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2zm8.5 0v15"
            }
            Self::Close => "M6.5 6.5l11 11m0-11l-11 11",
            Self::Chat => {
                "M6.5 4.5h11a2.5 2.5 0 0 1 2.5 2.5v6.5a2.5 2.5 0 0 1-2.5 2.5H12l-4.5 4v-4h-1A2.5 2.5 0 0 1 4 13.5V7a2.5 2.5 0 0 1 2.5-2.5z"
            }
            Self::Down => "M12 5v13m-5.5-5.5L12 18l5.5-5.5",
            Self::Chevron => "M7 10l5 5 5-5",
            Self::Bolt => "M13 3.5L5.5 13.5h5.5L10.5 20.5 18.5 10.5H13z",
            Self::At => {
                "M15.5 8.5v5a2.5 2.5 0 0 0 5 0V12a8.5 8.5 0 1 0-3.4 6.8M15.5 12a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0z"
            }
            Self::More => "M5.5 11.4v1.2M12 11.4v1.2M18.5 11.4v1.2",
            Self::Pencil => {
                "M5 19l.8-3.8L15.6 5.4a1.7 1.7 0 0 1 2.4 0l.6.6a1.7 1.7 0 0 1 0 2.4L8.8 18.2z"
            }
            Self::Tick => "M5.5 12.5l4 4 9-9.5",
            Self::Copy => {
                "M9.5 8.5h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2zM4.5 15.5v-10a2 2 0 0 1 2-2h9"
            }
            Self::Clip => {
                "M19.5 11l-7.8 7.8a4.6 4.6 0 0 1-6.5-6.5l8.1-8.1a3.1 3.1 0 0 1 4.4 4.4l-8 8a1.5 1.5 0 0 1-2.2-2.2l7.3-7.2"
            }
            Self::File => "M13.5 3.5H7a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9zm0 0V9H19",
            Self::Clock => "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zm0 4v4.5l3 2",
            Self::Menu => "M4.5 7h15m-15 5h15m-15 5h15",
            Self::Filter => "M4.5 7h15M7.5 12h9m-6 5h3",
            Self::Lock => {
                "M7 10.5h10a1.5 1.5 0 0 1 1.5 1.5v6A1.5 1.5 0 0 1 17 19.5H7A1.5 1.5 0 0 1 5.5 18v-6A1.5 1.5 0 0 1 7 10.5zm1.5 0V8a3.5 3.5 0 0 1 7 0v2.5"
            }
        }
    }
}

impl Icon {
    /// Whether it points forwards, back or to a side: it turns where text runs from right to left.
    fn turns(self) -> bool {
        matches!(self, Self::Demo | Self::SignOut | Self::Back | Self::Panel)
    }
}

/// Draws an icon. It says nothing to a screen reader: the words stand beside it.
pub(crate) fn icon(which: Icon) -> AnyView {
    view! {
        <svg class="icon" class:turning=which.turns() viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=which.path()></path>
        </svg>
    }
    .into_any()
}
