//! Flags of a trial: `--name`, `--name VALUE`, and words.

use std::str::FromStr;

/// What stood on the command line.
#[derive(Debug)]
pub struct Options {
    rest: Vec<String>,
}

impl Options {
    /// Takes the arguments, without the program's name.
    #[must_use]
    pub fn new(arguments: impl Iterator<Item = String>) -> Self {
        Self {
            rest: arguments.collect(),
        }
    }

    /// Whether a flag stands there.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.rest.len();
        self.rest.retain(|argument| argument != name);
        self.rest.len() < before
    }

    /// The value of a flag.
    ///
    /// # Errors
    /// It has none, or one that cannot be read.
    pub fn value<T: FromStr>(&mut self, name: &str) -> Result<Option<T>, String> {
        let Some(index) = self.rest.iter().position(|argument| argument == name) else {
            return Ok(None);
        };
        self.rest.remove(index);
        if index == self.rest.len() {
            return Err(format!("{name} needs a value"));
        }
        let text = self.rest.remove(index);
        text.parse()
            .map(Some)
            .map_err(|_| format!("{name} cannot be {text}"))
    }

    /// The words, each of which has to be a known one; all of them where there is none.
    ///
    /// # Errors
    /// One is not known.
    pub fn words<'a>(self, known: &[&'a str]) -> Result<Vec<&'a str>, String> {
        let find = |word: &String| {
            let found = known.iter().find(|name| *name == word);
            let all = known.join(", ");
            found
                .copied()
                .ok_or_else(|| format!("`{word}` is not known; there are {all}"))
        };
        if self.rest.is_empty() {
            return Ok(known.to_vec());
        }
        self.rest.iter().map(find).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn options(text: &str) -> Options {
        Options::new(text.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_values_and_words_are_told_apart() {
        let mut given = options("ack --full --seed 7 idle");
        assert!(given.flag("--full"));
        assert!(!given.flag("--full"));
        assert_eq!(given.value::<u64>("--seed"), Ok(Some(7)));
        assert_eq!(given.value::<u64>("--seed"), Ok(None));
        assert_eq!(
            given.words(&["ack", "idle", "size"]),
            Ok(vec!["ack", "idle"])
        );
        assert_eq!(options("").words(&["ack"]), Ok(vec!["ack"]));
        assert!(options("acks").words(&["ack"]).is_err());
        assert!(options("--seed x").value::<u64>("--seed").is_err());
        assert!(options("--seed").value::<u64>("--seed").is_err());
    }
}
