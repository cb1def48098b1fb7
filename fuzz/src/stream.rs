//! The stream of events: however its bytes are cut, the same events come out.

use porthole_shared::sse::Parser;

pub(crate) fn target(data: &[u8]) {
    let (size, stream) = data
        .split_first()
        .map_or((1, data), |(size, rest)| (usize::from(*size).max(1), rest));
    let whole = Parser::default().push(stream);
    let mut parser = Parser::default();
    let cut: Vec<_> = stream
        .chunks(size)
        .flat_map(|piece| parser.push(piece))
        .collect();
    assert_eq!(cut, whole);
}
