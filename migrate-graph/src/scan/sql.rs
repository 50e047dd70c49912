//! The pair of SQL files beside a migration that says `sql`.

use std::io;
use std::path::{Path, PathBuf};

use crate::grammar::{Attribute, Diagnostic};

/// The names and texts of the two files.
#[derive(Debug, Clone, Default)]
pub struct Pair {
    /// The name of the file of the upgrade: a sibling of the Rust file.
    pub up_name: String,
    /// The name of the file of the downgrade.
    pub down_name: String,
    /// The text of the upgrade.
    pub up: String,
    /// The text of the downgrade; none if the migration is irreversible.
    pub down: Option<String>,
}

impl Pair {
    /// Reads the pair of the migration in the file `path`; nothing if its attribute does not say `sql`.
    ///
    /// `read` fetches a file's text: from disk, or from another version of the source.
    ///
    /// # Errors
    ///
    /// A file is missing, cannot be read, or has no statement in it; or there is one for a downgrade that the
    /// attribute says cannot be.
    pub fn read(
        attribute: &Attribute,
        path: &Path,
        read: &dyn Fn(&Path) -> io::Result<String>,
    ) -> Result<Option<Self>, Vec<Diagnostic>> {
        let Some(at) = attribute.sql else {
            return Ok(None);
        };
        let report = |(message, help)| Diagnostic::new(at, message, help);
        let (up_path, down_path) = (
            path.with_extension("up.sql"),
            path.with_extension("down.sql"),
        );
        let up = statements(&up_path, read).map_err(report);
        let down = match &attribute.irreversible {
            None => statements(&down_path, read).map(Some).map_err(report),
            Some(reason) => absent(&down_path, read)
                .map_err(|(message, help)| Diagnostic::new(reason.span, message, help)),
        };
        match (up, down) {
            (Ok(up), Ok(down)) => Ok(Some(Self {
                up_name: name(&up_path),
                down_name: name(&down_path),
                up,
                down,
            })),
            (up, down) => Err(up.err().into_iter().chain(down.err()).collect()),
        }
    }

    /// The texts that belong to the migration's source.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.up.as_str()).chain(self.down.as_deref())
    }
}

type Problem = (String, String);

fn statements(path: &Path, read: &dyn Fn(&Path) -> io::Result<String>) -> Result<String, Problem> {
    let name = name(path);
    match read(path) {
        Ok(text) if is_only_comments(&text) => {
            let help = "write the statements into it; what cannot be undone says `irreversible = \"why\"` and has no \
                        `.down.sql`";
            Err((format!("`{name}` has no statement"), help.to_owned()))
        }
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let help = "create it beside this file; what cannot be undone says `irreversible = \"why\"` and has no \
                        `.down.sql`";
            Err((format!("`{name}` is missing"), help.to_owned()))
        }
        Err(error) => Err((
            format!("`{name}` cannot be read: {error}"),
            "make it a readable UTF-8 file".to_owned(),
        )),
    }
}

fn absent(
    path: &Path,
    read: &dyn Fn(&Path) -> io::Result<String>,
) -> Result<Option<String>, Problem> {
    match read(path) {
        Ok(_) => Err((
            format!(
                "this migration has `{}` and says that it is irreversible",
                name(path)
            ),
            "remove the one that is wrong".to_owned(),
        )),
        Err(_) => Ok(None),
    }
}

fn name(path: &Path) -> String {
    path.file_name()
        .map(PathBuf::from)
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// True if `text` holds white space, comments and semicolons and nothing else.
#[must_use]
pub fn is_only_comments(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = rest
            .trim_start_matches(|character: char| character.is_whitespace() || character == ';');
        if rest.is_empty() {
            return true;
        }
        match after_comment(rest) {
            Some(after) => rest = after,
            None => return false,
        }
    }
}

/// The text behind the comment that begins here. `/*!…*/` is no comment: MySQL runs what it holds.
fn after_comment(text: &str) -> Option<&str> {
    if text.starts_with("--") || text.starts_with('#') {
        return Some(text.split_once('\n').map_or("", |(_, after)| after));
    }
    let mut rest = text
        .strip_prefix("/*")
        .filter(|inside| !inside.starts_with('!'))?;
    let mut depth = 1;
    while depth > 0 {
        let Some(at) = rest.find(['*', '/']) else {
            return Some("");
        };
        rest = &rest[at..];
        if rest.starts_with("*/") {
            depth -= 1;
        } else if rest.starts_with("/*") {
            depth += 1;
        } else {
            rest = &rest[1..];
            continue;
        }
        rest = &rest[2..];
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use super::is_only_comments;

    #[test]
    fn comments_are_no_statements() {
        for text in [
            "",
            " \r\n;\n",
            "-- later",
            "-- later\r\n# and later\n/* or /* nested */ */ ;",
            "/* never closed",
            "\u{feff}-- with a byte order mark",
        ] {
            assert!(is_only_comments(text), "{text}");
        }
    }

    #[test]
    fn statements_are_found_behind_comments() {
        for text in [
            "SELECT 1",
            "-- first\nSELECT 1",
            "/* a * b / c */ DROP TABLE t;",
            "/*!40101 SET a = 1 */",
        ] {
            assert!(!is_only_comments(text), "{text}");
        }
    }
}
