//! What `ALTER TABLE` cannot do in SQLite: a new table takes the rows and then the name of the old one.
//!
//! The order is the one that SQLite documents, and the only one that is safe: create the new table, copy, drop the old
//! one, rename the new one. Foreign keys are off meanwhile, or dropping the old table would delete its rows and cascade.
//! All that must hold is checked by the statements themselves, through constraints of a temporary table whose names say
//! what went wrong: a script has the same checks as a run.

use std::collections::BTreeMap;

use super::affinity::{self, Conversion};
use super::{Sqlite, index, rebuild_demand, table, types};
use crate::backend::dialect::Dialect;
use crate::backend::group::{TableChange, neighbours};
use crate::backend::standard::trigger;
use crate::backend::{Server, Statement, Unsupported};
use crate::operation::{Operation, RenameEnumLabel};
use crate::schema::{Column, Name, PrimaryKey, QualifiedName, Schema, Table, Trigger};

/// Remembers how many rows there were.
const BEFORE: &str = "temp.\"__migrate_before\"";
/// Remembers which references were broken before.
const BROKEN: &str = "temp.\"__migrate_broken\"";
/// Its constraints are what must be true afterwards.
const PROOF: &str = "temp.\"__migrate_proof\"";

/// The statements that rebuild a table so that it is as `operations` want it.
pub(super) fn table(
    server: &Server,
    before: &Schema,
    operations: &[&Operation],
    name: &QualifiedName,
    reason: &str,
) -> Result<Vec<Statement>, Unsupported> {
    let Some(old) = before.table(name) else {
        return Err(Unsupported::new(format!(
            "table `{name}` must be rebuilt ({reason}), and its definition is not known"
        ))
        .help("create the table with `op.create_table`, or write the rebuild with `op.execute`"));
    };
    let mut after = before.clone();
    for operation in operations {
        operation.apply(&mut after).map_err(|error| Unsupported {
            message: error.to_string(),
            help: error.help(),
        })?;
    }
    let new = after.table(name).unwrap_or(old);
    let rebuild = Rebuild {
        sqlite: Sqlite::new(server),
        temporary: name.sibling(format!("__migrate_new_{}", name.name.as_str())),
        old,
        new,
        values: values(old, operations),
        renamed_label: renamed_label(operations),
        before,
        after: &after,
    };
    rebuild.guarded_statements()
}

/// Where the values of a column come from.
pub(super) struct Values<'a> {
    /// The column of the old table.
    pub(super) column: &'a Name,
    /// The author's own conversion.
    pub(super) using: Option<&'a str>,
}

/// Where the values of each column come from that is there before and after; by the names after.
fn values<'a>(old: &'a Table, operations: &[&'a Operation]) -> BTreeMap<Name, Values<'a>> {
    let own = |column: &'a Column| {
        let (column, using) = (&column.name, None);
        (column.clone(), Values { column, using })
    };
    let mut values: BTreeMap<_, _> = old.columns.iter().map(own).collect();
    for change in neighbours(operations) {
        match change {
            TableChange::DropColumn(drop) => {
                values.remove(&drop.column);
            }
            TableChange::RenameColumn(rename) => {
                let moved = values.remove(&rename.column);
                values.extend(moved.map(|moved| (rename.to.clone(), moved)));
            }
            TableChange::AlterColumn(alter) => {
                let said = (alter.column_type.as_ref()).and_then(|new| new.using.as_deref());
                if let (Some(values), Some(sql)) = (values.get_mut(&alter.column), said) {
                    values.using = Some(sql);
                }
            }
            TableChange::Comment(_)
            | TableChange::AddColumn(_)
            | TableChange::CreateIndex(_)
            | TableChange::DropIndex(_)
            | TableChange::RenameIndex(_)
            | TableChange::AddConstraint(_)
            | TableChange::DropConstraint(_)
            | TableChange::RenameConstraint(_) => {}
        }
    }
    values
}

