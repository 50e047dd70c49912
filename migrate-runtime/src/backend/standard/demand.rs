//! What a change newly demands of the rows that a table has, as queries for those that do not live up to it.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use super::super::precheck::{OffendingRows, Precheck, SAMPLE};
use crate::connection::BackendKind;
use crate::operation::{AddColumn, AlterColumn, Operation};
use crate::schema::{
    Check, Column, ColumnType, Constraint, ConstraintKind, ForeignKey, Index, KeyPart, Name,
    QualifiedName, Rule, Schema, Unique, UniqueNulls, Validation,
};

/// The rows of a table, as a change will see them.
pub(in crate::backend) struct Rows<'a> {
    dialect: &'a dyn Dialect,
    /// The schema before the change.
    schema: &'a Schema,
    table: &'a QualifiedName,
    /// What stands after `FROM`, called as the table is.
    from: String,
    /// The columns that tell rows apart, and each as text.
    key: Vec<(Name, String)>,
}

impl<'a> Rows<'a> {
    /// The rows as they are.
    pub(in crate::backend) fn new(
        dialect: &'a dyn Dialect,
        schema: &'a Schema,
        table: &'a QualifiedName,
    ) -> Result<Self, Unsupported> {
        Ok(Self {
            dialect,
            schema,
            table,
            from: dialect.qualified(table)?,
            key: key(dialect, schema, table)?,
        })
    }

    /// The same rows behind a query, which keeps the key under its names.
    pub(in crate::backend) fn seen_through(
        mut self,
        columns: &[(Name, String)],
    ) -> Result<Self, Unsupported> {
        let mut selected = Vec::new();
        for (position, (_, key)) in self.key.iter_mut().enumerate() {
            let alias = format!("migrate_key_{position}");
            selected.push(format!("{key} AS {alias}"));
            *key = alias;
        }
        for (name, sql) in columns {
            selected.push(format!("{sql} AS {}", self.dialect.name(name)?));
        }
        self.from = format!(
            "(SELECT {} FROM {}) AS {}",
            selected.join(", "),
            self.from,
            self.dialect.name(&self.table.name)?
        );
        Ok(self)
    }

    /// Calls the key by another name than that of its columns: where nothing is known but the place of a row.
    pub(in crate::backend) fn or_numbered(mut self, name: &str, sql: String) -> Self {
        if self.key.is_empty() {
            self.key = vec![(name.into(), sql)];
        }
        self
    }

    /// A column of the table with the table's name before it: inside a subquery only that is sure to mean it.
    fn column(&self, name: &Name) -> Result<String, Unsupported> {
        Ok(format!(
            "{}.{}",
            self.dialect.name(&self.table.name)?,
            self.dialect.name(name)?
        ))
    }

    /// The check that no row satisfies `condition`.
    pub(in crate::backend) fn none_where(&self, condition: &str, words: Words) -> Precheck {
        self.none(condition, "", words)
    }

    fn none(&self, condition: &str, order: &str, words: Words) -> Precheck {
        let from = &self.from;
        let keys: Vec<_> = self.key.iter().map(|(_, sql)| sql.as_str()).collect();
        let keys = if keys.is_empty() {
            as_text(self.dialect, "1")
        } else {
            keys.join(", ")
        };
        Precheck::Rows(OffendingRows {
            intention: words.intention,
            offence: words.offence,
            help: words.help,
            key: self.key.iter().map(|(name, _)| name.clone()).collect(),
            sample: format!("SELECT {keys} FROM {from} WHERE {condition}{order} LIMIT {SAMPLE}"),
            count: format!(
                "SELECT {} FROM {from} WHERE {condition}",
                as_text(self.dialect, "count(*)")
            ),
        })
    }

