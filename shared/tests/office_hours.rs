//! Tables of the office hours: when is the team there, and what may be set.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

use porthole_shared::office_hours::{
    DAY_MINUTES, OfficeHours, OpenRange, Standing, WallTime, day_of, weekday,
};

/// A time such as `2026-11-25 09:30`.
fn at(text: &str) -> WallTime {
    let (date, time) = text.split_once(' ').unwrap();
    let (hour, minute) = time.split_once(':').unwrap();
    WallTime {
        day: day_of(date).unwrap(),
        minute: hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap(),
    }
}

fn hours(weekly: &[(i64, i64, i64)], holidays: &[&str]) -> OfficeHours {
    OfficeHours {
        enabled: true,
        time_zone: "Europe/Berlin".to_owned(),
        weekly: weekly
            .iter()
            .map(|&(day, from, until)| OpenRange {
                day,
                from: from * 60,
                until: until * 60,
            })
            .collect(),
        holidays: holidays.iter().map(|&day| day.to_owned()).collect(),
    }
}

fn open(left: i64) -> Standing {
    Standing::Open { left: Some(left) }
}

fn closed(wait: i64) -> Standing {
    Standing::Closed { wait: Some(wait) }
}

const DAYS: [i64; 7] = [0, 1, 2, 3, 4, 5, 6];

/// Monday to Friday, nine to five.
fn week() -> Vec<(i64, i64, i64)> {
    DAYS[..5].iter().map(|&day| (day, 9, 17)).collect()
}

fn check_table(hours: &OfficeHours, table: &[(&str, Standing)]) {
    for (time, expected) in table {
        assert_eq!(hours.at(at(time)), *expected, "{time}");
    }
}

#[test]
fn a_working_week() {
    // 2026-11-25 is a Wednesday.
    check_table(
        &hours(&week(), &[]),
        &[
            ("2026-11-25 08:59", closed(1)),
            ("2026-11-25 09:00", open(480)),
            ("2026-11-25 16:59", open(1)),
            ("2026-11-25 17:00", closed(16 * 60)),
            ("2026-11-27 17:00", closed(64 * 60)),
            ("2026-11-29 23:59", closed(9 * 60 + 1)),
        ],
    );
}

#[test]
fn a_night_belongs_to_the_day_on_which_it_begins() {
    check_table(
        &hours(&[(4, 22, 30)], &[]),
        &[
            ("2026-11-27 21:59", closed(1)),
            ("2026-11-27 23:00", open(7 * 60)),
            ("2026-11-28 05:59", open(1)),
            ("2026-11-28 06:00", closed((6 * 24 + 16) * 60)),
        ],
    );
    // From Sunday into Monday.
    check_table(
        &hours(&[(6, 20, 26)], &[]),
        &[("2026-11-30 01:30", open(30))],
    );
}

#[test]
fn ranges_that_touch_or_overlap_are_one() {
    let touching = hours(&[(0, 9, 12), (0, 12, 17), (0, 16, 20), (0, 21, 22)], &[]);
    check_table(
        &touching,
        &[
            ("2026-11-23 10:00", open(10 * 60)),
            ("2026-11-23 20:00", closed(60)),
        ],
    );
    let through = hours(&[(0, 20, 24), (1, 0, 6)], &[]);
    check_table(&through, &[("2026-11-23 23:00", open(7 * 60))]);
    let within = hours(&[(0, 8, 18), (0, 10, 11)], &[]);
    check_table(&within, &[("2026-11-23 10:30", open(450))]);
}

#[test]
fn nothing_begins_on_a_holiday() {
    let nights: Vec<_> = DAYS.iter().map(|&day| (day, 18, 26)).collect();
    check_table(
        &hours(&nights, &["2026-12-25"]),
        &[
            ("2026-12-25 01:00", open(60)),
            ("2026-12-25 19:00", closed(23 * 60)),
            ("2026-12-26 01:00", closed(17 * 60)),
        ],
    );
}

#[test]
fn day_and_night() {
    let always: Vec<_> = DAYS.iter().map(|&day| (day, 0, 24)).collect();
    check_table(
        &hours(&always, &["2026-12-25"]),
        &[
            ("2026-11-25 12:00", Standing::Open { left: None }),
            ("2026-12-24 12:00", open(12 * 60)),
            ("2026-12-25 12:00", closed(12 * 60)),
        ],
    );
    let a_whole_day = hours(&[(2, 9, 33)], &[]);
    check_table(
        &a_whole_day,
        &[
            ("2026-11-25 09:00", open(DAY_MINUTES)),
            ("2026-11-26 08:59", open(1)),
        ],
    );
}

