//! The value of a string literal: proc-macro2 keeps its text only.

use proc_macro2::Literal;

/// The string that `literal` means; nothing if it is not a string, or has an escape that Rust does not have either.
#[must_use]
pub fn string(literal: &Literal) -> Option<String> {
    let text = literal.to_string();
    match text.strip_prefix('r') {
        Some(raw) => raw_string(raw),
        None => unescape(text.strip_prefix('"')?.strip_suffix('"')?),
    }
}

fn raw_string(text: &str) -> Option<String> {
    let hashes = text.len() - text.trim_start_matches('#').len();
    let quoted = text.get(hashes..text.len().checked_sub(hashes)?)?;
    Some(quoted.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

fn unescape(text: &str) -> Option<String> {
    let mut value = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        let (character, after) = escape(&rest[at + 1..])?;
        value.extend(character);
        rest = after;
    }
    value.push_str(rest);
    Some(value)
}

/// Reads one escape, backslash excluded: its character (a line continuation has none) and the text behind it.
fn escape(text: &str) -> Option<(Option<char>, &str)> {
    let kind = text.chars().next()?;
    let rest = &text[kind.len_utf8()..];
    let character = match kind {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        '\\' | '"' | '\'' => kind,
        'x' => return Some((Some(hex(rest.get(..2)?)?), &rest[2..])),
        'u' => {
            let (digits, after) = rest.strip_prefix('{')?.split_once('}')?;
            return Some((Some(hex(&digits.replace('_', ""))?), after));
        }
        '\n' | '\r' => return Some((None, rest.trim_start())),
        _ => return None,
    };
    Some((Some(character), rest))
}

fn hex(digits: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::string;
    use proc_macro2::Literal;

    fn value(text: &str) -> Option<String> {
        string(
            &text
                .parse::<Literal>()
                .expect("the test's text is a literal"),
        )
    }

    #[test]
    fn strings_mean_what_they_mean_in_rust() {
        for (text, meaning) in [
            (r#""plain""#, "plain"),
            (r#""""#, ""),
            (r#""a\"b\\c\n\t""#, "a\"b\\c\n\t"),
            (r#""\x41\u{1_F600}""#, "A\u{1F600}"),
            ("\"one \\\n     two\"", "one two"),
            (r##"r#"raw "quoted" \n"#"##, r#"raw "quoted" \n"#),
            (r#"r"raw""#, "raw"),
        ] {
            assert_eq!(value(text).as_deref(), Some(meaning), "{text}");
        }
    }

    #[test]
    fn other_literals_are_no_strings() {
        for text in [
            "1",
            "'a'",
            "b\"bytes\"",
            "c\"c string\"",
            "1.5",
            "br\"raw bytes\"",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
