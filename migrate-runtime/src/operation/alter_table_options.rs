//! Changes what one backend or another lets a table say about itself.

use std::collections::BTreeMap;

use super::{ApplyError, Change, Operation, lookup};
use crate::schema::{Name, QualifiedName, Schema, TableOptions};

/// Changes a table's options; what is not said stays, and a backend ignores what is for others.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AlterTableOptions {
    /// The table.
    pub table: QualifiedName,
    /// Whether SQLite checks the type of every value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strict: Option<bool>,
    /// Whether SQLite keeps the rows in the primary key's index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_rowid: Option<bool>,
    /// MySQL's storage engine.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub engine: Change<Name>,
    /// MySQL's character set, or the database's; columns without a collation of their own follow.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub charset: Change<Name>,
    /// MySQL's collation, or the character set's; columns without one of their own follow.
    #[serde(default, skip_serializing_if = "Change::is_keep")]
    pub collation: Change<Name>,
    /// PostgreSQL's storage parameters.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub storage: BTreeMap<Name, Change<String>>,
    /// Whether PostgreSQL writes no log for the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlogged: Option<bool>,
}

impl AlterTableOptions {
    /// A change that says nothing yet.
    #[must_use]
    pub const fn new(table: QualifiedName) -> Self {
        Self {
            table,
            strict: None,
            without_rowid: None,
            engine: Change::Keep,
            charset: Change::Keep,
            collation: Change::Keep,
            storage: BTreeMap::new(),
            unlogged: None,
        }
    }

    /// Changes the options; a collation does not outlive its character set.
    pub(crate) fn change(&self, options: &mut TableOptions) {
        options.strict = self.strict.unwrap_or(options.strict);
        options.without_rowid = self.without_rowid.unwrap_or(options.without_rowid);
        options.unlogged = self.unlogged.unwrap_or(options.unlogged);
        self.engine.apply(&mut options.engine);
        if !self.charset.is_keep() {
            options.collation = None;
        }
        self.charset.apply(&mut options.charset);
        self.collation.apply(&mut options.collation);
        for (parameter, change) in &self.storage {
            let mut value = options.storage.remove(parameter);
            change.apply(&mut value);
            options
                .storage
                .extend(value.map(|value| (parameter.clone(), value)));
        }
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        if *self == Self::new(self.table.clone()) {
            let why = format!(
                "`alter_table_options` says nothing about table `{}`",
                self.table
            );
            return Err(ApplyError::Invalid { why });
        }
        self.change(&mut lookup::table(schema, &self.table)?.options);
        Ok(())
    }

    /// Nobody but the server knows the engine of a table that has said none.
    pub(super) fn reverse(&self, before: &Schema) -> Option<Vec<Operation>> {
        let options = &before.table(&self.table)?.options;
        if !self.engine.is_keep() && options.engine.is_none() {
            return None;
        }
        let storage = self.storage.iter().map(|(parameter, change)| {
            let back = change.back_to(options.storage.get(parameter));
            (parameter.clone(), back)
        });
        let collation = match self.charset {
            Change::Keep => self.collation.clone(),
            Change::Set(_) | Change::Drop => Change::Drop,
        };
        Some(vec![Operation::AlterTableOptions(Self {
            table: self.table.clone(),
            strict: self.strict.map(|_| options.strict),
            without_rowid: self.without_rowid.map(|_| options.without_rowid),
            engine: self.engine.back_to(options.engine.as_ref()),
            charset: self.charset.back_to(options.charset.as_ref()),
            collation: collation.back_to(options.collation.as_ref()),
            storage: storage.collect(),
            unlogged: self.unlogged.map(|_| options.unlogged),
        })])
    }

    pub(super) fn describe(&self) -> String {
        let mut changes = Vec::new();
        for (option, change) in [
            ("strict", self.strict),
            ("without rowid", self.without_rowid),
            ("unlogged", self.unlogged),
        ] {
            let not = if change == Some(false) { "not " } else { "" };
            changes.extend(change.map(|_| format!("{not}{option}")));
        }
        changes.extend(self.engine.describe("engine"));
        changes.extend(self.charset.describe("character set"));
        changes.extend(self.collation.describe("collation"));
        changes.extend(self.storage.keys().map(ToString::to_string));
        format!(
            "alter options of table `{}`: {}",
            self.table,
            changes.join(", ")
        )
    }
}
