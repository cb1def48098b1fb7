//! The office hours: what stands in their editor, and the editor.

mod editor;
mod holidays;
mod now;
mod week;

use leptos::prelude::*;
use porthole_shared::office_hours::{DAY_MINUTES, OfficeHours, OpenRange};

pub(super) use editor::office_hours;

/// A stretch of a day, as the controls for times hold it: `09:00`, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    /// Names it among all of the editor.
    key: u32,
    day: i64,
    from: String,
    until: String,
}

/// A holiday, as the control for a date holds it: `2026-12-25`, or nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Holiday {
    key: u32,
    date: String,
}

/// What stands in the editor.
#[derive(Clone, Copy, Default)]
pub(super) struct Hours {
    enabled: RwSignal<bool>,
    time_zone: RwSignal<String>,
    week: RwSignal<Vec<Stretch>>,
    holidays: RwSignal<Vec<Holiday>>,
    last_key: RwSignal<u32>,
}

impl Hours {
    /// Puts in what is saved.
    pub(super) fn fill(self, hours: OfficeHours) {
        self.enabled.set(hours.enabled);
        self.time_zone.set(hours.time_zone);
        let stretch = |range: OpenRange| Stretch {
            key: self.fresh_key(),
            day: range.day,
            from: clock(range.from),
            until: clock(range.until),
        };
        self.week
            .set(hours.weekly.into_iter().map(stretch).collect());
        let holiday = |date| Holiday {
            key: self.fresh_key(),
            date,
        };
        self.holidays
            .set(hours.holidays.into_iter().map(holiday).collect());
    }

    /// What would be saved. Dates that are not chosen yet are left out; times are not, so that
    /// the check refuses them.
    pub(super) fn read(self) -> OfficeHours {
        let mut weekly: Vec<OpenRange> = self.week.read().iter().map(Stretch::range).collect();
        weekly.sort_by_key(|range| (range.day, range.from, range.until));
        let mut holidays: Vec<String> = self
            .holidays
            .read()
            .iter()
            .map(|holiday| holiday.date.clone())
            .filter(|date| !date.is_empty())
            .collect();
        holidays.sort();
        OfficeHours {
            enabled: self.enabled.get(),
            time_zone: self.time_zone.get(),
            weekly,
            holidays,
        }
    }

    fn fresh_key(self) -> u32 {
        self.last_key.update_untracked(|key| *key += 1);
        self.last_key.get_untracked()
    }

    fn add(self, day: i64, from: &str, until: &str) -> u32 {
        let key = self.fresh_key();
        let (from, until) = (from.to_owned(), until.to_owned());
        self.week.update(|week| {
            week.push(Stretch {
                key,
                day,
                from,
                until,
            });
        });
        key
    }

    /// Gives other days the hours of one.
    fn copy(self, day: i64, to: &[i64]) {
        let of_day: Vec<Stretch> = self
            .week
            .get_untracked()
            .into_iter()
            .filter(|stretch| stretch.day == day)
            .collect();
        let others = to.iter().filter(|&&other| other != day);
        let copies: Vec<Stretch> = others
            .flat_map(|&other| {
                of_day.iter().map(move |stretch| Stretch {
                    key: self.fresh_key(),
                    day: other,
                    ..stretch.clone()
                })
            })
            .collect();
        self.week.update(|week| {
            week.retain(|stretch| stretch.day == day || !to.contains(&stretch.day));
            week.extend(copies);
        });
    }
}

impl Stretch {
    /// An end that is not later than the beginning is one of the next day.
    fn range(&self) -> OpenRange {
        let from = minutes(&self.from).unwrap_or(-1);
        let until = minutes(&self.until).unwrap_or(-1);
        OpenRange {
            day: self.day,
            from,
            until: if (0..=from).contains(&until) {
                until + DAY_MINUTES
            } else {
                until
            },
        }
    }

    /// Whether it goes on into the next day, other than to its very end.
    fn is_overnight(&self) -> bool {
        self.range().until > DAY_MINUTES
    }
}

/// `09:30` as minutes after midnight.
fn minutes(time: &str) -> Option<i64> {
    let (hour, minute) = time.split_once(':')?;
    // Some browsers add seconds.
    let minute = minute.get(..2)?;
    let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

/// Minutes after midnight as `09:30`.
fn clock(minutes: i64) -> String {
    let minutes = minutes.rem_euclid(DAY_MINUTES);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(day: i64, from: i64, until: i64) -> OpenRange {
        OpenRange { day, from, until }
    }

    #[test]
    fn times_of_controls_are_minutes_and_back() {
        for (time, minute) in [("00:00", 0), ("09:30", 570), ("23:59", 1_439)] {
            assert_eq!(minutes(time), Some(minute));
            assert_eq!(clock(minute), time);
        }
        assert_eq!(minutes("09:30:00"), Some(570));
        assert_eq!(clock(DAY_MINUTES), "00:00");
        for bad in ["", "9", "24:00", "10:60", "1:2"] {
            assert_eq!(minutes(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_end_before_the_beginning_is_the_next_day() {
        for (from, until, expected) in [
            ("09:00", "17:00", range(0, 540, 1_020)),
            ("22:00", "06:00", range(0, 1_320, 1_800)),
            ("18:00", "00:00", range(0, 1_080, 1_440)),
            ("00:00", "00:00", range(0, 0, 1_440)),
            ("", "17:00", range(0, -1, 1_020)),
            ("09:00", "", range(0, 540, -1)),
        ] {
            let stretch = Stretch {
                key: 0,
                day: 0,
                from: from.to_owned(),
                until: until.to_owned(),
            };
            assert_eq!(stretch.range(), expected, "{from} {until}");
        }
    }

    #[test]
    fn days_are_copied_over_others() {
        let owner = Owner::new();
        owner.set();
        let hours = Hours::default();
        hours.fill(OfficeHours {
            weekly: vec![range(0, 540, 720), range(0, 780, 1_020), range(1, 0, 60)],
            ..OfficeHours::default()
        });
        hours.copy(0, &[0, 1, 5]);
        let copied = untrack(|| hours.read()).weekly;
        let expected: Vec<OpenRange> = [0, 1, 5]
            .into_iter()
            .flat_map(|day| [range(day, 540, 720), range(day, 780, 1_020)])
            .collect();
        assert_eq!(copied, expected);
    }
}
