//! Messages of a few emoji and nothing else, which are shown large.

/// So many emoji at the most are shown large.
const MOST: usize = 3;
/// Makes one picture of two.
const JOINER: char = '\u{200d}';

/// Whether a text is one to three emoji and nothing else.
#[must_use]
pub fn is_emoji_only(text: &str) -> bool {
    let mut pictures = 0;
    // Half of a flag, and whether the next picture goes on with the one before.
    let (mut half, mut joined) = (false, false);
    for c in text.trim().chars() {
        let flag = is_flag_letter(c);
        if c == JOINER {
            joined = pictures > 0;
            continue;
        } else if is_picture(c) || flag {
            let goes_on = joined || (flag && half);
            if !goes_on {
                pictures += 1;
            }
        } else if !(pictures > 0 && changes_one(c)) && c != ' ' {
            return false;
        }
        half = flag && !half;
        joined = false;
    }
    (1..=MOST).contains(&pictures) && !half
}

/// The blocks of Unicode whose characters are drawn as pictures (emoji-data.txt, without what is
/// drawn as a letter unless asked for).
fn is_picture(c: char) -> bool {
    matches!(
        c,
        '\u{1f300}'..='\u{1f3fa}'
            | '\u{1f400}'..='\u{1faff}'
            | '\u{2600}'..='\u{27bf}'
            | '\u{2b05}'..='\u{2b55}'
            | '\u{231a}'..='\u{23ff}'
    )
}

fn is_flag_letter(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Skin tones, the sign "as a picture", and the letters of the flags of regions.
fn changes_one(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::is_emoji_only;

    #[test]
    fn one_to_three_pictures_are_shown_large() {
        for text in [
            "\u{1f44d}",
            " \u{1f44d}\u{1f3fd} ",
            "\u{2764}\u{fe0f}",
            "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}",
            "\u{1f1e9}\u{1f1ea}\u{1f1eb}\u{1f1f7}",
            "\u{1f389} \u{1f389} \u{1f389}",
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        ] {
            assert!(is_emoji_only(text), "{text}");
        }
    }

    #[test]
    fn words_and_longer_rows_are_not() {
        for text in [
            "",
            " ",
            "1",
            "ok \u{1f44d}",
            "\u{1f44d}!",
            "\u{1f389}\u{1f389}\u{1f389}\u{1f389}",
            "\u{200d}",
            "\u{fe0f}",
            "\u{1f1e9}",
        ] {
            assert!(!is_emoji_only(text), "{text}");
        }
    }
}
