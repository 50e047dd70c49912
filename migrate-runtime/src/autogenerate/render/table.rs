//! A new table.

use super::call::{Call, qualified, text};
use super::literal::string;
use super::{column, column_type, constraint, index};
use crate::schema::{Constraint, NamingConvention, Table, TableOptions};

/// `op.create_table(…)`
pub(super) fn create(convention: &NamingConvention, table: &Table) -> String {
    let mut beside: Vec<Vec<&Constraint>> = vec![Vec::new(); table.columns.len()];
    let mut apart = Vec::new();
    for constraint in &table.constraints {
        let at = (table.columns.iter()).position(|column| {
            column::stands_beside(convention, &table.name, &column.name, constraint)
        });
        match at {
            Some(at) => beside[at].push(constraint),
            None => apart.push(constraint),
        }
    }
    let mut lines = Vec::new();
    for (column, constraints) in table.columns.iter().zip(beside) {
        let head = [text(&column.name), column_type::source(&column.column_type)];
        let (keys, others): (Vec<_>, Vec<_>) = constraints
            .into_iter()
            .partition(|constraint| matches!(constraint.rule, crate::schema::Rule::PrimaryKey(_)));
        let call = column::constraints(Call::new("t", "column", &head), &keys);
        let call = column::chain(call, column);
        lines.push(column::constraints(call, &others).end());
    }
    lines.extend(
        apart
            .into_iter()
            .map(|apart| constraint::in_table(convention, &table.name, apart)),
    );
    for made in &table.indexes {
        let call = Call::new("t", "index", &[index::keys(made)]);
        lines.push(index::more(call, convention, &table.name, made).end());
    }
    if let Some(comment) = &table.comment {
        lines.push(Call::new("t", "comment", &[string(comment)]).end());
    }
    options(&table.options, &mut lines);
    format!(
        "op.create_table({}, |t| {{ {} }});",
        qualified(&table.name),
        lines.join(" ")
    )
}

fn options(options: &TableOptions, lines: &mut Vec<String>) {
    let mut say = |method: &str| lines.push(Call::new("t", method, &[]).end());
    if options.strict {
        say("strict");
    }
    if options.without_rowid {
        say("without_rowid");
    }
    if options.unlogged {
        say("unlogged");
    }
    let named = [
        ("engine", &options.engine),
        ("charset", &options.charset),
        ("collation", &options.collation),
    ];
    for (method, name) in named {
        if let Some(name) = name {
            lines.push(Call::new("t", method, &[text(name)]).end());
        }
    }
    for (parameter, value) in &options.storage {
        lines.push(Call::new("t", "storage", &[text(parameter), string(value)]).end());
    }
}
