//! Comments as Rust source: no text of a database can end the comment that holds it.

use super::super::render::string;

/// A comment above what it is about, line by line, each with this indentation.
pub(super) struct Comment {
    /// The doc comment's lines.
    pub(super) docs: Vec<String>,
    /// The same as an attribute, where doc comments cannot say it.
    pub(super) attribute: Option<String>,
}

impl Comment {
    pub(super) fn of(text: Option<&str>) -> Self {
        let Some(text) = text else {
            return Self {
                docs: Vec::new(),
                attribute: None,
            };
        };
        if !is_plain(text) {
            return Self {
                docs: Vec::new(),
                attribute: Some(format!("comment = {}", string(text))),
            };
        }
        let docs = text.split('\n').map(|line| {
            if line.is_empty() {
                "///".to_owned()
            } else {
                format!("/// {line}")
            }
        });
        Self {
            docs: docs.collect(),
            attribute: None,
        }
    }
}

/// Whether doc comments give the text back: they have no space around it, nor control characters.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text.trim() == text
        && text.lines().all(|line| line.trim_end() == line)
        && text
            .chars()
            .all(|letter| letter == '\n' || is_shown(letter))
}

/// Whether a letter is shown as it is: those that are not could make source look like what it is not.
fn is_shown(letter: char) -> bool {
    letter.escape_debug().count() == 1 || matches!(letter, '"' | '\'' | '\\')
}

/// A line that people read and the compiler does not.
pub(super) fn line(text: &str) -> String {
    let shown: String = text.chars().flat_map(shown).collect();
    format!("// {shown}")
}

fn shown(letter: char) -> Vec<char> {
    if is_shown(letter) {
        vec![letter]
    } else {
        letter.escape_default().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_doc_comment_cannot_say_is_an_attribute() {
        let said = |text| {
            let comment = Comment::of(Some(text));
            (comment.docs.join("|"), comment.attribute)
        };
        assert_eq!(
            said("People.\n\nAll."),
            ("/// People.|///|/// All.".into(), None)
        );
        assert_eq!(said(" x").1.as_deref(), Some("comment = \" x\""));
        assert_eq!(said("a\r\nb").1.as_deref(), Some("comment = \"a\\r\\nb\""));
        assert_eq!(
            said("\u{202e}x").1.as_deref(),
            Some("comment = \"\\u{202e}x\"")
        );
    }

    #[test]
    fn no_name_ends_a_comment() {
        assert_eq!(line("view `a\nfn main() {}`"), "// view `a\\nfn main() {}`");
    }
}
