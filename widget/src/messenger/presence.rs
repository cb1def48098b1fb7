//! When the team is there, as the visitor's own clock and language say it.

use crate::{app::App, host::now, i18n::fill};
use porthole_shared::{
    office_hours::{OfficeHours, Standing},
    settings::ReplyTime,
    time::MINUTE,
};

/// What may be expected: when the team is back if it is away, else how soon it answers. Nothing
/// where the workspace promises nothing.
pub(crate) fn presence(app: App) -> Option<String> {
    let inner = app.inner();
    let away = inner.config.office_hours.as_ref();
    away.and_then(|hours| away_words(app, hours))
        .or_else(|| match inner.config.reply_time {
            ReplyTime::Minutes => Some(app.t("reply_minutes")),
            ReplyTime::Hours => Some(app.t("reply_hours")),
            ReplyTime::Day => Some(app.t("reply_day")),
            ReplyTime::None | ReplyTime::Unknown => None,
        })
}

/// Nothing while the team is there, and where the browser does not know its time zone.
fn away_words(app: App, hours: &OfficeHours) -> Option<String> {
    let words = app.inner().words();
    let now = now();
    let Standing::Closed { wait } = hours.at(words.wall_time(now, &hours.time_zone)?) else {
        return None;
    };
    let Some(wait) = wait else {
        return Some(app.t("away"));
    };
    let back = now.plus(wait * MINUTE - now.0.rem_euclid(MINUTE));
    let time = words.time(back);
    let sentence = match words.weekday(back, now) {
        None => app.t("away_today"),
        Some(day) => fill(&app.t("away_day"), "day", &day),
    };
    Some(fill(&sentence, "time", &time))
}
