//! What every server makes of a schema: expressions in one form, and constraints and indexes in one order.

use super::expression::Context;
use super::{default, query};
use crate::connection::BackendKind;
use crate::schema::{
    Constraint, Index, IndexKey, KeyPart, Name, NullsOrder, Rule, Schema, SortOrder, Table, View,
};

/// Brings the texts of a table into their canonical forms; its types must be the server's by then.
pub(in crate::backend) fn texts(kind: BackendKind, table: &mut Table) {
    let known = table.clone();
    let context = Context::over(kind, &known);
    for column in &mut table.columns {
        column.default = default::canonical(&context, column);
        column.on_update = column.on_update.take().map(|sql| context.canonical(&sql));
        if let Some(generated) = &mut column.generated {
            generated.expression = context.canonical(&generated.expression);
        }
    }
    for constraint in &mut table.constraints {
        match &mut constraint.rule {
            Rule::Check(check) => check.expression = context.canonical(&check.expression),
            Rule::Exclude(exclude) => {
                (exclude.predicate.iter_mut()).for_each(|sql| *sql = context.canonical(sql));
                (exclude.elements.iter_mut()).for_each(|element| key(&context, &mut element.key));
            }
            Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::ForeignKey(_) => {}
        }
    }
    for index in &mut table.indexes {
        self::index(&context, index);
    }
}

fn index(context: &Context<'_>, index: &mut Index) {
    if let Some(predicate) = &mut index.predicate {
        *predicate = context.canonical(predicate);
    }
    for key in &mut index.keys {
        self::key(context, key);
    }
}

/// An expression that is nothing but a column is the column; an order that is the usual one is not said, nor the column's
/// own collation.
fn key(context: &Context<'_>, key: &mut IndexKey) {
    let column = |name: &Name| context.table.and_then(|table| table.column(name));
    if let KeyPart::Expression(sql) = &key.part {
        let canonical = context.canonical(sql);
        key.part = match column(&canonical.as_str().into()) {
            Some(column) => KeyPart::Column(column.name.clone()),
            None => KeyPart::Expression(canonical),
        };
    }
    if let KeyPart::Column(name) = &key.part {
        let own = column(name).and_then(|column| column.collation.as_ref());
        key.collation = key.collation.take().filter(|said| Some(said) != own);
    }
    let usual = match key.order {
        SortOrder::Ascending => NullsOrder::Last,
        SortOrder::Descending => NullsOrder::First,
    };
    key.nulls = key.nulls.filter(|nulls| *nulls != usual);
}

/// Sorts what the catalogue keeps in no order.
pub(in crate::backend) fn order(table: &mut Table) {
    let key = |constraint: &Constraint| (constraint.kind(), constraint.name.clone());
    table.constraints.sort_by_key(key);
    table
        .indexes
        .sort_by(|left, right| left.name.cmp(&right.name));
}

/// Writes out the columns that a reference leaves to the other table's primary key.
pub(in crate::backend) fn references(schema: &mut Schema) {
    let known = schema.clone();
    for table in schema.tables.values_mut() {
        for constraint in &mut table.constraints {
            if let Rule::ForeignKey(key) = &mut constraint.rule
                && key.referenced.is_empty()
                && let Some(primary) = known.table(&key.table).and_then(Table::primary_key)
            {
                key.referenced.clone_from(&primary.columns);
            }
        }
    }
}

/// The columns of a primary key hold no `NULL`.
pub(in crate::backend) fn key_columns(table: &mut Table) {
    let Some(key) = table.primary_key().cloned() else {
        return;
    };
    for name in &key.columns {
        if let Some(column) = table.column_mut(name) {
            column.nullable = false;
        }
    }
}

/// Brings the queries of views into their canonical forms.
pub(in crate::backend) fn views(kind: BackendKind, schema: &mut Schema) {
    let known = schema.clone();
    for view in schema.views.values_mut() {
        view.query = query::canonical(kind, &known, &View::clone(view).query);
    }
}
