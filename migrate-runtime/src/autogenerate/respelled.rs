//! SQL text in its author's words: servers spell it their own way, and a history remembers how it was written.

use std::collections::BTreeSet;

use super::text::{same_default, same_generated, same_option};
use super::{Comparison, constraint, index};
use crate::backend::{Server, normalize};
use crate::schema::{Column, Constraint, Index, QualifiedName, Rule, Schema, Table};

impl Comparison {
    /// Gives what was found of the tables that change the words of the history, wherever both mean the same to the
    /// server: a downgrade then says them as a person wrote them.
    pub fn spell_as(&mut self, history: &Schema, server: &Server) {
        let changed = self.changed();
        let (found, history) = (part(&self.found, &changed), part(history, &changed));
        let normal = (normalize(server, &found), normalize(server, &history));
        for name in &changed {
            let (Some(table), Some(said)) = (self.found.tables.get_mut(name), history.table(name))
            else {
                continue;
            };
            if let (Some(found), Some(normal)) = (normal.0.table(name), normal.1.table(name)) {
                let words = Words {
                    found,
                    normal,
                    said,
                };
                words.spell(table);
            }
        }
    }

    /// The tables that were found and do not stay as they are.
    fn changed(&self) -> BTreeSet<QualifiedName> {
        let tables = self.found.tables.iter();
        tables
            .filter(|(name, table)| self.desired.table(name) != Some(*table))
            .map(|(name, _)| name.clone())
            .collect()
    }
}

/// These tables alone, with the types that they may use.
fn part(schema: &Schema, tables: &BTreeSet<QualifiedName>) -> Schema {
    let tables = tables.iter().filter_map(|name| schema.table(name).cloned());
    Schema {
        tables: tables.map(|table| (table.name.clone(), table)).collect(),
        enums: schema.enums.clone(),
        ..Schema::default()
    }
}

/// A table of the history in its own words, and both tables in the server's.
struct Words<'a> {
    found: &'a Table,
    normal: &'a Table,
    said: &'a Table,
}

impl Words<'_> {
    fn spell(&self, table: &mut Table) {
        for column in &mut table.columns {
            self.column(column);
        }
        for constraint in &mut table.constraints {
            self.constraint(constraint);
        }
        for index in &mut table.indexes {
            self.index(index);
        }
    }

    fn column(&self, column: &mut Column) {
        let name = column.name.clone();
        let (Some(found), Some(normal), Some(said)) = (
            self.found.column(&name),
            self.normal.column(&name),
            self.said.column(&name),
        ) else {
            return;
        };
        if same_default(found.default.as_ref(), normal.default.as_ref()) {
            column.default.clone_from(&said.default);
        }
        if same_generated(found.generated.as_ref(), normal.generated.as_ref()) {
            column.generated.clone_from(&said.generated);
        }
        if same_option(found.on_update.as_ref(), normal.on_update.as_ref()) {
            column.on_update.clone_from(&said.on_update);
        }
    }

    /// Only rules that hold SQL text have words.
    fn constraint(&self, constraint: &mut Constraint) {
        let named = |table: &'_ Table| {
            let mut all = table.constraints.iter();
            all.find(|one| one.name.is_some() && one.name == constraint.name)
                .map(|one| one.rule.clone())
        };
        let has_text = matches!(constraint.rule, Rule::Check(_) | Rule::Exclude(_));
        if let (true, Some(found), Some(normal), Some(said)) = (
            has_text,
            named(self.found),
            named(self.normal),
            named(self.said),
        ) && constraint::same_rule(&found, &normal)
        {
            constraint.rule = said;
        }
    }

    fn index(&self, index: &mut Index) {
        let named = |table: &'_ Table| {
            let mut all = table.indexes.iter();
            all.find(|one| one.name == index.name).cloned()
        };
        if let (Some(found), Some(normal), Some(said)) =
            (named(self.found), named(self.normal), named(self.said))
            && index::same(&found, &normal)
        {
            *index = said;
        }
    }
}
