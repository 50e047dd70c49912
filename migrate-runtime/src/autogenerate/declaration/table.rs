//! One table as `table!` says it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::render::string;
use super::attribute::{self, Entry};
use super::comment::Comment;
use super::{Context, Style, column, constraint, key};
use crate::schema::{Name, Rule, Table, TableOptions};

/// The macro's call; what it cannot say is added to `unsaid`.
pub(super) fn source(context: &Context<'_>, table: &Table, unsaid: &mut Vec<String>) -> String {
    let mut entries = Entries::default();
    if context.style == Style::Full {
        entries.collect(context, table, unsaid);
    }
    let mut imports = BTreeSet::new();
    let mut columns = Vec::new();
    for each in &table.columns {
        let beside = entries.columns.remove(&each.name).unwrap_or_default();
        columns.extend(column::lines(context, table, each, beside, &mut imports));
    }
    let mut lines = imported(&imports);
    lines.extend(head(context, table, entries.table));
    lines.extend(columns);
    lines.push("    }".into());
    let path = match context.style {
        Style::Full => "migrate_runtime",
        Style::Plain => "diesel",
    };
    format!("{path}::table! {{\n{}\n}}\n", lines.join("\n"))
}

/// The entries of `#[migrate(…)]`, by where they stand.
#[derive(Default)]
struct Entries {
    table: Vec<String>,
    columns: BTreeMap<Name, Vec<String>>,
}

impl Entries {
    fn collect(&mut self, context: &Context<'_>, table: &Table, unsaid: &mut Vec<String>) {
        if table.primary_key().is_none() {
            self.table.push("no_primary_key".into());
        }
        for constraint in &table.constraints {
            match constraint::entry(context, table, constraint) {
                Ok(entry) => entry.into_iter().for_each(|entry| self.add(entry)),
                Err(()) => unsaid.push(format!(
                    "a constraint of table `{}` that refers to what is not declared: {}",
                    table.name,
                    constraint.name.as_ref().map_or("unnamed", Name::as_str)
                )),
            }
        }
        for index in &table.indexes {
            match key::index(context, table, index) {
                Some(entry) => self.add(entry),
                None => unsaid.push(format!("index `{}` of table `{}`", index.name, table.name)),
            }
        }
        self.table.extend(options(&table.options));
    }

    fn add(&mut self, entry: Entry) {
        match entry.column {
            Some(column) => self.columns.entry(column).or_default().push(entry.text),
            None => self.table.push(entry.text),
        }
    }
}

/// Diesel's types must be named as soon as any other is.
fn imported(types: &BTreeSet<String>) -> Vec<String> {
    if types.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["    use diesel::sql_types::*;".to_owned()];
    lines.extend(
        types
            .iter()
            .map(|name| format!("    use super::sql_types::{name};")),
    );
    lines.push(String::new());
    lines
}

/// Everything up to the brace before the columns.
fn head(context: &Context<'_>, table: &Table, mut entries: Vec<String>) -> Vec<String> {
    let rust = context.names.table(&table.name).unwrap_or_default();
    let comment = Comment::of(table.comment.as_deref());
    let mut lines = comment.docs;
    if rust != table.name.name.as_str() {
        lines.push(format!(
            "#[sql_name = {}]",
            string(table.name.name.as_str())
        ));
    }
    if context.style == Style::Full {
        entries.extend(comment.attribute);
        lines.extend(attribute::lines(&entries, 96));
    }
    let schema = table.name.schema.as_ref();
    let schema = schema.map_or_else(String::new, |schema| format!("{schema}."));
    let key: Vec<_> = identifying(table)
        .iter()
        .filter_map(|column| context.names.column(&table.name, column))
        .collect();
    lines.push(format!("{schema}{rust} ({}) {{", key.join(", ")));
    lines.iter().map(|line| format!("    {line}")).collect()
}

/// The columns that Diesel takes for the key: the primary key, else what comes nearest to one.
fn identifying(table: &Table) -> Vec<Name> {
    if let Some(key) = table.primary_key() {
        return key.columns.clone();
    }
    let is_filled = |name: &Name| table.column(name).is_some_and(|column| !column.nullable);
    let uniques = table
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.rule {
            Rule::Unique(unique) => Some(&unique.columns),
            Rule::PrimaryKey(_) | Rule::Check(_) | Rule::ForeignKey(_) | Rule::Exclude(_) => None,
        });
    let unique = uniques
        .into_iter()
        .find(|columns| columns.iter().all(is_filled));
    let first = table
        .columns
        .iter()
        .take(1)
        .map(|column| column.name.clone());
    unique.cloned().unwrap_or_else(|| first.collect())
}

fn options(options: &TableOptions) -> Vec<String> {
    let TableOptions {
        strict,
        without_rowid,
        engine,
        charset,
        collation,
        storage,
        unlogged,
    } = options;
    let flags = [
        (*strict, "strict"),
        (*without_rowid, "without_rowid"),
        (*unlogged, "unlogged"),
    ];
    let flags = flags.into_iter().filter(|(said, _)| *said);
    let mut entries: Vec<_> = flags.map(|(_, word)| word.to_owned()).collect();
    let texts = [
        ("engine", engine),
        ("charset", charset),
        ("collation", collation),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(key, text)| Some((key, text.as_ref()?)));
    entries.extend(texts.map(|(key, text)| format!("{key} = {}", string(text.as_str()))));
    let storage = storage
        .iter()
        .map(|(name, value)| format!("{} = {}", string(name.as_str()), string(value)));
    let storage: Vec<_> = storage.collect();
    entries.extend((!storage.is_empty()).then(|| format!("storage({})", storage.join(", "))));
    entries
}
