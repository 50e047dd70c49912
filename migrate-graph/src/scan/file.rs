//! One migration file.

use std::fs;
use std::io;
use std::path::Path;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use super::remark::{Remark, remarks};
use super::sql::Pair;
use super::{FileError, FileErrorKind};
use crate::grammar::{self, Attribute, Diagnostic};
use crate::hash::SourceHash;
use crate::revision::Revision;

/// What one file holds.
#[derive(Debug, Clone)]
pub struct Scanned {
    /// The file, as the path that was scanned names it, with `/` between folders.
    pub path: String,
    /// The part of its name before the first `_`: for most histories the revision, also when the file is unreadable.
    pub name_prefix: String,
    /// The revision, if its attribute can be read.
    pub revision: Option<Revision>,
    /// The name of the module under the attribute, if it stands on one.
    pub module: Option<String>,
    /// What in it may make it do something else one day.
    pub remarks: Vec<Remark>,
    /// What is wrong with the file.
    pub errors: Vec<FileError>,
}

impl Scanned {
    pub(super) fn unreadable(path: &Path, error: FileError) -> Self {
        Self {
            path: display(path),
            name_prefix: name_prefix(path),
            revision: None,
            module: None,
            remarks: Vec::new(),
            errors: vec![error],
        }
    }
}

/// Reads the migration in `text`, the content of the file `path`. Its SQL files, if it has any, are read from disk.
#[must_use]
pub fn file(path: &Path, text: &str) -> Scanned {
    file_beside(path, text, &|sibling| fs::read_to_string(sibling))
}

/// Reads the migration in `text`; `read` answers for the SQL files beside it, where they are not on disk.
#[must_use]
pub fn file_beside(path: &Path, text: &str, read: &dyn Fn(&Path) -> io::Result<String>) -> Scanned {
    let mut reader = Reader {
        path,
        module: None,
        remarks: Vec::new(),
        errors: Vec::new(),
    };
    let revision = reader.read(text, read);
    // Positions are read by now; the text behind them would be kept as long as the thread lives.
    proc_macro2::extra::invalidate_current_thread_spans();
    Scanned {
        path: display(path),
        name_prefix: name_prefix(path),
        revision,
        module: reader.module,
        remarks: reader.remarks,
        errors: reader.errors,
    }
}

struct Reader<'path> {
    path: &'path Path,
    module: Option<String>,
    remarks: Vec<Remark>,
    errors: Vec<FileError>,
}

impl Reader<'_> {
    fn read(&mut self, text: &str, read: &dyn Fn(&Path) -> io::Result<String>) -> Option<Revision> {
        let text = text.replace("\r\n", "\n");
        let tokens = match text.parse::<TokenStream>() {
            Ok(tokens) => tokens,
            Err(error) => {
                let help = "an unclosed bracket, string or comment is the usual cause";
                self.error(
                    FileErrorKind::Unreadable,
                    error.span(),
                    "this is not Rust",
                    help,
                );
                return None;
            }
        };
        let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let attribute = self.migration(&trees)?;
        let pair = Pair::read(&attribute, self.path, read).unwrap_or_else(|problems| {
            self.rules(problems);
            None
        });
        self.check_name(&attribute);
        let sql: Vec<&str> = pair.iter().flat_map(Pair::texts).collect();
        self.remarks = remarks(tokens.clone());
        let hash = SourceHash::of_source(tokens, &sql);
        Some(self.revision(attribute, message(&trees), hash))
    }

    /// Finds the one migration of the file and checks it.
    fn migration(&mut self, trees: &[TokenTree]) -> Option<Attribute> {
        let mut found = migrations(trees).into_iter();
        let Some(first) = found.next() else {
            let help = "write `#[migration(revision = \"…\", down_revision = \"…\")] mod name { … }`; a file that is no \
                        migration has no `_` in its name or begins with one";
            self.error(
                FileErrorKind::NoMigration,
                Span::call_site(),
                "there is no `#[migration]` in this file",
                help,
            );
            return None;
        };
        for second in found {
            let help = "move it to a file of its own: a file holds one revision, and its name begins with the id";
            self.error(
                FileErrorKind::SecondMigration,
                second.at,
                "this is a second `#[migration]` in one file",
                help,
            );
        }
        let migration = grammar::migration(first.arguments, first.item, first.at);
        self.rules(migration.problems);
        self.module = migration.module.and_then(|module| module.name());
        migration.attribute
    }

    fn check_name(&mut self, attribute: &Attribute) {
        let revision = &attribute.revision;
        let stem = stem(self.path);
        let fits =
            (stem.strip_prefix(revision.value.as_str())).is_some_and(|slug| slug.starts_with('_'));
        if !fits {
            let message = format!(
                "the file name `{stem}.rs` does not begin with the revision `{}`",
                revision.value
            );
            let help = format!(
                "rename the file to `{}_….rs`, or correct the revision",
                revision.value
            );
            self.error(FileErrorKind::WrongName, revision.span, message, help);
        }
    }

    fn revision(
        &self,
        attribute: Attribute,
        message: Option<String>,
        hash: SourceHash,
    ) -> Revision {
        let id = attribute.revision.value;
        let stem = stem(self.path);
        let slug = stem.strip_prefix(id.as_str()).unwrap_or(&stem);
        Revision {
            message: message.unwrap_or_else(|| slug.replace('_', " ").trim().to_owned()),
            depends_on: values(attribute.depends_on),
            branch_labels: values(attribute.branch_labels),
            path: Some(display(self.path)),
            source_hash: Some(hash),
            irreversible: attribute.irreversible.map(|reason| reason.value),
            ..Revision::new(id, values(attribute.down_revision))
        }
    }

    fn rules(&mut self, problems: Vec<Diagnostic>) {
        for problem in problems {
            self.error(
                FileErrorKind::Rule,
                problem.span,
                problem.message,
                problem.help,
            );
        }
    }

    fn error(
        &mut self,
        kind: FileErrorKind,
        at: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let start = at.start();
        self.errors.push(FileError {
            path: display(self.path),
            line: start.line.max(1),
            column: start.column + 1,
            kind,
            message: message.into(),
            help: help.into(),
        });
    }
}

