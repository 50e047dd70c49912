//! `diff`: what leads from one schema to another.

use super::side::{Found, Side, unseen_words};
use crate::autogenerate::{self, Difference, Differences, Ownership, compare};
use crate::backend::{RawObject, Server, normalize, statements_together, together};
use crate::connection::BackendKind;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::plan::Unseen;
use crate::registry::Registry;
use crate::schema::{NamingConvention, Schema};

/// What `diff` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SchemaDiff {
    /// What the first schema is called.
    pub from: String,
    /// What the second schema is called.
    pub to: String,
    /// The kind of database that the SQL is for.
    #[serde(skip)]
    pub backend: BackendKind,
    /// What leads from the first to the second, in the order in which it runs.
    pub differences: Vec<SchemaDifference>,
    /// What was not compared, and why.
    pub notes: Vec<String>,
}

/// One step from one schema to another.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SchemaDifference {
    /// What it is, for people.
    pub description: String,
    /// The SQL that makes it go; empty where no operation does, and where the SQL of a step before it does both.
    pub sql: Vec<String>,
    /// Why there is no SQL, where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A schema to compare, and what the user calls it.
pub struct NamedSide<'a> {
    /// As it was typed.
    pub name: String,
    /// Where it is.
    pub side: Side<'a>,
}

/// Compares two schemas; `kind` is the kind of database where neither side is one.
///
/// # Errors
///
/// A database cannot be read, a target is unknown, a builder fails, nothing is declared, or the two sides are databases
/// of different kinds.
pub fn diff(
    registry: &Registry,
    mut from: NamedSide<'_>,
    mut to: NamedSide<'_>,
    kind: BackendKind,
    ownership: &Ownership,
) -> Result<SchemaDiff, Error> {
    let server = one_server(from.side.server()?, to.side.server()?, kind)?;
    let before = from.side.find(registry, &server)?;
    let after = to.side.find(registry, &server)?;
    let compared = compared(before, after, &server, ownership);
    Ok(SchemaDiff {
        from: from.name,
        to: to.name,
        backend: server.kind,
        differences: with_sql(&server, compared.before, &compared.differences),
        notes: compared.notes,
    })
}

/// Both sides in the words of one server.
fn one_server(
    from: Option<Server>,
    to: Option<Server>,
    kind: BackendKind,
) -> Result<Server, Error> {
    match (from, to) {
        (Some(from), Some(to)) if from.kind != to.kind => Err(Error::new(
            ErrorKind::Usage,
            format!(
                "a schema of {} cannot be compared with one of {}",
                from.product(),
                to.product()
            ),
        )
        .with_help("name two databases of one kind")),
        (Some(server), _) | (None, Some(server)) => Ok(server),
        (None, None) => Ok(Server::assumed(kind)),
    }
}

struct Compared {
    before: Schema,
    differences: Differences,
    notes: Vec<String>,
}

fn compared(from: Found, to: Found, server: &Server, ownership: &Ownership) -> Compared {
    let convention = NamingConvention::default();
    match (from, to) {
        (Found::Declared(_), Found::Declared(_)) => Compared {
            before: Schema::default(),
            differences: Differences::default(),
            notes: Vec::new(),
        },
        (Found::Schema(found, unseen), Found::Declared(said)) => {
            let comparison = compare(&found, &said, ownership, server, &convention);
            Compared {
                before: comparison.found,
                differences: comparison.differences,
                notes: notes(&found.raw, &unseen),
            }
        }
        (Found::Declared(said), Found::Schema(found, unseen)) => {
            let comparison = compare(&found, &said, ownership, server, &convention);
            Compared {
                differences: autogenerate::diff(&comparison.desired, &comparison.found),
                before: comparison.desired,
                notes: notes(&found.raw, &unseen),
            }
        }
        (Found::Schema(from, unseen), Found::Schema(to, also_unseen)) => {
            let [before, after] = [&from, &to].map(|found| normalize(server, &found.schema));
            let mut all = notes(&from.raw, &unseen);
            all.extend(notes(&to.raw, &also_unseen));
            all.dedup();
            Compared {
                differences: autogenerate::diff(&before, &after),
                before,
                notes: all,
            }
        }
    }
}

fn notes(raw: &[RawObject], unseen: &[Unseen]) -> Vec<String> {
    let raw = raw
        .iter()
        .map(|raw| format!("not compared: {} `{}`", raw.kind, raw.name));
    raw.chain(unseen.iter().map(unseen_words)).collect()
}

/// Each difference with its SQL, on a database that has `schema`.
fn with_sql(
    server: &Server,
    mut schema: Schema,
    differences: &Differences,
) -> Vec<SchemaDifference> {
    let operations: Vec<_> = differences.operations().collect();
    let mut rest = operations.as_slice();
    let mut sql = Vec::new();
    while !rest.is_empty() {
        let (group, later) = rest.split_at(together(server, &schema, rest));
        sql.push(statements(server, &schema, group));
        sql.extend(group.iter().skip(1).map(|_| Ok(Vec::new())));
        for operation in group {
            // What does not apply has said so as a problem of its SQL.
            let _ = operation.apply(&mut schema);
        }
        rest = later;
    }
    let mut sql = sql.into_iter();
    let described = differences.iter().map(|difference| {
        let (sql, problem) = match difference {
            Difference::Operation(_) => match sql.next().unwrap_or_else(|| Ok(Vec::new())) {
                Ok(sql) => (sql, None),
                Err(problem) => (Vec::new(), Some(problem)),
            },
            Difference::Words(_) => (Vec::new(), Some("no operation changes it".to_owned())),
        };
        SchemaDifference {
            description: difference.describe(),
            sql,
            problem,
        }
    });
    described.collect()
}

fn statements(
    server: &Server,
    schema: &Schema,
    group: &[&Operation],
) -> Result<Vec<String>, String> {
    let statements =
        statements_together(server, schema, group).map_err(|problem| problem.to_string())?;
    Ok(statements
        .into_iter()
        .map(|statement| statement.sql)
        .collect())
}
