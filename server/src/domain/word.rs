//! Words: what a text is searched by.
//!
//! A word is a run of letters and digits, without capitals and accents. Writing without spaces
//! (Japanese, Chinese, Thai and others) has no runs: each of its signs is a word, and several in a
//! row are found as a phrase.

use std::ops::Range;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What it is found by.
    pub folded: String,
    /// It is a sign of a writing without spaces.
    pub is_sign: bool,
}

/// The words of a text, in their order.
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut goes_on = false;
    for (begin, c) in text.char_indices() {
        let end = begin + c.len_utf8();
        let is_sign = is_sign(c);
        if !is_sign && !is_part(c) {
            goes_on = false;
            continue;
        }
        if is_sign || !goes_on {
            words.push(Word {
                range: begin..end,
                folded: String::new(),
                is_sign,
            });
        }
        goes_on = !is_sign;
        if let Some(word) = words.last_mut() {
            word.range.end = end;
            match is_sign {
                true => word.folded.push(c),
                false => fold(c, &mut word.folded),
            }
        }
    }
    words.retain(|word| !word.folded.is_empty());
    words
}

/// The words of a text with spaces between them.
#[must_use]
pub fn folded(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

/// Letters and digits, and what stands on, under and between letters.
fn is_part(c: char) -> bool {
    let is_plain = c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric());
    is_plain
        || is_mark(c)
        // Signs of Indian scripts that join letters; the two strokes end sentences.
        || matches!(c, '\u{900}'..='\u{DFF}') && !matches!(c, '\u{964}' | '\u{965}')
}

/// Marks that are left out of words: accents, vowels of Arabic and Hebrew, stretching.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5BD}' | '\u{5BF}'..='\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Whether a sign is of a writing without spaces.
fn is_sign(c: char) -> bool {
    matches!(c,
        '\u{E01}'..='\u{EDF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Letters that are found under another one, besides their capitals.
const FOLDED: &[(&str, &str)] = &[
    ("a", "àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặḁ"),
    ("ae", "æǽǣ"),
    ("c", "çćĉċč"),
    ("d", "ďđḋḍ"),
    ("e", "èéêëēĕėęěȅȇȩẹẻẽếềểễệ"),
    ("g", "ĝğġģǧ"),
    ("h", "ĥħḥ"),
    ("i", "ìíîïĩīĭįıǐȉȋỉị"),
    ("j", "ĵǰ"),
    ("k", "ķǩ"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņňǹ"),
    ("o", "òóôõöøōŏőǒǫǭǿȍȏȫȭȯȱơọỏốồổỗộớờởỡợ"),
    ("oe", "œ"),
    ("r", "ŕŗřȑȓ"),
    ("s", "śŝşšșṣ"),
    ("ss", "ß"),
    ("t", "ţťŧțṭ"),
    ("u", "ùúûüũūŭůűųǔǖǘǚǜȕȗưụủứừửữự"),
    ("w", "ŵẁẃẅ"),
    ("y", "ýÿŷỳỵỷỹ"),
    ("z", "źżžẓ"),
    ("α", "ά"),
    ("ε", "έ"),
    ("η", "ή"),
    ("ι", "ίϊΐ"),
    ("ο", "ό"),
    ("σ", "ς"),
    ("υ", "ύϋΰ"),
    ("ω", "ώ"),
    ("е", "ё"),
    ("ا", "أإآٱ"),
    ("ه", "ة"),
    ("ي", "ى"),
];

fn fold(c: char, into: &mut String) {
    if c.is_ascii() {
        into.push(c.to_ascii_lowercase());
        return;
    }
    for c in c.to_lowercase().filter(|c| !is_mark(*c)) {
        // All of them are Latin, Greek, Cyrillic or Arabic.
        let may_fold = matches!(c, ..'\u{700}' | '\u{1E00}'..='\u{1EFF}');
        let mut letters = FOLDED.iter().filter(|_| may_fold);
        match letters.find(|(_, letters)| letters.contains(c)) {
            Some((letter, _)) => into.push_str(letter),
            None => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_without_capitals_and_accents() {
        for (text, expected) in [
            ("Hello, WORLD!", "hello world"),
            ("Größe: Straße; œuvre", "grosse strasse oeuvre"),
            ("Crème brûlée e\u{301}te\u{301}", "creme brulee ete"),
            ("İstanbul ĲSSEL", "istanbul ĳssel"),
            ("order #1187-B", "order 1187 b"),
            ("anna@example.com", "anna example com"),
            ("don't", "don t"),
            ("Όμηρος Ёлка", "ομηροσ елка"),
            ("أَهْلًا مرحبـــا", "اهلا مرحبا"),
            ("हिन्दी में।", "हिन्दी में"),
            ("パスを忘れた。OK", "パ ス を 忘 れ た ok"),
            ("한국어 문의", "한국어 문의"),
            ("— … 🦀", ""),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "Ünder 忘れ-ok";
        let found = words(text);
        let stands: Vec<&str> = found.iter().map(|word| &text[word.range.clone()]).collect();
        assert_eq!(stands, ["Ünder", "忘", "れ", "ok"]);
        let signs: Vec<bool> = found.iter().map(|word| word.is_sign).collect();
        assert_eq!(signs, [false, true, true, false]);
    }
}
