//! Reads a stream of server-sent events (WHATWG HTML, 9.2.6), whatever pieces it arrives in.
//!
//! Only what Porthole's own server sends is understood: lines end in `\n` or `\r\n`, and the
//! fields `event`, `data` and `retry` matter. The number of an event is part of its data.

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Its kind; empty where none was named.
    pub kind: String,
    /// Its data.
    pub data: String,
}

/// The state between two pieces of a stream.
#[derive(Debug, Default)]
pub struct Parser {
    line: Vec<u8>,
    event: Event,
    /// When the server wants to be asked again once this stream has ended, in milliseconds.
    pub retry: Option<u32>,
}

impl Parser {
    /// Takes the next bytes and gives the events that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for &byte in bytes {
            if byte == b'\n' {
                events.extend(self.end_of_line());
            } else {
                self.line.push(byte);
            }
        }
        events
    }

    fn end_of_line(&mut self) -> Option<Event> {
        let bytes = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&bytes);
        let line = line.strip_suffix('\r').unwrap_or(&line);
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            return (!event.data.is_empty()).then_some(event);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event.kind),
            "data" => {
                if !self.event.data.is_empty() {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
            }
            "retry" => self.retry = value.parse().ok().or(self.retry),
            // Comments (an empty name) are the heartbeat; `id` is also inside the data.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = ": hello\n\nevent: update\nid: 7\ndata: {\"a\":\"\u{fc}\"}\n\nevent:end\r\ndata: 1\r\ndata: 2\r\n\r\n";

    fn event(kind: &str, data: &str) -> Event {
        Event {
            kind: kind.to_owned(),
            data: data.to_owned(),
        }
    }

    #[test]
    fn events_are_found_however_the_bytes_are_cut() {
        let expected = [event("update", "{\"a\":\"\u{fc}\"}"), event("end", "1\n2")];
        for size in 1..=STREAM.len() {
            let mut parser = Parser::default();
            let events: Vec<Event> = STREAM
                .as_bytes()
                .chunks(size)
                .flat_map(|piece| parser.push(piece))
                .collect();
            assert_eq!(events, expected, "{size}");
        }
    }

    #[test]
    fn the_time_to_come_back_is_no_event() {
        let mut parser = Parser::default();
        assert_eq!(parser.push(b"retry: 2500\n\nretry: soon\n\n"), []);
        assert_eq!(parser.retry, Some(2_500));
    }

    #[test]
    fn heartbeats_and_half_events_are_nothing() {
        let mut parser = Parser::default();
        assert_eq!(parser.push(b": beat\n\nevent: update\n\ndata: x\n"), []);
    }
}