/// A `#[migration]` and the item under it, unchecked.
struct Found {
    at: Span,
    arguments: TokenStream,
    item: TokenStream,
}

/// Finds every `#[migration(…)]` at the top level, by whatever path it is named.
fn migrations(trees: &[TokenTree]) -> Vec<Found> {
    let mut found = Vec::new();
    for (index, pair) in trees.windows(2).enumerate() {
        let [TokenTree::Punct(hash), TokenTree::Group(attribute)] = pair else {
            continue;
        };
        if hash.as_char() != '#' {
            continue;
        }
        if let Some(arguments) = arguments(attribute) {
            let item = item(&trees[index + 2..]);
            found.push(Found {
                at: attribute.span(),
                arguments,
                item,
            });
        }
    }
    found
}

/// The arguments, if the attribute is a `#[migration]`.
fn arguments(attribute: &Group) -> Option<TokenStream> {
    let trees: Vec<TokenTree> = attribute.stream().into_iter().collect();
    match trees.as_slice() {
        [.., TokenTree::Ident(name), TokenTree::Group(arguments)] if name == "migration" => {
            Some(arguments.stream())
        }
        [.., TokenTree::Ident(name)] if name == "migration" => Some(TokenStream::new()),
        _ => None,
    }
}

/// The tokens of the item that begins here: up to its braces or its semicolon.
fn item(trees: &[TokenTree]) -> TokenStream {
    let end = trees.iter().position(|tree| match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    });
    trees[..end.map_or(trees.len(), |end| end + 1)]
        .iter()
        .cloned()
        .collect()
}

/// The first paragraph of the file's own documentation.
fn message(trees: &[TokenTree]) -> Option<String> {
    let mut lines = Vec::new();
    let mut rest = trees;
    while let [
        TokenTree::Punct(_),
        TokenTree::Punct(_),
        TokenTree::Group(attribute),
        after @ ..,
    ] = rest
    {
        let Some(text) = grammar::documentation(attribute) else {
            break;
        };
        lines.extend(text.lines().map(|line| line.trim().to_owned()));
        if text.is_empty() {
            lines.push(String::new());
        }
        rest = after;
    }
    let paragraph: Vec<String> = (lines.into_iter())
        .skip_while(String::is_empty)
        .take_while(|line| !line.is_empty())
        .collect();
    (!paragraph.is_empty()).then(|| paragraph.join(" "))
}

fn values<T>(spanned: Vec<grammar::Spanned<T>>) -> Vec<T> {
    spanned.into_iter().map(|spanned| spanned.value).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn name_prefix(path: &Path) -> String {
    let stem = stem(path);
    stem.split('_').next().unwrap_or_default().to_owned()
}

/// The path as messages and reports write it, on every system.
pub(super) fn display(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
