//! `new --auto`: the body of a migration that brings a schema to what is declared.

use std::collections::BTreeMap;

use migrate_graph::Target;

use super::side::{declaration, live, replay, unreadable, unseen_words};
use crate::autogenerate::{
    Comparison, Declared, Demand, Fill, Fills, Ownership, PossibleRename, Rename, compare,
};
use crate::backend::{Reflected, Server, has_nulls, has_rows};
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
    /// What differs although nothing is written: no operation makes it go.
    pub unwritten: Vec<String>,
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
    /// SQL for the rows that are there, by table and column.
    pub values: BTreeMap<(QualifiedName, Name), String>,
    /// Why tables that nobody declares may go; the migration says it.
    pub reason: Option<String>,
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

    /// The SQL of the value that rows get in a column which demands one; nothing where it is written later.
    ///
    /// # Errors
    ///
    /// The answer cannot be read.
    fn value_of(&mut self, demand: Demand<'_>) -> Result<Option<String>, Error>;
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
        return Scribe {
            kind: server.kind,
            convention,
            reason: None,
        }
        .written(&comparison, &Fills::new(), &unseen);
    }
    let mut said = declaration(&registry, server.kind)?;
    let compared =
        |said: &Declared| compare(&found, said, &request.ownership, &server, &convention);
    let mut comparison = compared(&said);
    if !request.no_renames && settle_renames(&comparison, &mut said, author)? {
        comparison = compared(&said);
    }
    let fills = fills(&comparison, &mut ground, request, author)?;
    if let Ground::Live(_) = ground
        && comparison.differences.operations().next().is_some()
    {
        // Where the history cannot be followed, the server's words have to do.
        if let Ok((history, _)) = replay(&registry, &server, &[Target::parse("heads")?]) {
            comparison.spell_as(&history.schema, &server);
        }
    }
    let scribe = Scribe {
        kind: server.kind,
        convention,
        reason: request.reason.as_deref(),
    };
    scribe.written(&comparison, &fills, &unseen)
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

/// What rows get in columns that demand a value. A history tells nothing of rows: there may be some.
fn fills(
    comparison: &Comparison,
    ground: &mut Ground<'_>,
    request: &GenerateRequest,
    author: &mut dyn Author,
) -> Result<Fills, Error> {
    let mut fills = Fills::new();
    for demand in comparison.demands() {
        let key = (demand.table.clone(), demand.column.clone());
        if let Some(sql) = request.values.get(&key) {
            fills.insert(key, Fill::Sql(sql.clone()));
        } else if may_lack_a_value(comparison, ground, demand)? {
            let said = author.value_of(demand)?;
            fills.insert(key, said.map_or(Fill::ByHand, Fill::Sql));
        }
    }
    let unknown = request.values.keys().find(|key| !fills.contains_key(key));
    match unknown {
        None => Ok(fills),
        Some((table, column)) => Err(Error::new(
            ErrorKind::Usage,
            format!("`{table}.{column}` is no column that demands a value from now on"),
        )
        .with_help("leave its `--default` out")),
    }
}

/// Whether a row may be without the value that is demanded.
fn may_lack_a_value(
    comparison: &Comparison,
    ground: &mut Ground<'_>,
    demand: Demand<'_>,
) -> Result<bool, Error> {
    match ground {
        Ground::Live(database) => {
            let table = name_before(comparison, demand.table);
            let lacks = if demand.is_new {
                has_rows(&mut **database, &table)
            } else {
                has_nulls(&mut **database, &table, column_before(comparison, demand))
            };
            lacks.map_err(unreadable)
        }
        Ground::Replayed(_) => Ok(true),
    }
}

/// What the database still calls a column that is renamed first.
fn column_before<'a>(comparison: &'a Comparison, demand: Demand<'a>) -> &'a Name {
    let mut operations = comparison.differences.operations();
    let renamed = operations.find_map(|operation| match operation {
        Operation::RenameColumn(rename)
            if rename.table == *demand.table && rename.to == *demand.column =>
        {
            Some(&rename.column)
        }
        _ => None,
    });
    renamed.unwrap_or(demand.column)
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

/// How a comparison is written down.
struct Scribe<'a> {
    kind: BackendKind,
    convention: NamingConvention,
    /// Why tables that nobody declares may go.
    reason: Option<&'a str>,
}

impl Scribe<'_> {
    fn written(
        &self,
        comparison: &Comparison,
        fills: &Fills,
        unseen: &[Unseen],
    ) -> Result<Generated, Error> {
        let mut generated = Generated {
            warnings: unseen.iter().map(unseen_words).collect(),
            undeclared: (comparison.undeclared.iter().map(ToString::to_string)).collect(),
            ..Generated::default()
        };
        if comparison.differences.operations().next().is_none() {
            let words = comparison.differences.words();
            generated.unwritten = words.map(ToOwned::to_owned).collect();
            return Ok(generated);
        }
        let draft = (comparison.draft(self.kind, fills, &self.convention)).map_err(|error| {
            let message = format!("the change cannot be followed in memory: {error}");
            Error::new(ErrorKind::Unexpected, message)
                .with_help("write this revision by hand: `cargo migrate new MESSAGE`")
        })?;
        generated.warnings.extend(draft.upgrade.warnings);
        generated.warnings.extend(draft.downgrade.warnings);
        generated.upgrade = self.justified(comparison).into_iter().collect();
        generated.upgrade.extend(draft.upgrade.lines);
        generated.downgrade = draft.downgrade.lines;
        let operations = comparison.differences.operations();
        generated.changes = operations.map(Operation::describe).collect();
        Ok(generated)
    }

    /// The reason as a comment, where a table goes that nobody declares.
    fn justified(&self, comparison: &Comparison) -> Option<String> {
        let reason = self.reason?;
        let mut operations = comparison.differences.operations();
        let drops = operations.any(|operation| matches!(operation, Operation::DropTable(_)));
        // A line break must not end the comment.
        let words: Vec<_> = reason.split_whitespace().collect();
        drops.then(|| format!("// Tables go that no file declares: {}", words.join(" ")))
    }
}