#[test]
fn never_and_very_late() {
    check_table(
        &hours(&[], &[]),
        &[("2026-11-25 12:00", Standing::Closed { wait: None })],
    );
    // Every Monday of almost two years is a holiday.
    let first = day_of("2026-11-30").unwrap();
    let mut mondays = hours(&[(0, 9, 10)], &[]);
    mondays.holidays = (0..100).map(|week| date(first + 7 * week)).collect();
    let wait = (100 * 7 + 5) * DAY_MINUTES;
    check_table(&mondays, &[("2026-11-25 09:00", closed(wait))]);
}

/// The date of a day, found by counting.
fn date(day: i64) -> String {
    (2026..2030)
        .flat_map(|year| (1..=12).map(move |month| (year, month)))
        .flat_map(|(year, month)| (1..=31).map(move |of| format!("{year:04}-{month:02}-{of:02}")))
        .find(|date| day_of(date) == Some(day))
        .unwrap()
}

#[test]
fn dates_and_days() {
    for (date, day) in [
        ("1970-01-01", 0),
        ("1969-12-31", -1),
        ("2000-02-29", 11_016),
        ("2000-03-01", 11_017),
        ("2026-11-25", 20_782),
        ("2100-03-01", 47_541),
    ] {
        assert_eq!(day_of(date), Some(day), "{date}");
    }
    for bad in [
        "",
        "2026-02-29",
        "2100-02-29",
        "2026-13-01",
        "2026-00-01",
        "2026-04-31",
        "2026-01-00",
        "2026-1-01",
        "26-01-01",
        "2026/01/01",
        "2026-01-01 ",
        "202\u{e9}-01-01",
    ] {
        assert_eq!(day_of(bad), None, "{bad}");
    }
    assert_eq!(weekday(day_of("2026-11-25").unwrap()), 2);
    assert_eq!(weekday(day_of("1969-12-29").unwrap()), 0);
}

type Change = fn(&mut OfficeHours);

#[test]
fn what_may_be_set() {
    let fine = hours(&week(), &["2026-12-25"]);
    let with = |change: Change| {
        let mut hours = fine.clone();
        change(&mut hours);
        hours.check()
    };
    assert!(with(|_| {}).is_ok());
    assert!(OfficeHours::default().check().is_ok());
    assert!(with(|hours| hours.time_zone = "Etc/GMT+5".to_owned()).is_ok());
    let refused: &[(&str, Change)] = &[
        ("office_hours.time_zone", |hours| hours.time_zone.clear()),
        ("office_hours.time_zone", |hours| {
            hours.time_zone = "a b".to_owned();
        }),
        ("office_hours.time_zone", |hours| {
            hours.time_zone = "a".repeat(65);
        }),
        ("office_hours.weekly", |hours| hours.weekly[0].day = 7),
        ("office_hours.weekly", |hours| hours.weekly[0].from = 1_440),
        ("office_hours.weekly", |hours| hours.weekly[0].from = -1),
        ("office_hours.weekly", |hours| hours.weekly[0].until = 540),
        ("office_hours.weekly", |hours| hours.weekly[0].until = 1_981),
        ("office_hours.weekly", |hours| {
            hours.weekly = vec![hours.weekly[0].clone(); 51];
        }),
        ("office_hours.holidays", |hours| {
            hours.holidays[0] = "2026-02-30".to_owned();
        }),
        ("office_hours.holidays", |hours| {
            hours.holidays = vec!["2026-12-25".to_owned(); 101];
        }),
    ];
    for (field, change) in refused {
        assert_eq!(with(*change).unwrap_err().0, *field);
    }
}

#[test]
fn one_form() {
    let mut mixed = hours(&[(3, 9, 12), (0, 13, 17), (0, 9, 12), (3, 9, 12)], &[]);
    mixed.time_zone = " UTC ".to_owned();
    mixed.holidays = ["2027-01-01", "2026-12-25", "2027-01-01"]
        .map(str::to_owned)
        .into();
    let mut expected = hours(
        &[(0, 9, 12), (0, 13, 17), (3, 9, 12)],
        &["2026-12-25", "2027-01-01"],
    );
    expected.time_zone = "UTC".to_owned();
    assert_eq!(mixed.check(), Ok(expected));
}
