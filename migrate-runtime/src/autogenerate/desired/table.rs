//! A table that is declared and was found.

use super::{View, column, column_type, constraint, index};
use crate::connection::BackendKind;
use crate::schema::{Name, NamingConvention, Schema, Table, TableOptions};

/// A table as it was found and as it is declared, each in its own words and in the server's.
pub(super) struct Sides<'a> {
    pub(super) found: &'a Table,
    pub(super) found_normal: &'a Table,
    pub(super) said: &'a Table,
    pub(super) said_normal: &'a Table,
    /// Whether the declaration says everything that its grammar can.
    pub(super) complete: bool,
    /// The columns of foreign keys of which only `joinable!` tells.
    pub(super) joins: Vec<&'a [Name]>,
    pub(super) convention: &'a NamingConvention,
}

impl<'a> Sides<'a> {
    /// Nothing where the table was not found.
    pub(super) fn of(view: &'a View<'_>, normal: &'a Schema, said: &'a Table) -> Option<Self> {
        let joins = view.declared.joins.iter();
        Some(Self {
            found: view.found.table(&said.name)?,
            found_normal: view.normal.table(&said.name)?,
            said,
            said_normal: normal.table(&said.name)?,
            complete: view.declared.complete.contains(&said.name),
            joins: joins
                .filter(|(table, _)| *table == said.name)
                .map(|(_, columns)| columns.as_slice())
                .collect(),
            convention: view.convention,
        })
    }

    /// The table that should be.
    pub(super) fn settled(&self) -> Table {
        let mut table = self.found.clone();
        table.columns = column::settled(self);
        if self.found_normal.comment != self.said_normal.comment {
            table.comment.clone_from(&self.said.comment);
        }
        if self.found_normal.options != self.said_normal.options {
            table.options.clone_from(&self.said.options);
        }
        constraint::settle(self, &mut table);
        if self.complete {
            index::settle(self, &mut table);
        }
        table
    }
}

/// Takes what the declaration does not say from the table that was found.
pub(super) fn fill(view: &View<'_>, said: &mut Table) {
    let kind = view.server.kind;
    if kind == BackendKind::Sqlite {
        forget_comments(said);
    }
    let (Some(found), Some(normal)) = (view.found.table(&said.name), view.normal.table(&said.name))
    else {
        return;
    };
    let complete = view.declared.complete.contains(&said.name);
    options(&mut said.options, &found.options);
    if !complete {
        said.comment.clone_from(&found.comment);
    }
    for column in &mut said.columns {
        let (Some(found), Some(normal)) = (found.column(&column.name), normal.column(&column.name))
        else {
            continue;
        };
        if column_type::says_no_more(kind, complete, &column.column_type, &normal.column_type) {
            column.column_type.clone_from(&found.column_type);
        }
        column::fill(column, found, complete);
    }
}

/// Options are few people's concern: those that are not said stay as they are.
fn options(said: &mut TableOptions, found: &TableOptions) {
    said.strict |= found.strict;
    said.without_rowid |= found.without_rowid;
    said.unlogged |= found.unlogged;
    let texts = [
        (&mut said.engine, &found.engine),
        (&mut said.charset, &found.charset),
        (&mut said.collation, &found.collation),
    ];
    for (said, found) in texts {
        if said.is_none() {
            said.clone_from(found);
        }
    }
    for (name, value) in &found.storage {
        said.storage
            .entry(name.clone())
            .or_insert_with(|| value.clone());
    }
}

/// SQLite keeps no comments: those of a declaration are for its readers.
fn forget_comments(table: &mut Table) {
    table.comment = None;
    for column in &mut table.columns {
        column.comment = None;
    }
}
