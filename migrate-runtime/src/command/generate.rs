//! `new --auto`: the body of a migration that brings a schema to what is declared.

use std::collections::BTreeMap;

use migrate_graph::Target;

use super::side::{declaration, live, replay, unreadable, unseen_words};
use crate::autogenerate::{
    Comparison, Declared, Fill, Fills, Ownership, PossibleRename, Rename, compare,
};
use crate::backend::{Reflected, Server, has_rows};
use crate::connection::{BackendKind, Database};
use crate::error::{Error, ErrorKind};
use crate::migrator::{Migrator, Status};
use crate::operation::Operation;
use crate::plan::Unseen;
use crate::registry::Registry;
use crate::schema::{Name, NamingConvention, QualifiedName};

/// What `new --auto` writes into a revision's file, and what it says beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Generated {
    /// The lines of `upgrade`, not yet formatted; none where nothing differs.
    pub upgrade: Vec<String>,
    /// The lines of `downgrade`.
    pub downgrade: Vec<String>,
    /// The steps for people.
    pub changes: Vec<String>,
    /// What the author must look at.
    pub warnings: Vec<String>,
    /// Tables that nobody declares and that stay as they are.
    pub undeclared: Vec<String>,
}

/// Which schema the declared one is compared with.
pub enum Ground<'a> {
    /// That of a database, which must be at the heads.
    Live(&'a mut dyn Database),
    /// What the history makes of an empty database of this kind.
    Replayed(BackendKind),
}

/// What is decided before anything is looked at.
#[derive(Clone, Debug, Default)]
pub struct GenerateRequest {
    /// Which tables are looked at, and whether others are dropped.
    pub ownership: Ownership,
    /// Whether what goes and what comes is never taken for a rename.
    pub no_renames: bool,
    /// SQL for the rows that are there, by table and new column.
    pub values: BTreeMap<(QualifiedName, Name), String>,
    /// Whether everything that is found is written, as a history's first revision; what is declared does not matter then.
    pub baseline: bool,
}

/// Who answers what only the author knows.
pub trait Author {
    /// Which pairs of what goes and what comes are the same thing under a new name.
    ///
    /// # Errors
    ///
    /// Nobody can be asked.
    fn renames(&mut self, pairs: &[PossibleRename]) -> Result<Vec<Rename>, Error>;

    /// The SQL of the value that rows get in a new column which demands one; nothing where it is written later.
    ///
    /// # Errors
    ///
    /// The answer cannot be read.
    fn value_of(&mut self, table: &QualifiedName, column: &Name) -> Result<Option<String>, Error>;
}

/// Writes what leads from a schema to the declared one.
///
/// # Errors
///
/// Nothing is declared, the declaration cannot be read, the database is not at the heads or cannot be read, a builder of
/// the history fails, or a question has no answer.
pub fn generate(
    migrator: &Migrator,
    mut ground: Ground<'_>,
    request: &GenerateRequest,
    author: &mut dyn Author,
) -> Result<Generated, Error> {
    let registry = migrator.registry()?;
    if request.baseline {
        at_the_beginning(&registry)?;
    }
    let (found, server, unseen) = found(*migrator, &registry, &mut ground)?;
    let convention = NamingConvention::default();
    if request.baseline {
        let comparison = Comparison::baseline(found);
        if comparison.differences.is_empty() {
            return Err(Error::new(ErrorKind::Refused, "the database holds nothing to begin with")
                .with_help("declare what there shall be, and write the first revision with `cargo migrate new --auto`"));
        }
        return written(&comparison, &Fills::new(), &convention, &unseen);
    }
    let mut said = declaration(&registry, server.kind)?;
    let compared =
        |said: &Declared| compare(&found, said, &request.ownership, &server, &convention);
    let mut comparison = compared(&said);
    if !request.no_renames && settle_renames(&comparison, &mut said, author)? {
        comparison = compared(&said);
    }
    let fills = fills(&comparison, &mut ground, request, author)?;
    written(&comparison, &fills, &convention, &unseen)
}

/// The schema to start from, the server whose words it is in, and what a replay cannot see.
fn found(
    migrator: Migrator,
    registry: &Registry,
    ground: &mut Ground<'_>,
) -> Result<(Reflected, Server, Vec<Unseen>), Error> {
    match ground {
        Ground::Live(database) => {
            at_the_heads(&migrator.status(&mut **database)?)?;
            let server = Server::detect(&mut **database).map_err(unreadable)?;
            Ok((live(&mut **database, &server)?, server, Vec::new()))
        }
        Ground::Replayed(kind) => {
            let server = Server::assumed(*kind);
            let (found, unseen) = replay(registry, &server, &[Target::parse("heads")?])?;
            Ok((found, server, unseen))
        }
    }
}

/// What the database holds is the work of the revisions that there are, once there are any.
fn at_the_beginning(registry: &Registry) -> Result<(), Error> {
    match registry.graph().len() {
        0 => Ok(()),
        1 => Err(no_beginning("has a revision")),
        count => Err(no_beginning(&format!("has {count} revisions"))),
    }
}