    /// The check that every row has a value; `sql` is what it will be.
    pub(in crate::backend) fn value(&self, column: &Name, sql: &str) -> Precheck {
        let table = self.table;
        self.none_where(
            &format!("{sql} IS NULL"),
            Words {
                intention: format!("column `{column}` of table `{table}` cannot become NOT NULL"),
                offence: "it is NULL".into(),
                help: format!(
                    "give these rows a value first, such as with `op.backfill(\"{table}\").set(\"{column}\", …)`"
                ),
            },
        )
    }

    /// The check that there are no rows which a new column would leave without a value.
    pub(in crate::backend) fn no_rows(&self, column: &Name) -> Precheck {
        let table = self.table;
        self.none_where(
            "1 = 1",
            Words {
                intention: format!("column `{column}` cannot be added to table `{table}`"),
                offence: "it is NOT NULL, and nothing gives it a value".into(),
                help: format!(
                    "give it a default; or add it as nullable, fill it with `op.backfill(\"{table}\")`, and end with \
                     `op.alter_column(\"{table}\", \"{column}\").not_null()`"
                ),
            },
        )
    }

    /// The checks that every row lives up to a new constraint.
    pub(in crate::backend) fn rule(
        &self,
        constraint: &Constraint,
    ) -> Result<Vec<Precheck>, Unsupported> {
        let words = self.constraint_words(constraint);
        if constraint.validation == Validation::Pending {
            return Ok(Vec::new());
        }
        Ok(match &constraint.rule {
            Rule::Check(check) => vec![self.check(check, words)],
            Rule::Unique(Unique { columns, nulls, .. }) => {
                let columns = self.columns(columns)?;
                vec![self.distinct(&columns, *nulls, None, words)]
            }
            Rule::PrimaryKey(key) => {
                let mut checks = Vec::new();
                for column in &key.columns {
                    checks.push(self.value(column, &self.column(column)?));
                }
                let columns = self.columns(&key.columns)?;
                checks.push(self.distinct(&columns, UniqueNulls::Distinct, None, words));
                checks
            }
            Rule::ForeignKey(key) => self.reference(key, words)?.into_iter().collect(),
            // Only the server knows its operators.
            Rule::Exclude(_) => Vec::new(),
        })
    }

    fn constraint_words(&self, constraint: &Constraint) -> Words {
        let table = self.table;
        let name = match &constraint.name {
            Some(name) => format!(" `{name}`"),
            None => String::new(),
        };
        let intention = format!(
            "{}{name} cannot be added to table `{table}`",
            constraint.kind().words()
        );
        let offence = match &constraint.rule {
            Rule::Check(check) => format!("`{}` is false", check.expression),
            Rule::PrimaryKey(_) | Rule::Unique(_) => {
                format!("{} is not unique", list(constraint.columns()))
            }
            Rule::ForeignKey(key) => {
                let columns = list(&key.columns);
                format!("{columns} refers to no row of table `{}`", key.table)
            }
            Rule::Exclude(_) => "it collides with another row".into(),
        };
        let help = match constraint.kind() {
            ConstraintKind::ForeignKey => "delete these rows or correct their references first",
            ConstraintKind::PrimaryKey
            | ConstraintKind::Unique
            | ConstraintKind::Check
            | ConstraintKind::Exclude => "delete or correct these rows first",
        };
        Words {
            intention,
            offence,
            help: format!("{help}, with `op.delete` or `op.update`"),
        }
    }

    fn columns(&self, names: &[Name]) -> Result<Vec<String>, Unsupported> {
        names.iter().map(|name| self.column(name)).collect()
    }

    /// Unknown (`NULL`) is no violation.
    fn check(&self, check: &Check, words: Words) -> Precheck {
        self.none_where(&format!("NOT ({})", check.expression), words)
    }

