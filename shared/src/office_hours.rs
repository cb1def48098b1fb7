//! When the team is there. Inbox and widget ask the same rule; the browser tells what time it is
//! in the zone of the hours (`Intl`), so that no table of zones is needed here.
//!
//! All counting is by the clock on the wall: on the two days of a year on which clocks are
//! changed, "opens in" may be an hour off, and the times themselves stay right.

/// The most ranges of a week.
pub const RANGE_LIMIT: usize = 50;
/// The most holidays.
pub const HOLIDAY_LIMIT: usize = 100;
/// Minutes in a day.
pub const DAY_MINUTES: i64 = 1_440;

/// How far ahead a next opening is looked for: even if every holiday takes away the one day of
/// its week.
const DAYS_AHEAD: i64 = 7 * (HOLIDAY_LIMIT as i64 + 1);
/// From when on a team that is there is there for good.
const LONG: i64 = 7 * DAY_MINUTES;

wire! {
    /// A stretch of a week in which the team is there.
    pub struct OpenRange {
        /// The day on which it begins: 0 for Monday to 6 for Sunday.
        pub day: i64,
        /// When it begins, in minutes after midnight: 0 to 1439.
        pub from: i64,
        /// When it ends, in minutes after the midnight of the same day: later than `from`, and by
        /// a day at the most. Above 1440 it goes on into the next day.
        pub until: i64,
    }
}

wire! {
    /// When the team is there.
    pub struct OfficeHours {
        /// Visitors are told. Off, nothing is said of hours.
        pub enabled: bool,
        /// The zone of all times here, as in the IANA database: `Europe/Berlin`.
        pub time_zone: String,
        /// The week, 50 ranges at most. They may touch and overlap.
        pub weekly: Vec<OpenRange>,
        /// Days on which nothing begins, as `YYYY-MM-DD`, 100 at most.
        pub holidays: Vec<String>,
    }
}

/// What a clock in the zone of the hours shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WallTime {
    /// The day, counted from 1970-01-01 (see [`day_of`]).
    pub day: i64,
    /// Minutes after midnight: 0 to 1439.
    pub minute: i64,
}

/// Whether the team is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Open {
        /// For how many minutes more; `None` for a week and longer.
        left: Option<i64>,
    },
    /// It is not.
    Closed {
        /// In how many minutes it will be; `None` for never.
        wait: Option<i64>,
    },
}

impl OfficeHours {
    /// Whether the team is there at this time, whatever `enabled` says.
    #[must_use]
    pub fn at(&self, time: WallTime) -> Standing {
        let now = time.day * DAY_MINUTES + time.minute;
        let holidays: Vec<i64> = self.holidays.iter().filter_map(|day| day_of(day)).collect();
        let begins_on = |day: i64| {
            let is_holiday = holidays.contains(&day);
            let of_day = move |range: &&OpenRange| !is_holiday && range.day == weekday(day);
            self.weekly.iter().filter(of_day).map(move |range| {
                (
                    day * DAY_MINUTES + range.from,
                    day * DAY_MINUTES + range.until,
                )
            })
        };
        // What covers a minute began on its day or on the day before.
        let covered_until = |minute: i64| {
            let day = minute.div_euclid(DAY_MINUTES);
            (day - 1..=day)
                .flat_map(begins_on)
                .filter(|&(from, until)| from <= minute && minute < until)
                .fold(minute, |end, (_, until)| end.max(until))
        };
        let mut end = now;
        while end - now < LONG {
            let next = covered_until(end);
            if next == end {
                break;
            }
            end = next;
        }
        if end > now {
            let left = end - now;
            return Standing::Open {
                left: (left < LONG).then_some(left),
            };
        }
        let wait = (time.day..=time.day + DAYS_AHEAD).find_map(|day| {
            let later = begins_on(day).filter(|&(from, _)| from > now);
            later.map(|(from, _)| from - now).min()
        });
        Standing::Closed { wait }
    }

    /// Brings the hours into their one form (in order, nothing twice) and checks each part.
    ///
    /// # Errors
    /// The name of the first part that is not allowed, and a sentence that says what is.
    pub fn check(mut self) -> Result<Self, (&'static str, String)> {
        let fail = |field, sentence: &str| Err((field, sentence.to_owned()));
        self.time_zone = self.time_zone.trim().to_owned();
        let unused = self.time_zone.is_empty() && !self.enabled;
        if !unused && !is_zone(&self.time_zone) {
            return fail(TIME_ZONE, "Choose a time zone like Europe/Berlin.");
        }
        if self.weekly.len() > RANGE_LIMIT {
            return fail(WEEKLY, "Enter 50 times at most.");
        }
        if !self.weekly.iter().all(is_range) {
            return fail(
                WEEKLY,
                "Each time begins on a day from 0 to 6 and a minute from 0 to 1439, and ends later, after a day at the most.",
            );
        }
        if self.holidays.len() > HOLIDAY_LIMIT {
            return fail(HOLIDAYS, "Enter 100 holidays at most.");
        }
        if let Some(bad) = self.holidays.iter().find(|day| day_of(day).is_none()) {
            let sentence = format!("\u{201c}{bad}\u{201d} is no day. Enter one like 2026-12-25.");
            return Err((HOLIDAYS, sentence));
        }
        self.weekly
            .sort_by_key(|range| (range.day, range.from, range.until));
        self.weekly.dedup();
        self.holidays.sort();
        self.holidays.dedup();
        Ok(self)
    }
}

const TIME_ZONE: &str = "office_hours.time_zone";
const WEEKLY: &str = "office_hours.weekly";
const HOLIDAYS: &str = "office_hours.holidays";

/// The shape of a zone's name. Whether there is such a zone, the browser knows.
fn is_zone(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-' | b'/'))
}

fn is_range(range: &OpenRange) -> bool {
    (0..=6).contains(&range.day)
        && (0..DAY_MINUTES).contains(&range.from)
        && (range.from + 1..=range.from + DAY_MINUTES).contains(&range.until)
}

/// The day of the week: 0 for Monday to 6 for Sunday. Day 0 was a Thursday.
#[must_use]
pub fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// The number of a day, counted from 1970-01-01, of a date `YYYY-MM-DD` that exists.
#[must_use]
pub fn day_of(date: &str) -> Option<i64> {
    let bytes = date.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |from: usize, until: usize| {
        bytes[from..until].iter().try_fold(0, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + i64::from(byte - b'0'))
        })
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let leaps = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leaps),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=length)
        .contains(&day)
        .then(|| number_of(year, month, day))
}

/// Counts years from March on, so that the leap day is the last of its year (Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms").
fn number_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 719,468 days lie between the first of March of the year 0 and 1970-01-01.
    365 * year + leap_days + of_year - 719_468
}
