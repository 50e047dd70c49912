//! `print-schema --write`: the declared files brought up to date with a database.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::sentence::in_a_sentence;
use super::side::{declaration, live};
use crate::autogenerate::{
    Current, Declared, DeclaredFile, Difference, Ownership, compare, rewritten, unchanged,
};
use crate::backend::{Reflected, Server};
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::migrator::{Migrator, Status};
use crate::plan::replayed_until;
use crate::registry::Registry;
use crate::schema::{NamingConvention, Schema, Table};

/// What `print-schema --write` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WrittenSchema {
    /// The files that were changed, as `schema!` names them.
    pub changed: Vec<String>,
    /// The files that said everything already.
    pub unchanged: Vec<String>,
}

/// Makes the declared files say what the database has; `folder` is the migration crate's.
///
/// # Errors
///
/// Nothing is declared; the database is not where the history leads; a file declares what no revision has, or is not the
/// one that was built in; a file cannot be read or written.
pub fn write_schema(
    migrator: &Migrator,
    database: &mut dyn Database,
    ownership: &Ownership,
    folder: &Path,
) -> Result<WrittenSchema, Error> {
    let registry = migrator.registry()?;
    at_the_heads(&migrator.status(database)?)?;
    let server = Server::detect(database).map_err(|error| {
        Error::new(ErrorKind::Unexpected, "cannot ask the database what it is").with_source(error)
    })?;
    let said = declaration(&registry, server.kind)?;
    behind(&registry, &said, &server, ownership)?;
    let files = files(&registry, folder)?;
    let texts = texts(&files, &said, &live(database, &server)?, &server, ownership)?;
    let mut report = WrittenSchema {
        changed: Vec::new(),
        unchanged: Vec::new(),
    };
    for (file, text) in files.iter().zip(texts) {
        if file.text == text {
            report.unchanged.push(file.name.to_owned());
        } else {
            replace(&file.path, &text).map_err(|error| unwritable(&file.path, error))?;
            report.changed.push(file.name.to_owned());
        }
    }
    Ok(report)
}

fn at_the_heads(status: &Status) -> Result<(), Error> {
    if status.pending.is_empty() && status.half_applied.is_none() && status.unknown.is_empty() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Refused,
        "the database is not where the history leads",
    )
    .with_help("see `cargo migrate status`; apply what is pending with `cargo migrate up`"))
}

/// The files may be behind: they declare what the history made at some revision. What they declare beyond it would be lost.
fn behind(
    registry: &Registry,
    said: &Declared,
    server: &Server,
    ownership: &Ownership,
) -> Result<(), Error> {
    let convention = NamingConvention::default();
    let compared = |schema: &Schema| {
        let found = Reflected {
            schema: schema.clone(),
            raw: Vec::new(),
        };
        compare(&found, said, ownership, server, &convention).differences
    };
    let mut revisions = registry.graph().newest_first();
    revisions.reverse();
    let revisions = revisions.iter().map(|revision| &revision.id);
    let is_there =
        |schema: &Schema| has_the_columns(schema, said, ownership) && compared(schema).is_empty();
    let last = replayed_until(registry, server, revisions, is_there)?;
    let differences = compared(&last.schema);
    if differences.is_empty() {
        return Ok(());
    }
    let words: Vec<_> = differences.iter().map(Difference::describe).collect();
    Err(Error::new(
        ErrorKind::Refused,
        format!(
            "the declared schema says what no revision has made: {}",
            in_a_sentence(&words)
        ),
    )
    .with_help(
        "write a revision from it with `cargo migrate new --auto`, or take it out of the file",
    ))
}

/// Whether a schema has just the columns that are declared: without them there is no need to look any closer.
fn has_the_columns(schema: &Schema, said: &Declared, ownership: &Ownership) -> bool {
    let mut tables = said.schema.tables.values();
    let is_there = |table: &Table| {
        schema.table(&table.name).is_some_and(|found| {
            let mut columns = table.columns.iter();
            found.columns.len() == table.columns.len()
                && columns.all(|column| found.column(&column.name).is_some())
        })
    };
    tables.all(|table| !ownership.covers(&table.name) || is_there(table))
}

/// A declared file on the disk.
struct OnDisk {
    name: &'static str,
    path: PathBuf,
    text: String,
}

fn files(registry: &Registry, folder: &Path) -> Result<Vec<OnDisk>, Error> {
    let files = registry.declarations().iter().map(|declaration| {
        let path = folder.join(declaration.path);
        let text = fs::read_to_string(&path).map_err(|error| {
            let message = format!("cannot read {}", path.display());
            Error::new(ErrorKind::Unexpected, message)
                .with_source(error)
                .with_help("run it through `cargo migrate`, which knows where the sources are")
        })?;
        if text != declaration.text {
            let message = format!("{} is not the file that was built in", path.display());
            return Err(Error::new(ErrorKind::Refused, message)
                .with_help("run it through `cargo migrate`, which builds it first"));
        }
        Ok(OnDisk {
            name: declaration.path,
            path,
            text,
        })
    });
    files.collect()
}

/// What the files should say.
fn texts(
    files: &[OnDisk],
    said: &Declared,
    found: &Reflected,
    server: &Server,
    ownership: &Ownership,
) -> Result<Vec<String>, Error> {
    let convention = NamingConvention::default();
    let compared = compare(found, said, ownership, server, &convention);
    let mut schema: Schema = found.schema.clone();
    schema
        .tables
        .retain(|name, _| ownership.covers(name) || said.schema.tables.contains_key(name));
    let current = Current {
        schema: &schema,
        unchanged: &unchanged(said, &compared.found, &compared.desired),
        server,
        convention: &convention,
    };
    let files: Vec<_> = (files.iter())
        .map(|file| DeclaredFile {
            path: file.name,
            text: &file.text,
        })
        .collect();
    rewritten(&files, &current)
        .map_err(|error| Error::new(ErrorKind::Usage, error.to_string()).with_help(error.help))
}

/// Replaces a file as a whole or not at all.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("rs.new");
    fs::write(&beside, text)?;
    fs::rename(&beside, path)
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    Error::new(
        ErrorKind::Unexpected,
        format!("cannot write {}", path.display()),
    )
    .with_source(error)
}
