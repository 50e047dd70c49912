//! What the steps of a revision say that they do to rows: what may differ afterwards, and under which name it is found.

use std::collections::{BTreeMap, BTreeSet};

use crate::operation::{Hints, ObjectKind, Operation};
use crate::schema::{ForeignKey, Name, QualifiedName, ReferentialAction, Schema};

/// What becomes of the tables that there were, by their names before.
#[derive(Clone, Debug, Default)]
pub(super) struct Effects {
    tables: BTreeMap<QualifiedName, TableFate>,
    /// The sequences that begin again.
    restarted: BTreeSet<QualifiedName>,
}

/// What becomes of a table.
#[derive(Clone, Debug)]
pub(super) struct TableFate {
    /// Its name afterwards; `None` where it is dropped.
    pub(super) now: Option<QualifiedName>,
    /// Whether rows may go.
    pub(super) loses_rows: bool,
    /// Whether anything may happen to it.
    pub(super) anything: bool,
    columns: BTreeMap<Name, ColumnFate>,
}

/// What becomes of a column.
#[derive(Clone, Debug)]
struct ColumnFate {
    now: Option<Name>,
    changed: bool,
}

impl Effects {
    /// What `operations` do to the rows of `before`.
    pub(super) fn of<'o>(
        before: &Schema,
        operations: impl IntoIterator<Item = &'o Operation>,
    ) -> Self {
        let tables = before.tables.values().map(|table| {
            let columns = table.columns.iter().map(|column| {
                let fate = ColumnFate {
                    now: Some(column.name.clone()),
                    changed: false,
                };
                (column.name.clone(), fate)
            });
            let fate = TableFate {
                now: Some(table.name.clone()),
                loses_rows: false,
                anything: false,
                columns: columns.collect(),
            };
            (table.name.clone(), fate)
        });
        let mut effects = Self {
            tables: tables.collect(),
            restarted: BTreeSet::new(),
        };
        for operation in operations {
            effects.follow(before, operation);
        }
        effects
    }

    pub(super) fn table(&self, before: &QualifiedName) -> Option<&TableFate> {
        self.tables.get(before)
    }

    pub(super) fn restarts(&self, sequence: &QualifiedName) -> bool {
        self.restarted.contains(sequence)
    }

    fn follow(&mut self, before: &Schema, operation: &Operation) {
        match operation {
            Operation::DropTable(one) => self.change(&one.table, |fate| fate.now = None),
            Operation::RenameTable(one) => {
                let to = one.table.sibling(one.to.clone());
                self.change(&one.table, |fate| fate.now = Some(to));
            }
            Operation::MoveTable(one) => {
                self.change(&one.table, |fate| fate.now = Some(one.moved()));
            }
            Operation::DropColumn(one) => {
                self.column(&one.table, &one.column, |fate| fate.now = None);
            }
            Operation::RenameColumn(one) => {
                self.column(&one.table, &one.column, |fate| {
                    fate.now = Some(one.to.clone());
                });
            }
            Operation::AlterColumn(one) => {
                if one.column_type.is_some() || !one.generated.is_keep() || !one.collation.is_keep()
                {
                    self.column(&one.table, &one.column, |fate| fate.changed = true);
                }
            }
            Operation::Update(one) => {
                self.set(before, &one.table, one.set.iter().map(|(name, _)| name));
            }
            Operation::Backfill(one) => {
                self.set(before, &one.table, one.set.iter().map(|(name, _)| name));
            }
            Operation::Delete(one) => self.delete(before, &one.table),
            Operation::AlterSequence(one) if one.restart.is_some() => {
                self.restarted.insert(one.name.clone());
            }
            Operation::DropSequence(one) => drop(self.restarted.insert(one.name.clone())),
            Operation::RenameEnumLabel(one) => self.labels(before, &one.name),
            Operation::DropEnumLabel(one) => self.labels(before, &one.name),
            Operation::Execute(one) => self.hinted(&one.hints),
            Operation::Run(one) => self.hinted(&one.hints),
            Operation::RenameObject(one) => match one.kind {
                ObjectKind::View
                | ObjectKind::MaterializedView
                | ObjectKind::Sequence
                | ObjectKind::Enum => {}
            },
            Operation::CreateTable(_)
            | Operation::CommentOnTable(_)
            | Operation::AlterTableOptions(_)
            | Operation::AddColumn(_)
            | Operation::CreateIndex(_)
            | Operation::DropIndex(_)
            | Operation::RenameIndex(_)
            | Operation::AddConstraint(_)
            | Operation::DropConstraint(_)
            | Operation::ValidateConstraint(_)
            | Operation::RenameConstraint(_)
            | Operation::CreateEnum(_)
            | Operation::DropEnum(_)
            | Operation::AddEnumLabel(_)
            | Operation::CreateSequence(_)
            | Operation::CreateView(_)
            | Operation::DropView(_)
            | Operation::CreateTrigger(_)
            | Operation::DropTrigger(_)
            | Operation::CreateNamespace(_)
            | Operation::DropNamespace(_)
            | Operation::AlterSequence(_)
            | Operation::CreateExtension(_)
            | Operation::CreateFunction(_)
            | Operation::DropExtension(_)
            | Operation::DropFunction(_)
            | Operation::RefreshView(_)
            | Operation::ReplaceView(_)
            | Operation::Insert(_) => {}
        }
    }

    /// Does something to the table that is called so by now.
    fn change(&mut self, now: &QualifiedName, change: impl FnOnce(&mut TableFate)) {
        let mut fates = self.tables.values_mut();
        if let Some(fate) = fates.find(|fate| fate.now.as_ref() == Some(now)) {
            change(fate);
        }
    }

    fn column(&mut self, table: &QualifiedName, now: &Name, change: impl FnOnce(&mut ColumnFate)) {
        self.change(table, |fate| {
            let mut columns = fate.columns.values_mut();
            if let Some(column) = columns.find(|column| column.now.as_ref() == Some(now)) {
                change(column);
            }
        });
    }

    /// A changed row's computed columns change with it, and what the server writes into it then.
    fn set<'n>(
        &mut self,
        before: &Schema,
        table: &QualifiedName,
        columns: impl Iterator<Item = &'n Name>,
    ) {
        for column in columns {
            self.column(table, column, |fate| fate.changed = true);
        }
        let touched = |name: &QualifiedName| {
            let columns = before
                .table(name)
                .into_iter()
                .flat_map(|table| &table.columns);
            let touched = columns.filter(|column| column.on_update.is_some());
            touched
                .map(|column| column.name.clone())
                .collect::<Vec<_>>()
        };
        let Some(name) = self.before(table) else {
            return;
        };
        for column in touched(&name) {
            self.column(table, &column, |fate| fate.changed = true);
        }
    }

    fn before(&self, now: &QualifiedName) -> Option<QualifiedName> {
        let mut fates = self.tables.iter();
        let (name, _) = fates.find(|(_, fate)| fate.now.as_ref() == Some(now))?;
        Some(name.clone())
    }

    /// What refers to rows that go, goes with them or loses its reference.
    fn delete(&mut self, before: &Schema, table: &QualifiedName) {
        let Some(name) = self.before(table) else {
            return;
        };
        let mut open = vec![name];
        while let Some(parent) = open.pop() {
            let Some(fate) = self.tables.get_mut(&parent) else {
                continue;
            };
            if std::mem::replace(&mut fate.loses_rows, true) {
                continue;
            }
            for child in before.tables.values() {
                for key in child.foreign_keys().filter(|key| key.table == parent) {
                    match key.on_delete {
                        ReferentialAction::Cascade => open.push(child.name.clone()),
                        ReferentialAction::SetNull | ReferentialAction::SetDefault => {
                            self.lose(&child.name, key);
                        }
                        ReferentialAction::NoAction | ReferentialAction::Restrict => {}
                    }
                }
            }
        }
    }

    fn lose(&mut self, child: &QualifiedName, key: &ForeignKey) {
        let Some(fate) = self.tables.get_mut(child) else {
            return;
        };
        for column in &key.columns {
            if let Some(column) = fate.columns.get_mut(column) {
                column.changed = true;
            }
        }
    }

    fn labels(&mut self, before: &Schema, name: &QualifiedName) {
        for table in before.tables_with_enum(name) {
            let Some(fate) = self.tables.get_mut(&table.name) else {
                continue;
            };
            for column in table.columns_with_enum(name) {
                if let Some(column) = fate.columns.get_mut(&column.name) {
                    column.changed = true;
                }
            }
        }
    }

    /// `table` or `table.column`, by the names before or by those that hold by now.
    fn hinted(&mut self, hints: &Hints) {
        for hint in &hints.changes {
            for (before, fate) in &mut self.tables {
                fate.hinted(before, hint);
            }
        }
    }
}