    /// The check that no two rows agree in all of `expressions`.
    fn distinct(
        &self,
        expressions: &[String],
        nulls: UniqueNulls,
        predicate: Option<&str>,
        words: Words,
    ) -> Precheck {
        let mut conditions: Vec<_> = predicate
            .map(|predicate| format!("({predicate})"))
            .into_iter()
            .collect();
        if nulls == UniqueNulls::Distinct {
            conditions.extend(expressions.iter().map(|sql| format!("{sql} IS NOT NULL")));
        }
        let condition = match conditions.join(" AND ") {
            none if none.is_empty() => "1 = 1".to_owned(),
            some => some,
        };
        let keys = self.key.iter().zip(0..);
        let mut selected: Vec<_> = keys
            .map(|((_, sql), position)| format!("{sql} AS migrate_key_{position}"))
            .collect();
        selected.push(format!(
            "count(*) OVER (PARTITION BY {}) AS migrate_equals",
            expressions.join(", ")
        ));
        let from = format!(
            "(SELECT {} FROM {} WHERE {condition}) AS migrate_rows",
            selected.join(", "),
            self.from
        );
        let outside = Rows {
            from,
            key: (self.key.iter().zip(0..))
                .map(|((name, _), position)| (name.clone(), format!("migrate_key_{position}")))
                .collect(),
            ..*self
        };
        // Equal rows come one after another; people look for the first key.
        outside.none("migrate_equals > 1", " ORDER BY 1", words)
    }

    /// The check that no two rows agree in the keys of a new unique index.
    pub(in crate::backend) fn unique_index(&self, index: &Index) -> Result<Precheck, Unsupported> {
        let expressions: Vec<_> = (index.keys.iter())
            .map(|key| {
                let part = match &key.part {
                    KeyPart::Column(name) => self.column(name)?,
                    KeyPart::Expression(sql) => format!("({sql})"),
                };
                Ok(match &key.collation {
                    Some(collation) => format!("{part} COLLATE {}", self.dialect.name(collation)?),
                    None => part,
                })
            })
            .collect::<Result<_, Unsupported>>()?;
        let table = self.table;
        let words = Words {
            intention: format!(
                "unique index `{}` cannot be created on table `{table}`",
                index.name
            ),
            offence: "its keys are not unique".into(),
            help: "delete or correct these rows first, with `op.delete` or `op.update`".into(),
        };
        Ok(self.distinct(&expressions, index.nulls, index.predicate.as_deref(), words))
    }

    /// The check that every reference leads to a row; none where what is referenced is not known.
    fn reference(&self, key: &ForeignKey, words: Words) -> Result<Option<Precheck>, Unsupported> {
        const PARENT: &str = "migrate_parent";
        let Some(parent) = self.schema.table(&key.table) else {
            return Ok(None);
        };
        let referenced = match (key.referenced.as_slice(), parent.primary_key()) {
            ([], None) => return Ok(None),
            ([], Some(primary)) => &primary.columns,
            (_, _) => &key.referenced,
        };
        let known = referenced.iter().all(|name| parent.column(name).is_some());
        if !known || referenced.len() != key.columns.len() {
            return Ok(None);
        }
        let (mut present, mut same) = (Vec::new(), Vec::new());
        for (column, referenced) in key.columns.iter().zip(referenced) {
            let column = self.column(column)?;
            present.push(format!("{column} IS NOT NULL"));
            let referenced = self.dialect.name(referenced)?;
            same.push(format!("{PARENT}.{referenced} = {column}"));
        }
        let condition = format!(
            "{} AND NOT EXISTS (SELECT 1 FROM {} AS {PARENT} WHERE {})",
            present.join(" AND "),
            self.dialect.qualified(&key.table)?,
            same.join(" AND ")
        );
        Ok(Some(self.none_where(&condition, words)))
    }
}

/// What is said where a row is found.
pub(in crate::backend) struct Words {
    pub(in crate::backend) intention: String,
    pub(in crate::backend) offence: String,
    pub(in crate::backend) help: String,
}

fn list<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    let quoted: Vec<_> = (names.into_iter())
        .map(|name| format!("`{name}`"))
        .collect();
    quoted.join(", ")
}

