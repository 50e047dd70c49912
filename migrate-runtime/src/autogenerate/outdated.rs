//! Views and triggers whose text names what a change takes away: no tool can know what they shall say instead.

use std::collections::{BTreeMap, BTreeSet};

use super::dependents::mentions;
use super::{Body, render};
use crate::operation::{CreateTrigger, CreateView, Operation};
use crate::schema::{NamingConvention, QualifiedName, Schema, Table, Trigger, View, expression};

/// What the author has to replace: no database takes it for SQL.
const TO_BE_WRITTEN: &str = "…";

/// A schema before and after a change, and what its tables are called from then on.
pub(super) struct Outdated<'a> {
    found: &'a Schema,
    desired: &'a Schema,
    renamed: BTreeMap<QualifiedName, QualifiedName>,
}

impl<'a> Outdated<'a> {
    pub(super) fn new<'b>(
        found: &'a Schema,
        desired: &'a Schema,
        operations: impl IntoIterator<Item = &'b Operation>,
    ) -> Self {
        let mut renamed = BTreeMap::new();
        for operation in operations {
            if let Operation::RenameTable(rename) = operation {
                renamed.insert(rename.table.clone(), rename.renamed());
            }
        }
        Self {
            found,
            desired,
            renamed,
        }
    }

    /// The views that were found, that stay, and that name something under a name which it loses.
    pub(super) fn views(&self) -> BTreeSet<&'a QualifiedName> {
        let views = self.found.views.values();
        let outdated = views
            .filter(|view| self.desired.views.contains_key(&view.name))
            .filter(|view| !self.missing(&view.query).is_empty());
        outdated.map(|view| &view.name).collect()
    }

    /// The step as a place that its author must fill, where it would make again what names something that is gone. A
    /// forgotten place stops the run, on every database.
    pub(super) fn rewritten(
        &self,
        operation: &Operation,
        convention: &NamingConvention,
    ) -> Option<Body> {
        let blank = TO_BE_WRITTEN.to_owned();
        let (what, missing, blank) = match operation {
            Operation::CreateView(create) => {
                let view = &create.view;
                let was_there = self.found.views.contains_key(&view.name);
                let what = format!("view `{}`", view.name);
                let missing = was_there.then(|| self.missing(&view.query))?;
                let view = View {
                    query: blank,
                    ..view.clone()
                };
                (what, missing, Operation::CreateView(CreateView { view }))
            }
            Operation::CreateTrigger(create) => {
                let trigger = &create.trigger;
                let mut known = self.found.triggers.values();
                let was_there = known.any(|found| found.body == trigger.body);
                let what = format!("trigger `{}` of `{}`", trigger.name, trigger.table);
                let text = format!("{} {}", trigger.event, trigger.body);
                let missing = was_there.then(|| self.missing_of(&text, &trigger.table))?;
                let trigger = Trigger {
                    body: blank,
                    ..trigger.clone()
                };
                (
                    what,
                    missing,
                    Operation::CreateTrigger(CreateTrigger { trigger }),
                )
            }
            _ => return None,
        };
        let was = render([operation], convention);
        (!missing.is_empty()).then(|| by_hand(&what, &missing, &was, render([&blank], convention)))
    }

    /// The same of a text about `table`, which need not name it.
    fn missing_of(&self, sql: &str, table: &QualifiedName) -> Vec<String> {
        let mut missing = self.missing(sql);
        let before = self.renamed.iter().find(|(_, now)| *now == table);
        let name = before.map_or(table, |(before, _)| before);
        let unnamed = self.found.table(name).filter(|_| !mentions(sql, name));
        missing.extend(
            unnamed
                .into_iter()
                .flat_map(|table| self.gone_of(sql, table)),
        );
        missing
    }

    /// What SQL text names that has no such name after the change, for people.
    pub(super) fn missing(&self, sql: &str) -> Vec<String> {
        let tables = self.found.tables.values();
        let named = tables.filter(|table| mentions(sql, &table.name));
        named.flat_map(|table| self.gone_of(sql, table)).collect()
    }

    fn gone_of(&self, sql: &str, table: &Table) -> Vec<String> {
        let now = self.renamed.get(&table.name).unwrap_or(&table.name);
        let Some(after) = self.desired.table(now) else {
            return vec![format!("table `{}`", table.name)];
        };
        let is_named = *now != table.name && mentions(sql, &table.name);
        let renamed = is_named.then(|| format!("table `{}`", table.name));
        let gone = table
            .columns
            .iter()
            .filter(|column| after.column(&column.name).is_none())
            .filter(|column| expression::mentions(sql, &column.name))
            .map(|column| format!("column `{}` of table `{}`", column.name, table.name));
        renamed.into_iter().chain(gone).collect()
    }
}

/// The step that its author must finish, below what it was.
fn by_hand(what: &str, missing: &[String], was: &Body, blank: Body) -> Body {
    let missing = missing.join(", ");
    let mut body = Body::default();
    body.remark(
        "to be written by hand: ",
        &format!("{what} names {missing}, which nothing is called any more"),
    );
    body.lines.push("// What it was:".to_owned());
    body.lines
        .extend(was.lines.iter().map(|line| format!("// {line}")));
    body.lines
        .push("// Write what it is from now on; the next step fails until then:".to_owned());
    body.append(blank);
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::RenameTable;
    use crate::schema::{Column, ColumnType};

    fn schema(table: &str, columns: &[&str]) -> Schema {
        let mut made = Table::new(table);
        made.columns = (columns.iter())
            .map(|name| Column::new(*name, ColumnType::Text))
            .collect();
        let mut schema = Schema::default();
        schema.tables.insert(made.name.clone(), made);
        schema
    }

    #[test]
    fn what_goes_is_named_and_what_stays_is_not() {
        let found = schema("users", &["id", "name"]);
        let desired = schema("users", &["id"]);
        let outdated = Outdated::new(&found, &desired, []);
        assert_eq!(
            outdated.missing("SELECT id, name FROM users"),
            ["column `name` of table `users`"]
        );
        assert!(outdated.missing("SELECT id FROM users").is_empty());
        assert!(outdated.missing("SELECT name FROM posts").is_empty());
    }

    #[test]
    fn a_table_s_old_name_is_missing() {
        let found = schema("users", &["id"]);
        let desired = schema("people", &["id"]);
        let rename = Operation::RenameTable(RenameTable {
            table: "users".into(),
            to: "people".into(),
        });
        let outdated = Outdated::new(&found, &desired, [&rename]);
        assert_eq!(outdated.missing("SELECT id FROM users"), ["table `users`"]);
    }
}
