//! Who draws on what.

use super::*;

const NOW: Timestamp = Timestamp(1_800_000_000_000);

fn limits() -> Limits {
    let rates = |writes| Rates { reads: 9, writes };
    Limits::new(LimitConfig {
        visitor: rates(2),
        address: rates(5),
        workspace: rates(8),
        visitor_streams: 0,
        streams: 1,
        connections: 0,
    })
}

fn write<'a>(token: &'a str, address: &str) -> Calling<'a> {
    Calling {
        side: Side::Visitor,
        kind: Kind::Write,
        token: Some(token),
        address: address.parse().unwrap(),
    }
}

#[test]
fn who_is_refused_uses_up_nothing_of_others() {
    let limits = limits();
    let free = (0..100).filter(|_| limits.call(write("ada", "192.0.2.1"), NOW).is_ok());
    assert_eq!(free.count(), 2);
    // Three of the address are left for those who share it.
    let others = ["bob", "bob", "eve", "eve"].map(|name| write(name, "192.0.2.1"));
    let free = others.map(|calling| limits.call(calling, NOW).is_ok());
    assert_eq!(free, [true, true, true, false]);
    let refused = limits.refused();
    assert!(refused.contains(&("visitor", "write", 98)), "{refused:?}");
    assert!(refused.contains(&("address", "write", 1)), "{refused:?}");
    // And an address that is used up uses up nothing of its visitors.
    assert!(limits.call(write("eve", "192.0.2.2"), NOW).is_ok());
    assert!(limits.call(write("eve", "192.0.2.2"), NOW).is_err());
}

#[test]
fn reads_writes_starts_and_the_team_are_counted_apart() {
    let limits = limits();
    let full = |calling| {
        (0..100)
            .filter(|_| limits.call(calling, NOW).is_ok())
            .count()
    };
    let write = write("ada", "2001:db8::1");
    assert_eq!(full(write), 2);
    let read = Calling {
        kind: Kind::Read,
        ..write
    };
    assert_eq!(full(read), 9);
    let start = Calling {
        kind: Kind::Start,
        token: None,
        ..write
    };
    assert_eq!(full(start), 5);
    let member = Calling {
        side: Side::Team,
        ..write
    };
    assert_eq!(full(member), 5);
    let free = Calling {
        kind: Kind::Free,
        ..write
    };
    assert_eq!(full(free), 100);
}

#[test]
fn streams_are_counted_by_network() {
    let limits = limits();
    let open = |address: &str| limits.stream(address.parse().unwrap(), None);
    let first = open("2001:db8::1").unwrap();
    assert_eq!(open("2001:db8::2").err(), Some(STREAM_RETRY));
    drop(first);
    open("2001:db8::2").unwrap();
}