fn no_beginning(has: &str) -> Error {
    Error::new(
        ErrorKind::Refused,
        format!("a baseline is the first revision, and this history {has}"),
    )
    .with_help("write what differs with `cargo migrate new --auto`; record what is applied with `cargo migrate stamp`")
}

/// A difference to a database that stands elsewhere is not the declaration's doing.
fn at_the_heads(status: &Status) -> Result<(), Error> {
    let names = |revisions: Vec<String>| revisions.join(", ");
    let ids = |revisions: &[migrate_graph::RevisionId]| {
        names(revisions.iter().map(ToString::to_string).collect())
    };
    let refused =
        |message: String, help: &str| Err(Error::new(ErrorKind::Refused, message).with_help(help));
    if let Some(half) = &status.half_applied {
        let message = format!("revision {} stopped half-way", half.revision);
        return refused(message, "see `cargo migrate status`");
    }
    if !status.pending.is_empty() {
        return refused(
            format!(
                "the database is not at the head: {} pending",
                ids(&status.pending)
            ),
            "apply it with `cargo migrate up`, or compare with the history alone: `--offline`",
        );
    }
    if !status.unknown.is_empty() {
        return refused(
            format!(
                "the database is ahead of this checkout, which does not have {}",
                ids(&status.unknown)
            ),
            "get the files, or compare with the history alone: `--offline`",
        );
    }
    Ok(())
}

/// Takes note of the renames that the author confirms; answers whether there is any.
fn settle_renames(
    comparison: &Comparison,
    said: &mut Declared,
    author: &mut dyn Author,
) -> Result<bool, Error> {
    if comparison.possible_renames.is_empty() {
        return Ok(false);
    }
    let renames = author.renames(&comparison.possible_renames)?;
    for rename in &renames {
        said.renamed(rename);
    }
    Ok(!renames.is_empty())
}

/// What rows get in new columns that demand a value. A history tells nothing of rows: there may be some.
fn fills(
    comparison: &Comparison,
    ground: &mut Ground<'_>,
    request: &GenerateRequest,
    author: &mut dyn Author,
) -> Result<Fills, Error> {
    let mut fills = Fills::new();
    for (table, column) in comparison.demanding_columns() {
        let key = (table.clone(), column.clone());
        if let Some(sql) = request.values.get(&key) {
            fills.insert(key, Fill::Sql(sql.clone()));
        } else if may_have_rows(comparison, ground, table)? {
            let said = author.value_of(table, column)?;
            fills.insert(key, said.map_or(Fill::ByHand, Fill::Sql));
        }
    }
    let unknown = request.values.keys().find(|key| !fills.contains_key(key));
    match unknown {
        None => Ok(fills),
        Some((table, column)) => Err(Error::new(
            ErrorKind::Usage,
            format!("`{table}.{column}` is no new column that demands a value"),
        )
        .with_help("leave its `--default` out")),
    }
}

fn may_have_rows(
    comparison: &Comparison,
    ground: &mut Ground<'_>,
    table: &QualifiedName,
) -> Result<bool, Error> {
    match ground {
        Ground::Live(database) => {
            let before = name_before(comparison, table);
            has_rows(&mut **database, &before).map_err(unreadable)
        }
        Ground::Replayed(_) => Ok(true),
    }
}

/// What the database still calls a table that is renamed first.
fn name_before(comparison: &Comparison, table: &QualifiedName) -> QualifiedName {
    let mut operations = comparison.differences.operations();
    let renamed = operations.find_map(|operation| match operation {
        Operation::RenameTable(rename) if rename.renamed() == *table => Some(rename.table.clone()),
        _ => None,
    });
    renamed.unwrap_or_else(|| table.clone())
}

fn written(
    comparison: &Comparison,
    fills: &Fills,
    convention: &NamingConvention,
    unseen: &[Unseen],
) -> Result<Generated, Error> {
    let mut warnings: Vec<String> = unseen.iter().map(unseen_words).collect();
    let undeclared = comparison.undeclared.iter().map(ToString::to_string);
    if comparison.differences.operations().next().is_none() {
        warnings.extend(comparison.differences.words().map(ToOwned::to_owned));
        return Ok(Generated {
            warnings,
            undeclared: undeclared.collect(),
            ..Generated::default()
        });
    }
    let draft = comparison.draft(fills, convention).map_err(|error| {
        let message = format!("the change cannot be followed in memory: {error}");
        Error::new(ErrorKind::Unexpected, message)
            .with_help("write this revision by hand: `cargo migrate new MESSAGE`")
    })?;
    warnings.extend(draft.upgrade.warnings);
    warnings.extend(draft.downgrade.warnings);
    let operations = comparison.differences.operations();
    Ok(Generated {
        upgrade: draft.upgrade.lines,
        downgrade: draft.downgrade.lines,
        changes: operations.map(Operation::describe).collect(),
        warnings,
        undeclared: undeclared.collect(),
    })
}
