//! The files of a new revision, from the templates beside this crate's manifest.

use std::path::{Path, PathBuf};

use migrate_graph::RevisionId;
use migrate_runtime::Error;
use migrate_runtime::cli::arguments::BodyFormat;

use crate::message;
use crate::rustfmt;
use crate::scaffold::create;
use crate::slug::{module_name, slug};

/// A revision about to be written.
pub(crate) struct NewRevision {
    pub(crate) id: RevisionId,
    pub(crate) down_revision: Vec<RevisionId>,
    pub(crate) depends_on: Vec<String>,
    pub(crate) branch_labels: Vec<String>,
    pub(crate) message: String,
    pub(crate) format: BodyFormat,
    /// What stands in the two functions, where they are not left to the author.
    pub(crate) body: Option<Body>,
    /// Diesel's `table!` of the tables below the revision, for a migration of data.
    pub(crate) frozen: Option<String>,
}

/// The statements of the two functions, one line each and not yet formatted.
pub(crate) struct Body {
    pub(crate) upgrade: Vec<String>,
    pub(crate) downgrade: Vec<String>,
}

/// The longest line that rustfmt leaves alone.
const WIDTH: usize = 100;

impl NewRevision {
    /// Writes the files into the versions folder and answers their paths, the Rust file first.
    ///
    /// # Errors
    ///
    /// A file cannot be written, or rustfmt cannot format a body.
    pub(crate) fn write(&self, versions: &Path, edition: &str) -> Result<Vec<PathBuf>, Error> {
        std::fs::create_dir_all(versions).map_err(|error| message::unwritable(versions, error))?;
        let stem = format!("{}_{}", self.id, slug(&self.message));
        let mut written = Vec::new();
        for (ending, template) in self.templates() {
            let path = versions.join(format!("{stem}.{ending}"));
            let text = self.filled(template);
            let text = match self.body {
                Some(_) => rustfmt::formatted(&text, edition, versions)?,
                None => text,
            };
            create(&path, &text)?;
            written.push(path);
        }
        Ok(written)
    }

    fn templates(&self) -> &'static [(&'static str, &'static str)] {
        match self.format {
            BodyFormat::Rust => &[("rs", include_str!("../templates/revision/rust.rs"))],
            BodyFormat::Sql => &[
                ("rs", include_str!("../templates/revision/sql.rs")),
                ("up.sql", include_str!("../templates/revision/up.sql")),
                ("down.sql", include_str!("../templates/revision/down.sql")),
            ],
        }
    }

    fn filled(&self, template: &str) -> String {
        let title = self.message.lines().next().unwrap_or_default();
        let (upgrade, downgrade) = match &self.body {
            Some(body) => (block(&body.upgrade), block(&body.downgrade)),
            None => (String::new(), String::new()),
        };
        template
            .replace("{{attribute}}", &self.attribute())
            .replace("{{module}}", &module_name(&slug(&self.message)))
            .replace("{{documentation}}", &documentation(&self.message))
            .replace("{{message}}", title)
            .replace("{{frozen}}", &self.frozen())
            // Last, for they may hold anything.
            .replace("{{downgrade}}", &downgrade)
            .replace("{{upgrade}}", &upgrade)
    }

    /// The frozen tables as a module inside the migration's own.
    fn frozen(&self) -> String {
        let Some(tables) = &self.frozen else {
            return String::new();
        };
        let lines: String = tables.lines().map(indented).collect();
        format!(
            "\n    /// The tables as they are below this revision.\n    mod schema {{\n{lines}    }}\n"
        )
    }

    /// The attribute as rustfmt would leave it.
    fn attribute(&self) -> String {
        let mut arguments = vec![format!("revision = \"{}\"", self.id), self.parents()];
        if !self.branch_labels.is_empty() {
            arguments.push(format!("branch_labels = {}", list(&self.branch_labels)));
        }
        if !self.depends_on.is_empty() {
            arguments.push(format!("depends_on = {}", list(&self.depends_on)));
        }
        if self.format == BodyFormat::Sql {
            arguments.push("sql".to_owned());
        }
        let line = format!("#[migration({})]", arguments.join(", "));
        if line.len() <= WIDTH {
            line
        } else {
            format!("#[migration(\n    {}\n)]", arguments.join(",\n    "))
        }
    }

    fn parents(&self) -> String {
        match self.down_revision.as_slice() {
            [] => "down_revision = None".to_owned(),
            [one] => format!("down_revision = \"{one}\""),
            several => format!("down_revision = {}", list(several)),
        }
    }
}

/// Lines on lines of their own: the last one may be a comment.
fn block(lines: &[String]) -> String {
    format!("\n{}\n", lines.join("\n"))
}

/// A line two levels further in; an empty one stays empty.
fn indented(line: &str) -> String {
    if line.is_empty() {
        "\n".to_owned()
    } else {
        format!("        {line}\n")
    }
}

/// The message as the documentation of the file, its lines as they were typed.
fn documentation(message: &str) -> String {
    let line = |line: &str| format!("//! {}", line.trim()).trim_end().to_owned();
    message
        .trim()
        .lines()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn list<T: std::fmt::Display>(items: &[T]) -> String {
    let quoted: Vec<_> = items.iter().map(|item| format!("\"{item}\"")).collect();
    format!("[{}]", quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(message: &str) -> NewRevision {
        NewRevision {
            id: "a1b2c3d4e5f6".parse().unwrap(),
            down_revision: vec!["1975ea83b712".parse().unwrap()],
            depends_on: Vec::new(),
            branch_labels: Vec::new(),
            message: message.to_owned(),
            format: BodyFormat::Rust,
            body: None,
            frozen: None,
        }
    }

    #[test]
    fn file_reads_like_one_written_by_hand() {
        let one = revision("Add user_preferences table");
        let (_, template) = one.templates()[0];
        assert_eq!(
            one.filled(template),
            r#"//! Add user_preferences table

use migrate_runtime::prelude::*;

#[migration(revision = "a1b2c3d4e5f6", down_revision = "1975ea83b712")]
mod add_user_preferences_table {
    use super::*;

    fn upgrade(op: &mut Op) {}

    fn downgrade(op: &mut Op) {}
}
"#
        );
    }

    #[test]
    fn attribute_says_what_was_asked_for() {
        let one = NewRevision {
            down_revision: Vec::new(),
            branch_labels: vec!["billing".to_owned()],
            depends_on: vec!["b1".to_owned(), "b2".to_owned()],
            format: BodyFormat::Sql,
            ..revision("x")
        };
        assert_eq!(
            one.attribute(),
            "#[migration(\n    revision = \"a1b2c3d4e5f6\",\n    down_revision = None,\n    branch_labels = [\"billing\"],\n    depends_on = [\"b1\", \"b2\"],\n    sql\n)]"
        );
    }

    #[test]
    fn every_line_of_a_message_is_documentation() {
        assert_eq!(
            documentation("Add users\n\nFor the login.\n"),
            "//! Add users\n//!\n//! For the login."
        );
    }
}
