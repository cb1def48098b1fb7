//! The texts of believable conversations: who says what, and what is filled in.

use crate::random::Random;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// The visitor.
    Visitor,
    /// A member, to the visitor.
    Team,
    /// A member, to the team.
    Note,
}

/// A conversation.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) language: &'static str,
    pub(super) tags: Vec<&'static str>,
    pub(super) turns: Vec<(Voice, &'static str)>,
}

/// The languages come mixed: so many people lie between one visitor and the next.
const STEP: usize = 11;

/// Everything that conversations are made of.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) scripts: Vec<Script>,
    /// Language and name.
    people: Vec<(&'static str, &'static str)>,
    products: Vec<&'static str>,
    cities: Vec<&'static str>,
    more: Vec<&'static str>,
}

/// Lines that are no comment.
fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn scripts() -> Vec<Script> {
    let mut scripts: Vec<Script> = Vec::new();
    for line in lines(include_str!("conversations.txt")) {
        let Some((mark, rest)) = line.split_once(' ') else {
            continue;
        };
        let voice = match mark {
            "V" => Voice::Visitor,
            "T" => Voice::Team,
            "N" => Voice::Note,
            _ => {
                let (language, tags) = rest.split_once(':').unwrap_or((rest, ""));
                scripts.push(Script {
                    language,
                    tags: tags.split(',').map(str::trim).collect(),
                    turns: Vec::new(),
                });
                continue;
            }
        };
        if let Some(script) = scripts.last_mut() {
            script.turns.push((voice, rest));
        }
    }
    scripts
}

impl Library {
    pub(super) fn read() -> Self {
        let words = |kind: &str| -> Vec<&'static str> {
            lines(include_str!("words.txt"))
                .filter_map(|line| line.split_once(' '))
                .filter(|(found, _)| *found == kind)
                .map(|(_, word)| word)
                .collect()
        };
        Self {
            scripts: scripts(),
            people: lines(include_str!("people.txt"))
                .filter_map(|line| line.split_once(' '))
                .collect(),
            products: words("product"),
            cities: words("city"),
            more: words("more"),
        }
    }

    /// The language and the name of the visitor of an index. The first ones are those of the list;
    /// later ones have the given name of one and the family name of another.
    pub(super) fn person(&self, index: usize, random: &mut Random) -> (&'static str, String) {
        // The last one sends spam.
        let people = &self.people[..self.people.len() - 1];
        let (language, name) = people[index * STEP % people.len()];
        if index < people.len() {
            return (language, name.to_owned());
        }
        let same: Vec<&str> = people
            .iter()
            .filter(|(other, _)| *other == language)
            .map(|(_, name)| *name)
            .collect();
        let given = name.split(' ').next().unwrap_or(name);
        let family = pick(&same, random)
            .split_once(' ')
            .map_or("", |(_, rest)| rest);
        (language, format!("{given} {family}"))
    }

    /// Whoever sends spam.
    pub(super) fn spammer(&self) -> (&'static str, String) {
        let (language, name) = self.people[self.people.len() - 1];
        (language, name.to_owned())
    }

    /// What stands in the places of a text.
    pub(super) fn fill(
        &self,
        text: &str,
        visitor: &str,
        agent: &str,
        random: &mut Random,
    ) -> String {
        let mut filled = text.to_owned();
        for (place, value) in [
            ("{product}", pick(&self.products, random).to_owned()),
            ("{city}", pick(&self.cities, random).to_owned()),
            (
                "{amount}",
                format!("€{}.{:02}", 5 + random.below(240), random.below(100)),
            ),
            ("{order}", format!("A-{}", 100_000 + random.below(900_000))),
            ("{visitor}", visitor.to_owned()),
            ("{agent}", agent.to_owned()),
        ] {
            if filled.contains(place) {
                filled = filled.replace(place, &value);
            }
        }
        filled
    }

    /// A sentence that fits everywhere.
    pub(super) fn more(&self, random: &mut Random) -> &'static str {
        pick(&self.more, random)
    }

    /// The turns of a ticket, without an end: those of a script, and then of all of its language.
    pub(super) fn turns<'a>(
        &'a self,
        first: &'a Script,
    ) -> impl Iterator<Item = (Voice, &'static str)> + 'a {
        let rest = self.scripts.iter().cycle();
        let rest = rest.filter(|other| other.language == first.language);
        let scripts = std::iter::once(first).chain(rest);
        scripts.flat_map(|script| script.turns.iter().copied())
    }
}

/// One of several.
pub(super) fn pick<'a, T: ?Sized>(from: &[&'a T], random: &mut Random) -> &'a T {
    from[usize::try_from(random.below(from.len() as u64)).unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversations_are_read_and_never_end() {
        let library = Library::read();
        assert!(library.scripts.len() > 20);
        for script in &library.scripts {
            assert_eq!(script.turns[0].0, Voice::Visitor, "{script:?}");
            assert!(
                library
                    .people
                    .iter()
                    .any(|(language, _)| *language == script.language)
            );
            assert_eq!(library.turns(script).take(100).count(), 100);
        }
        assert!(library.products.len() > 5 && library.cities.len() > 5 && library.more.len() > 5);
    }
}
