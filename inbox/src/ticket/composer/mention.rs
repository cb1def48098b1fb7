//! Whom a note mentions: members whose names stand in it after an `@`.

use porthole_shared::id::MemberId;
use porthole_shared::inbox::member::TeamMember;

/// How many members a note may mention.
const MOST: usize = 20;

/// A stretch of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ticket) enum Stretch<'a> {
    /// Words.
    Words(&'a str),
    /// A name with its `@`, and whose it is.
    Name(&'a str, &'a MemberId),
}

/// The members that a text mentions, each once, in the order of the text.
pub(super) fn mentioned(text: &str, members: &[TeamMember]) -> Vec<MemberId> {
    let mut found: Vec<MemberId> = Vec::new();
    for stretch in stretches(text, members) {
        if let Stretch::Name(_, id) = stretch
            && !found.contains(id)
            && found.len() < MOST
        {
            found.push(id.clone());
        }
    }
    found
}

/// Cuts a text into words and names. Of two names the longer one is meant: "Ada King" and not
/// "Ada". The stretches put together are the text again.
pub(in crate::ticket) fn stretches<'a>(
    text: &'a str,
    members: &'a [TeamMember],
) -> Vec<Stretch<'a>> {
    let mut found = Vec::new();
    let mut words = 0;
    let mut from = 0;
    while let Some(sign) = text[from..].find('@').map(|at| from + at) {
        from = sign + 1;
        let apart = !text[..sign].ends_with(char::is_alphanumeric);
        let named = apart.then(|| name_at(&text[from..], members)).flatten();
        if let Some((length, id)) = named {
            if words < sign {
                found.push(Stretch::Words(&text[words..sign]));
            }
            words = from + length;
            found.push(Stretch::Name(&text[sign..words], id));
            from = words;
        }
    }
    if words < text.len() {
        found.push(Stretch::Words(&text[words..]));
    }
    found
}

fn name_at<'a>(text: &str, members: &'a [TeamMember]) -> Option<(usize, &'a MemberId)> {
    let named = |member: &&TeamMember| {
        let name = member.name.as_str();
        let rest = text.strip_prefix(name);
        !name.is_empty() && rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let longest = members
        .iter()
        .filter(named)
        .max_by_key(|member| member.name.len())?;
    Some((longest.name.len(), &longest.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members() -> Vec<TeamMember> {
        ["Ada", "Ada King", "Bea"]
            .map(|name| TeamMember {
                id: MemberId::from(name.to_owned()),
                name: name.to_owned(),
                ..TeamMember::default()
            })
            .into()
    }

    #[test]
    fn names_after_the_sign_are_mentioned_once_and_the_longest_counts() {
        let found = mentioned("@Bea, ask @Ada King. @Bea!", &members());
        let names: Vec<&str> = found.iter().map(MemberId::as_str).collect();
        assert_eq!(names, ["Bea", "Ada King"]);
    }

    #[test]
    fn addresses_and_longer_words_mention_nobody() {
        for text in ["bea@Bea.example", "@Beatrice", "Bea", "@", "@@"] {
            assert_eq!(mentioned(text, &members()), [], "{text}");
        }
    }

    #[test]
    fn the_stretches_are_the_text() {
        let (text, members) = ("a @Ada b\u{fc} @Bea", members());
        let joined: String = stretches(text, &members)
            .iter()
            .map(|stretch| match stretch {
                Stretch::Words(words) | Stretch::Name(words, _) => *words,
            })
            .collect();
        assert_eq!(joined, text);
    }
}
