//! Makes text from elsewhere safe to show: names, comments, SQL and server messages can move no cursor, hide no character
//! and turn no line around.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` with every character that a terminal would obey, or not show, written as `\u{…}`. Line ends are escaped too.
pub(crate) fn for_terminal(text: &str) -> Cow<'_, str> {
    replaced(text, |character, safe| {
        safe.extend(character.escape_default());
    })
}

/// JSON text with the same characters written as `\uXXXX`, which means the same to whoever parses it.
pub(crate) fn for_json(json: &str) -> Cow<'_, str> {
    replaced(json, |character, safe| {
        for unit in character.encode_utf16(&mut [0; 2]) {
            // Writing to a string does not fail.
            let _ = write!(safe, "\\u{unit:04x}");
        }
    })
}

fn replaced(text: &str, replace: impl Fn(char, &mut String)) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_unsafe(character) {
            replace(character, &mut safe);
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

/// C0, DEL and C1 controls; direction marks; characters without a width; tags and invisible operators.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_text_is_left_alone() {
        for text in ["", "users", "naïve \u{1F980} 表", "a\\b \"quoted\""] {
            assert!(matches!(for_terminal(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        let cases = [
            ("bell\u{7}", r"bell\u{7}"),
            ("\u{1b}[31mred", r"\u{1b}[31mred"),
            ("\u{1b}]8;;http://x\u{7}", r"\u{1b}]8;;http://x\u{7}"),
            ("del\u{7f}", r"del\u{7f}"),
            ("c1\u{9b}31m", r"c1\u{9b}31m"),
            ("two\r\nlines", r"two\r\nlines"),
            ("tab\there", r"tab\there"),
            ("abc\u{202e}fed", r"abc\u{202e}fed"),
            ("iso\u{2066}late\u{2069}", r"iso\u{2066}late\u{2069}"),
            ("zero\u{200b}width\u{feff}", r"zero\u{200b}width\u{feff}"),
            ("line\u{2028}separator", r"line\u{2028}separator"),
            ("tag\u{e0041}", r"tag\u{e0041}"),
        ];
        for (text, shown) in cases {
            assert_eq!(for_terminal(text), shown);
        }
    }

    #[test]
    fn escaped_json_means_the_same() {
        let value = "del\u{7f} c1\u{9b} bidi\u{202e} tag\u{e0041} crab\u{1F980}";
        let json = serde_json::to_string(value).expect("a string");
        let escaped = for_json(&json);
        assert!(!escaped.chars().any(is_unsafe));
        assert!(escaped.contains(r"\u202e"));
        let parsed: String = serde_json::from_str(&escaped).expect("valid JSON");
        assert_eq!(parsed, value);
    }
}
