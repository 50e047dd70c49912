//! The catalogue's rows and texts put together into the model.

use super::catalogue::{Catalogue, ColumnFacts, Object, TableFacts};
use super::table::{ColumnText, TableText, same_name};
use super::{complete, index, object, table};
use crate::backend::sqlite::{literal, types};
use crate::backend::{RawObject, Reflected};
use crate::schema::{
    Check, Column, ColumnType, Constraint, DefaultValue, EnumReference, Literal, Name, Numbering,
    PrimaryKey, QualifiedName, Rule, Table, TableOptions, expression,
};

pub(super) fn assemble(catalogue: &Catalogue) -> Reflected {
    let mut reflected = Reflected::default();
    for kind in ["table", "index", "view", "trigger"] {
        for object in catalogue
            .objects
            .iter()
            .filter(|object| object.kind == kind)
        {
            add(catalogue, object, &mut reflected);
        }
    }
    complete::references(&mut reflected.schema);
    reflected
}

fn add(catalogue: &Catalogue, object: &Object, reflected: &mut Reflected) {
    let understood = match object.kind.as_str() {
        "table" => add_table(catalogue, object, reflected),
        "index" => add_index(object, reflected),
        "view" => add_view(object, reflected),
        _ => add_trigger(catalogue, object, reflected),
    };
    if understood.is_none() {
        reflected
            .raw
            .push(raw(&object.kind, &object.name, &object.sql));
    }
}

fn raw(kind: &str, name: &str, sql: &str) -> RawObject {
    RawObject {
        kind: kind.to_owned(),
        name: name.to_owned(),
        sql: sql.to_owned(),
    }
}

/// A table whose text is not understood is reported as a whole, but keeps its columns.
fn add_table(catalogue: &Catalogue, object: &Object, reflected: &mut Reflected) -> Option<()> {
    let facts = catalogue.tables.get(&object.name)?;
    if facts.kind != "table" {
        let kind = format!("{} table", facts.kind);
        reflected.raw.push(raw(&kind, &object.name, &object.sql));
        return Some(());
    }
    let columns = catalogue.columns.get(&object.name)?;
    let text = table::read(&object.sql).filter(|text| is_about(text, columns));
    let understood = text.as_ref().map(|_| ());
    let text = text.unwrap_or_default();
    let name = QualifiedName::new(object.name.as_str());
    for note in &text.raw {
        let name = format!("{}.{}", object.name, note.name);
        reflected.raw.push(raw(&note.kind, &name, &note.sql));
    }
    let table = make_table(name.clone(), facts, columns, text);
    reflected.schema.tables.insert(name, table);
    understood
}

/// Whether the text and the pragma tell of the same columns.
fn is_about(text: &TableText, columns: &[ColumnFacts]) -> bool {
    text.columns
        .iter()
        .map(|column| column.name.as_str())
        .eq(columns.iter().map(|column| column.name.as_str()))
}

fn make_table(
    name: QualifiedName,
    facts: &TableFacts,
    columns: &[ColumnFacts],
    text: TableText,
) -> Table {
    let mut table = Table::new(name);
    table.options = TableOptions {
        strict: facts.strict,
        without_rowid: facts.without_rowid,
        ..TableOptions::default()
    };
    table.columns = columns
        .iter()
        .enumerate()
        .map(|(at, column)| make_column(&table.name, facts, column, text.columns.get(at)))
        .collect();
    let plain_checks = plain_checks(&table, &text);
    table.remarks = text.remarks;
    table.constraints = text.constraints;
    table.constraints.extend(plain_checks);
    complete::columns(&mut table);
    table
}

/// The checks of labels whose columns are no text, and so of no enum type.
fn plain_checks(table: &Table, text: &TableText) -> Vec<Constraint> {
    let columns = table.columns.iter().zip(&text.columns);
    columns
        .filter(|(column, _)| !matches!(column.column_type, ColumnType::Enum(_)))
        .filter_map(|(_, text)| text.labels.as_ref())
        .map(|labels| {
            Constraint::unnamed(Rule::Check(Check {
                expression: labels.expression.clone(),
            }))
        })
        .collect()
}

fn make_column(
    table: &QualifiedName,
    facts: &TableFacts,
    column: &ColumnFacts,
    text: Option<&ColumnText>,
) -> Column {
    let mut made = Column::new(
        column.name.as_str(),
        types::read(facts.strict, &column.declared),
    );
    made.nullable = !column.not_null;
    if let Some(text) = text {
        made.collation.clone_from(&text.collation);
        made.generated.clone_from(&text.generated);
        made.numbering = text.autoincrement.then_some(Numbering::ByDefault);
        if let (ColumnType::Text, Some(labels)) = (&made.column_type, &text.labels) {
            made.column_type = enum_type(table, &made.name, labels.labels.clone());
        }
    }
    let default = column.default.as_deref();
    made.default = default.map(|sql| default_value(sql, &made.column_type));
    made
}

/// SQLite has no name for an enum type: it gets that of its table and column.
pub(super) fn enum_type(table: &QualifiedName, column: &Name, labels: Vec<String>) -> ColumnType {
    let name = format!("{}_{}", table.name.as_str(), column.as_str());
    ColumnType::Enum(EnumReference {
        name: QualifiedName::new(name),
        labels,
    })
}

/// A default as the catalogue tells it: without the parentheses that an expression is written in.
pub(super) fn default_value(sql: &str, column_type: &ColumnType) -> DefaultValue {
    match literal::decoded(expression::bare(sql)) {
        Some(Literal::Integer(number @ (0 | 1))) if *column_type == ColumnType::Bool => {
            DefaultValue::Literal(Literal::Bool(number == 1))
        }
        Some(literal) => DefaultValue::Literal(literal),
        None => DefaultValue::Expression(sql.trim().to_owned()),
    }
}

fn add_index(object: &Object, reflected: &mut Reflected) -> Option<()> {
    let index = index::read(&object.sql)?;
    let name = QualifiedName::new(object.table.as_str());
    reflected.schema.tables.get_mut(&name)?.indexes.push(index);
    Some(())
}

fn add_view(object: &Object, reflected: &mut Reflected) -> Option<()> {
    let text = object::view(&object.sql)?;
    if text.names_columns {
        reflected
            .raw
            .push(raw("columns of a view", &object.name, &object.sql));
    }
    let name = text.view.name.clone();
    reflected.schema.views.insert(name, text.view);
    Some(())
}

fn add_trigger(catalogue: &Catalogue, object: &Object, reflected: &mut Reflected) -> Option<()> {
    let table = Name::from(object.table.as_str());
    let named = |other: &&Object| {
        matches!(other.kind.as_str(), "table" | "view")
            && same_name(&Name::from(other.name.as_str()), &table)
    };
    let owner = catalogue.objects.iter().find(named)?;
    let trigger = object::trigger(&object.sql, &Name::from(owner.name.as_str()))?;
    let key = (trigger.table.clone(), trigger.name.clone());
    reflected.schema.triggers.insert(key, trigger);
    Some(())
}

/// The primary key's only column.
pub(super) fn single_key(table: &Table) -> Option<&Name> {
    match table.primary_key() {
        Some(PrimaryKey { columns }) if columns.len() == 1 => columns.first(),
        Some(_) | None => None,
    }
}