impl TableFate {
    /// A table whose rows may go.
    pub(super) const fn without_rows() -> Self {
        Self {
            now: None,
            loses_rows: true,
            anything: false,
            columns: BTreeMap::new(),
        }
    }

    fn hinted(&mut self, before: &QualifiedName, hint: &str) {
        let names = [Some(before), self.now.as_ref()].into_iter().flatten();
        for name in names.map(ToString::to_string).collect::<Vec<_>>() {
            if name == hint {
                self.anything = true;
            }
            let Some(column) = hint
                .strip_prefix(&name)
                .and_then(|rest| rest.strip_prefix('.'))
            else {
                continue;
            };
            for (was, fate) in &mut self.columns {
                let now = fate.now.as_ref().map(Name::as_str);
                fate.changed |= was.as_str() == column || now == Some(column);
            }
        }
    }

    /// Whether no column goes or is made another: a numbered one may be among them.
    pub(super) fn keeps_columns(&self) -> bool {
        let mut columns = self.columns.values();
        columns.all(|column| column.now.is_some() && !column.changed)
    }

    /// What the column is called afterwards, where it keeps its values.
    pub(super) fn kept(&self, before: &Name) -> Option<&Name> {
        let fate = self.columns.get(before)?;
        fate.now.as_ref().filter(|_| !fate.changed)
    }
}