/// The primary key's columns as text, where they are known.
fn key(
    dialect: &dyn Dialect,
    schema: &Schema,
    table: &QualifiedName,
) -> Result<Vec<(Name, String)>, Unsupported> {
    let Some(known) = schema.table(table) else {
        return Ok(Vec::new());
    };
    let columns = known.primary_key().map_or(&[][..], |key| &key.columns);
    let text = |name: &Name| {
        let column_type = known.column(name).map(|column| &column.column_type);
        let sql = format!("{}.{}", dialect.name(&table.name)?, dialect.name(name)?);
        Ok((name.clone(), value_as_text(dialect, column_type, &sql)))
    };
    columns.iter().map(text).collect()
}

/// A column's value as text that every driver can read: bytes as hexadecimal digits.
pub(in crate::backend) fn value_as_text(
    dialect: &dyn Dialect,
    column_type: Option<&ColumnType>,
    sql: &str,
) -> String {
    let bytes = matches!(
        column_type,
        Some(ColumnType::Binary | ColumnType::Varbinary(_))
    );
    match dialect.server().kind {
        // A column holds bytes wherever somebody put them.
        BackendKind::Sqlite => {
            format!("CASE typeof({sql}) WHEN 'blob' THEN hex({sql}) ELSE CAST({sql} AS TEXT) END")
        }
        BackendKind::Mysql if bytes => format!("HEX({sql})"),
        BackendKind::Postgres if bytes => format!("encode({sql}, 'hex')"),
        BackendKind::Mysql | BackendKind::Postgres => as_text(dialect, sql),
    }
}

/// A number or text as text.
pub(in crate::backend) fn as_text(dialect: &dyn Dialect, sql: &str) -> String {
    let name = match dialect.server().kind {
        BackendKind::Sqlite | BackendKind::Postgres => "TEXT",
        BackendKind::Mysql => "CHAR",
    };
    format!("CAST({sql} AS {name})")
}

/// Whether rows that are there already get no value in the column, and must have one.
pub(in crate::backend) const fn is_without_value(column: &Column) -> bool {
    !column.nullable
        && column.default.is_none()
        && column.generated.is_none()
        && column.numbering.is_none()
}

/// Whether an operation demands something of the rows that a table has.
pub(in crate::backend) fn demands(operation: &Operation) -> bool {
    match operation {
        Operation::AddColumn(add) => is_without_value(&add.column),
        Operation::AlterColumn(alter) => alter.nullable == Some(false),
        Operation::CreateIndex(create) => create.index.unique,
        // An index that is taken over is unique already.
        Operation::AddConstraint(add) => add.using_index.is_none(),
        Operation::ValidateConstraint(_) => true,
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::CommentOnTable(_)
        | Operation::AlterTableOptions(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::AddEnumLabel(_)
        | Operation::DropEnumLabel(_)
        | Operation::RenameEnumLabel(_)
        | Operation::CreateSequence(_)
        | Operation::DropSequence(_)
        | Operation::CreateView(_)
        | Operation::DropView(_)
        | Operation::CreateTrigger(_)
        | Operation::DropTrigger(_)
        | Operation::CreateNamespace(_)
        | Operation::DropNamespace(_)
        | Operation::AlterSequence(_)
        | Operation::CreateExtension(_)
        | Operation::DropExtension(_)
        | Operation::CreateFunction(_)
        | Operation::DropFunction(_)
        | Operation::ReplaceView(_)
        | Operation::RefreshView(_)
        | Operation::MoveTable(_)
        | Operation::RenameObject(_)
        | Operation::Insert(_)
        | Operation::Update(_)
        | Operation::Backfill(_)
        | Operation::Delete(_)
        | Operation::Execute(_)
        | Operation::Run(_) => false,
    }
}

/// Of operations that are done in one go, those that demand something of rows which the ones before leave alone: nobody
/// can look at a column that is about to be added.
pub(in crate::backend) fn of_rows_as_they_are<'a>(
    operations: &[&'a Operation],
) -> Vec<&'a Operation> {
    let mut changed: Vec<&Name> = Vec::new();
    let mut chosen = Vec::new();
    for &operation in operations {
        if !changed.iter().any(|column| concerns(operation, column)) {
            chosen.push(operation);
        }
        if let Operation::AddColumn(add) = operation {
            changed.push(&add.column.name);
        }
        if let Operation::AlterColumn(alter) = operation {
            changed.push(&alter.column);
        }
    }
    chosen
}

