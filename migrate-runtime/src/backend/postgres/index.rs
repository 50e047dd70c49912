//! Indexes in PostgreSQL.

use super::{Postgres, accept_nulls, comment};
use crate::backend::dialect::Dialect;
use crate::backend::standard::index;
use crate::backend::{Statement, Unsupported};
use crate::operation::{CreateIndex, DropIndex, IndexBuild};
use crate::schema::{Index, QualifiedName, UniqueNulls};

pub(super) fn create(
    postgres: &Postgres<'_>,
    create: &CreateIndex,
) -> Result<Vec<Statement>, Unsupported> {
    let sql = definition(
        postgres,
        &create.table,
        &create.index,
        concurrently(create.build),
    )?;
    let mut statements = vec![statement(create.build, sql)];
    let comment = comment::index(postgres, &create.table, &create.index)?;
    statements.extend(comment.map(Statement::transactional));
    Ok(statements)
}

/// `CREATE INDEX`; an index lives in its table's namespace, so its own name has none.
pub(super) fn definition(
    postgres: &Postgres<'_>,
    table: &QualifiedName,
    index: &Index,
    concurrently: &str,
) -> Result<String, Unsupported> {
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = match &index.method {
        Some(method) => format!(" USING {}", postgres.name(method)?),
        None => String::new(),
    };
    let mut sql = format!(
        "CREATE {unique}INDEX {concurrently}{} ON {}{method} ({})",
        postgres.name(&index.name)?,
        postgres.qualified(table)?,
        index::keys(postgres, index)?
    );
    if !index.include.is_empty() {
        sql += &format!(" INCLUDE ({})", postgres.names(&index.include)?);
    }
    if index.nulls == UniqueNulls::NotDistinct {
        sql += " NULLS NOT DISTINCT";
    }
    if let Some(predicate) = &index.predicate {
        sql += &format!(" WHERE {predicate}");
    }
    Ok(sql)
}

pub(super) fn drop(postgres: &Postgres<'_>, drop: &DropIndex) -> Result<Statement, Unsupported> {
    let name = postgres.qualified(&drop.table.sibling(&drop.index))?;
    let concurrently = concurrently(drop.build);
    Ok(statement(
        drop.build,
        format!("DROP INDEX {concurrently}{name}"),
    ))
}

const fn concurrently(build: IndexBuild) -> &'static str {
    match build {
        IndexBuild::Blocking => "",
        IndexBuild::Concurrently => "CONCURRENTLY ",
    }
}

fn statement(build: IndexBuild, sql: String) -> Statement {
    match build {
        IndexBuild::Blocking => Statement::transactional(sql),
        IndexBuild::Concurrently => Statement::outside(sql),
    }
}

pub(super) fn accept(postgres: &Postgres<'_>, index: &Index) -> Result<(), Unsupported> {
    accept_nulls(postgres, index.nulls)?;
    if index.keys.iter().any(|key| key.prefix.is_some()) {
        return Err(postgres.lacks("prefix keys", "index the expression `left(…)`"));
    }
    Ok(())
}