/// The label that the rows follow to its new name.
const fn renamed_label<'a>(operations: &[&'a Operation]) -> Option<&'a RenameEnumLabel> {
    match operations {
        [Operation::RenameEnumLabel(rename)] => Some(rename),
        _ => None,
    }
}

pub(super) struct Rebuild<'a> {
    pub(super) sqlite: Sqlite<'a>,
    temporary: QualifiedName,
    pub(super) old: &'a Table,
    pub(super) new: &'a Table,
    pub(super) values: BTreeMap<Name, Values<'a>>,
    renamed_label: Option<&'a RenameEnumLabel>,
    pub(super) before: &'a Schema,
    after: &'a Schema,
}

impl Rebuild<'_> {
    /// The statements, and before the first what must not be found; the last ones leave nothing of ours behind.
    fn guarded_statements(&self) -> Result<Vec<Statement>, Unsupported> {
        let mut statements: Vec<_> = (self.statements()?.into_iter())
            .map(Statement::without_foreign_keys)
            .collect();
        if let Some(first) = statements.first_mut() {
            first.prechecks = rebuild_demand::prechecks(self)?;
        }
        statements.push(Statement {
            only_if: Some(format!(
                "SELECT name FROM {}sqlite_master WHERE name = 'sqlite_stat1'",
                self.namespace()?
            )),
            ..Statement::without_foreign_keys(format!(
                "ANALYZE {}",
                self.sqlite.qualified(&self.new.name)?
            ))
        });
        Ok(statements)
    }

    fn statements(&self) -> Result<Vec<String>, Unsupported> {
        let name = self.sqlite.qualified(&self.old.name)?;
        let mut sql = vec![
            self.remember_rows()?,
            format!(
                "CREATE TEMP TABLE \"__migrate_broken\" AS {}",
                self.broken()?
            ),
            self.proof_table()?,
            self.prove_shape()?,
        ];
        sql.push(table::definition(&self.sqlite, self.new, &self.temporary)?);
        sql.push(self.copy()?);
        sql.push(self.prove_copy()?);
        sql.extend(self.keep_numbering()?);
        sql.push(format!("DROP TABLE {name}"));
        sql.extend(self.take_name()?);
        for index in &self.new.indexes {
            sql.push(index::create(&self.sqlite, &self.new.name, index)?);
        }
        for trigger in self
            .after
            .triggers
            .values()
            .filter(|trigger| trigger.table == self.new.name)
        {
            sql.push(trigger::create(&self.sqlite, trigger)?);
        }
        sql.push(self.prove_references()?);
        sql.extend(self.prove_views_and_triggers()?);
        sql.extend([
            format!("DROP TABLE {PROOF}"),
            format!("DROP TABLE {BROKEN}"),
            format!("DROP TABLE {BEFORE}"),
        ]);
        Ok(sql)
    }

    fn remember_rows(&self) -> Result<String, Unsupported> {
        Ok(format!(
            "CREATE TEMP TABLE \"__migrate_before\" AS SELECT count(*) AS \"rows\" FROM {}",
            self.sqlite.qualified(&self.old.name)?
        ))
    }

    /// The broken references of the table and of those that refer to it: which row of which table, and by which columns.
    /// SQLite numbers a table's foreign keys anew when one comes or goes.
    fn broken(&self) -> Result<String, Unsupported> {
        let name = self.text(&self.old.name.name)?;
        let argument = self.namespace_argument()?;
        Ok(format!(
            "SELECT b.\"table\" AS child, b.rowid AS place, b.parent AS parent, (SELECT group_concat(\"from\") FROM \
             pragma_foreign_key_list(b.\"table\"{argument}) WHERE id = b.fkid) AS columns, count(*) AS times FROM \
             (SELECT {name} AS child UNION SELECT m.name FROM {}sqlite_master AS m, \
             pragma_foreign_key_list(m.name{argument}) AS k WHERE m.type = 'table' AND k.\"table\" = {name} COLLATE NOCASE) \
             AS t, pragma_foreign_key_check(t.child{argument}) AS b GROUP BY 1, 2, 3, 4",
            self.namespace()?
        ))
    }

    /// References that were broken before are not this rebuild's fault.
    fn prove_references(&self) -> Result<String, Unsupported> {
        Ok(format!(
            "INSERT INTO {PROOF} (\"references\") SELECT NOT EXISTS (SELECT * FROM ({}) EXCEPT SELECT * FROM {BROKEN})",
            self.broken()?
        ))
    }

    /// Renaming anything makes SQLite read every view and trigger: what no longer compiles fails here, while everything
    /// can still be undone.
    fn prove_views_and_triggers(&self) -> Result<[String; 3], Unsupported> {
        let probe = |name: &str| self.sqlite.qualified(&self.old.name.sibling(name));
        let (probe, renamed) = (probe("__migrate_probe")?, probe("__migrate_probed")?);
        Ok([
            format!("CREATE TABLE {probe} (\"probe\")"),
            format!("ALTER TABLE {probe} RENAME TO \"__migrate_probed\""),
            format!("DROP TABLE {renamed}"),
        ])
    }

    fn text(&self, name: &Name) -> Result<String, Unsupported> {
        self.sqlite.literal(&name.as_str().into())
    }

    /// What stands before the name of a catalogue table.
    pub(super) fn namespace(&self) -> Result<String, Unsupported> {
        match &self.old.name.schema {
            Some(schema) => Ok(format!("{}.", self.sqlite.name(schema)?)),
            None => Ok(String::new()),
        }
    }

    /// What a pragma gets as its last argument.
    fn namespace_argument(&self) -> Result<String, Unsupported> {
        match &self.old.name.schema {
            Some(schema) => Ok(format!(", {}", self.text(schema)?)),
            None => Ok(String::new()),
        }
    }

    fn proof_table(&self) -> Result<String, Unsupported> {
        let table = &self.old.name;
        let mut columns = vec![
            must(
                "shape",
                &format!(
                    "table `{table}` has the columns, indexes and triggers that its migrations gave it"
                ),
            ),
            must("rows", &format!("every row of `{table}` is copied")),
            must("references", "no reference breaks"),
        ];
        for (position, (column, _)) in self.changed_types()?.into_iter().enumerate() {
            let promise = format!(
                "no value of `{table}`.`{}` changes as {}",
                column.name, column.column_type
            );
            columns.push(must(&format!("column {position}"), &promise));
        }
        Ok(format!(
            "CREATE TEMP TABLE \"__migrate_proof\" ({})",
            columns.join(", ")
        ))
    }

    /// The new table is made from what the migrations say: whatever else the old one has would be lost.
    fn prove_shape(&self) -> Result<String, Unsupported> {
        let table = self.text(&self.old.name.name)?;
        let names: Vec<_> = (self.old.columns.iter())
            .map(|column| self.text(&column.name))
            .collect::<Result<_, _>>()?;
        let (schema, argument) = (self.namespace()?, self.namespace_argument()?);
        let columns = format!("(SELECT count(*) FROM pragma_table_xinfo({table}{argument})");
        let objects = |kind: &str, count: usize| {
            format!(
                "(SELECT count(*) FROM {schema}sqlite_master WHERE type = '{kind}' AND sql IS NOT NULL \
                 AND tbl_name = {table} COLLATE NOCASE) = {count}"
            )
        };
        Ok(format!(
            "INSERT INTO {PROOF} (\"shape\") SELECT {columns}) = {count} AND {columns} WHERE name IN ({names})) = {count} \
             AND {indexes} AND {triggers}",
            count = self.old.columns.len(),
            names = names.join(", "),
            indexes = objects("index", self.old.indexes.len()),
            triggers = objects("trigger", self.triggers().count()),
        ))
    }

    fn triggers(&self) -> impl Iterator<Item = &Trigger> {
        let triggers = self.after.triggers.values();
        triggers.filter(|trigger| trigger.table == self.new.name)
    }

    fn copy(&self) -> Result<String, Unsupported> {
        let (mut into, mut from) = (Vec::new(), Vec::new());
        if let Some(rowid) = self.kept_rowid()? {
            into.push(rowid.to_owned());
            from.push(rowid.to_owned());
        }
        for (column, values) in self.copied() {
            into.push(self.sqlite.name(&column.name)?);
            from.push(match values.using {
                Some(sql) => sql.to_owned(),
                None => self.relabelled(column, values)?,
            });
        }
        // Only ABORT is sure to lose no row, whatever conflict clause the new table has.
        Ok(format!(
            "INSERT OR ABORT INTO {} ({}) SELECT {} FROM {}",
            self.sqlite.qualified(&self.temporary)?,
            into.join(", "),
            from.join(", "),
            self.sqlite.qualified(&self.old.name)?
        ))
    }

    /// The column's value, a renamed label under its new name.
    pub(super) fn relabelled(
        &self,
        column: &Column,
        values: &Values<'_>,
    ) -> Result<String, Unsupported> {
        let name = self.sqlite.name(values.column)?;
        match self.renamed_label {
            Some(rename) if column.has_enum(&rename.name) => Ok(format!(
                "CASE {name} WHEN {} THEN {} ELSE {name} END",
                self.sqlite.literal(&rename.label.as_str().into())?,
                self.sqlite.literal(&rename.to.as_str().into())?
            )),
            _ => Ok(name),
        }
    }

    /// The columns of the new table whose values come from the old one.
    fn copied(&self) -> impl Iterator<Item = (&Column, &Values<'_>)> {
        let stored = self
            .new
            .columns
            .iter()
            .filter(|column| column.generated.is_none());
        stored.filter_map(|column| Some((column, self.values.get(&column.name)?)))
    }

    /// Copied columns whose type changes while nobody has said how: no value may change by the way.
    fn changed_types(&self) -> Result<Vec<(&Column, &Values<'_>)>, Unsupported> {
        let mut changed = Vec::new();
        for (column, values) in self.copied() {
            if values.using.is_none() && self.conversion(column, values)?.is_some() {
                changed.push((column, values));
            }
        }
        Ok(changed)
    }

    /// How the values of a column change on their way; `None` where none can.
    pub(super) fn conversion(
        &self,
        column: &Column,
        values: &Values<'_>,
    ) -> Result<Option<Conversion>, Unsupported> {
        let Some(old) = self.old.column(values.column) else {
            return Ok(None);
        };
        affinity::conversion(&self.sqlite, (self.old, old), (self.new, column))
    }

    fn prove_copy(&self) -> Result<String, Unsupported> {
        let new = self.sqlite.qualified(&self.temporary)?;
        let mut proofs = vec![format!(
            "(SELECT count(*) FROM {new}) = (SELECT \"rows\" FROM {BEFORE})"
        )];
        let mut names = vec!["\"rows\"".to_owned()];
        for (position, (column, values)) in self.changed_types()?.into_iter().enumerate() {
            names.push(format!("\"column {position}\""));
            proofs.push(self.unchanged(column, values)?);
        }
        Ok(format!(
            "INSERT INTO {PROOF} ({}) SELECT {}",
            names.join(", "),
            proofs.join(", ")
        ))
    }

    /// Text must stay the same text (`'007'` is not 7), numbers the same numbers.
    fn unchanged(&self, column: &Column, values: &Values<'_>) -> Result<String, Unsupported> {
        let (old, new) = (
            self.sqlite.qualified(&self.old.name)?,
            self.sqlite.qualified(&self.temporary)?,
        );
        let (was, is) = (
            self.sqlite.name(values.column)?,
            self.sqlite.name(&column.name)?,
        );
        let same_row = match (self.rowid()?, self.new.primary_key()) {
            (Some(rowid), _) => format!("o.{rowid} = n.{rowid}"),
            (None, Some(key)) => self.same_key(key)?,
            (None, None) => return Ok("1".into()),
        };
        Ok(format!(
            "NOT EXISTS (SELECT 1 FROM {old} AS o JOIN {new} AS n ON {same_row} WHERE CASE typeof(o.{was}) \
             WHEN 'text' THEN CAST(n.{is} AS TEXT) IS NOT o.{was} ELSE n.{is} IS NOT o.{was} END)"
        ))
    }

    /// The row with the same primary key, whose columns may have got other names.
    fn same_key(&self, key: &PrimaryKey) -> Result<String, Unsupported> {
        let mut same = Vec::new();
        for column in &key.columns {
            let old = self
                .values
                .get(column)
                .map_or(column, |values| values.column);
            let (old, new) = (self.sqlite.name(old)?, self.sqlite.name(column)?);
            same.push(format!("o.{old} = n.{new}"));
        }
        Ok(same.join(" AND "))
    }

    /// Callers may use implicit row numbers, and full-text indexes do: they are copied where nothing else keeps them.
    fn kept_rowid(&self) -> Result<Option<&'static str>, Unsupported> {
        let has_alias = match self.new.primary_key().map(|key| key.columns.as_slice()) {
            Some([only]) => match self.new.column(only) {
                Some(column) => {
                    table::numbered_key(self.new, column).is_some()
                        || types::spelled(&self.sqlite, &column.column_type)?
                            .eq_ignore_ascii_case("INTEGER")
                }
                None => false,
            },
            _ => false,
        };
        if has_alias { Ok(None) } else { self.rowid() }
    }

    /// The word for the row number that no column has taken, where both tables have row numbers.
    pub(super) fn rowid(&self) -> Result<Option<&'static str>, Unsupported> {
        if self.old.options.without_rowid || self.new.options.without_rowid {
            return Ok(None);
        }
        let taken = |word: &str| {
            let columns = self.old.columns.iter().chain(&self.new.columns);
            columns
                .into_iter()
                .any(|column| column.name.as_str().eq_ignore_ascii_case(word))
        };
        let free = ["rowid", "_rowid_", "oid"]
            .into_iter()
            .find(|word| !taken(word));
        free.map(Some).ok_or_else(|| {
            Unsupported::new(format!(
                "SQLite cannot rebuild table `{}` without losing row numbers: its columns take all three words for them",
                self.old.name
            ))
        })
    }

    /// The next number is one that no row has ever had, even if the rows that had the highest are gone.
    fn keep_numbering(&self) -> Result<Vec<String>, Unsupported> {
        let numbered = |table: &Table| {
            table
                .columns
                .iter()
                .any(|column| table::numbered_key(table, column).is_some())
        };
        if !numbered(self.old) || !numbered(self.new) {
            return Ok(Vec::new());
        }
        let schema = self.namespace()?;
        let (old, new) = (
            self.text(&self.old.name.name)?,
            self.text(&self.temporary.name)?,
        );
        Ok(vec![
            format!("DELETE FROM {schema}sqlite_sequence WHERE name = {new}"),
            format!(
                "INSERT INTO {schema}sqlite_sequence (name, seq) SELECT {new}, seq FROM {schema}sqlite_sequence WHERE name = {old}"
            ),
        ])
    }

    /// In legacy mode a view or trigger that names the table does not stop the renaming, and no reference is rewritten.
    fn take_name(&self) -> Result<[String; 3], Unsupported> {
        let temporary = self.sqlite.qualified(&self.temporary)?;
        Ok([
            "PRAGMA legacy_alter_table = ON".into(),
            format!(
                "ALTER TABLE {temporary} RENAME TO {}",
                self.sqlite.name(&self.new.name.name)?
            ),
            "PRAGMA legacy_alter_table = OFF".into(),
        ])
    }
}

/// A column of the proof: what is inserted must be true, or the promise stands in SQLite's error.
fn must(column: &str, promise: &str) -> String {
    let promise = promise.replace('"', "\"\"");
    format!("\"{column}\" CONSTRAINT \"{promise}\" CHECK (\"{column}\")")
}