/// Whether what an operation demands is about the column.
fn concerns(operation: &Operation, column: &Name) -> bool {
    if let Operation::AlterColumn(alter) = operation {
        return alter.column == *column;
    }
    if let Operation::AddConstraint(add) = operation {
        return add.constraint.concerns(column);
    }
    if let Operation::CreateIndex(create) = operation {
        return create.index.concerns(column);
    }
    false
}

/// What to look for before an operation that a server does in place.
pub(in crate::backend) fn prechecks(
    dialect: &dyn Dialect,
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Precheck>, Unsupported> {
    if !demands(operation) {
        return Ok(Vec::new());
    }
    if let Operation::AddColumn(add) = operation {
        return of_new_column(dialect, before, add);
    }
    if let Operation::AlterColumn(alter) = operation {
        return of_altered_column(dialect, before, alter);
    }
    if let Operation::AddConstraint(add) = operation {
        return rows(dialect, before, &add.table)?.rule(&add.constraint);
    }
    if let Operation::ValidateConstraint(validate) = operation {
        let table = before.table(&validate.table);
        let Some(pending) = table.and_then(|table| table.constraint(&validate.name)) else {
            return Ok(Vec::new());
        };
        let validation = Validation::Done;
        let demanded = Constraint {
            validation,
            ..pending.clone()
        };
        return rows(dialect, before, &validate.table)?.rule(&demanded);
    }
    if let Operation::CreateIndex(create) = operation {
        let rows = rows(dialect, before, &create.table)?;
        return Ok(vec![rows.unique_index(&create.index)?]);
    }
    Ok(Vec::new())
}

fn rows<'a>(
    dialect: &'a dyn Dialect,
    before: &'a Schema,
    table: &'a QualifiedName,
) -> Result<Rows<'a>, Unsupported> {
    let rows = Rows::new(dialect, before, table)?;
    if dialect.server().kind != BackendKind::Postgres {
        return Ok(rows);
    }
    let place = format!("{}.ctid", dialect.name(&table.name)?);
    Ok(rows.or_numbered("ctid", as_text(dialect, &place)))
}

/// MySQL gives the rows a value of its own; the server itself looks at what a new column's constraints demand.
fn of_new_column(
    dialect: &dyn Dialect,
    before: &Schema,
    add: &AddColumn,
) -> Result<Vec<Precheck>, Unsupported> {
    if dialect.server().kind == BackendKind::Mysql {
        return Ok(Vec::new());
    }
    Ok(vec![
        rows(dialect, before, &add.table)?.no_rows(&add.column.name),
    ])
}

fn of_altered_column(
    dialect: &dyn Dialect,
    before: &Schema,
    alter: &AlterColumn,
) -> Result<Vec<Precheck>, Unsupported> {
    let known = before
        .table(&alter.table)
        .and_then(|table| table.column(&alter.column));
    let has_values = known.is_some_and(|column| !column.nullable);
    if has_values {
        return Ok(Vec::new());
    }
    let rows = rows(dialect, before, &alter.table)?;
    let using = alter
        .column_type
        .as_ref()
        .and_then(|new| new.using.as_ref());
    let value = match using {
        Some(sql) => format!("({sql})"),
        None => rows.column(&alter.column)?,
    };
    Ok(vec![rows.value(&alter.column, &value)])
}
