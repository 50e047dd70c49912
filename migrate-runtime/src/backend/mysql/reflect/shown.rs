//! Characters that the catalogue cannot show: it keeps three bytes of each, so that those above U+FFFF become question
//! marks there, wherever they stand. The tables themselves hold them.

use crate::schema::{Column, ColumnType, DefaultValue, Literal, Rule, Schema, Table};

/// Replaces in a schema what the catalogue would replace.
pub(super) fn replace(schema: &mut Schema) {
    schema.tables.values_mut().for_each(table);
    for view in schema.views.values_mut() {
        in_expression(&mut view.query);
    }
    for trigger in schema.triggers.values_mut() {
        in_value(&mut trigger.body);
    }
}

fn table(table: &mut Table) {
    table.comment.iter_mut().for_each(in_value);
    table.columns.iter_mut().for_each(column);
    for constraint in &mut table.constraints {
        if let Rule::Check(check) = &mut constraint.rule {
            in_expression(&mut check.expression);
        }
    }
    for index in &mut table.indexes {
        index.comment.iter_mut().for_each(in_value);
    }
}

fn column(column: &mut Column) {
    column.comment.iter_mut().for_each(in_value);
    if let ColumnType::Enum(reference) = &mut column.column_type {
        reference.labels.iter_mut().for_each(in_value);
    }
    match &mut column.default {
        Some(DefaultValue::Literal(Literal::Text(text))) => in_value(text),
        Some(DefaultValue::Expression(sql)) => in_expression(sql),
        Some(DefaultValue::Literal(_)) | None => {}
    }
    if let Some(generated) = &mut column.generated {
        in_expression(&mut generated.expression);
    }
}

/// One mark for a character.
fn in_value(text: &mut String) {
    replaced(text, "?");
}

/// One mark for each byte of a character.
fn in_expression(text: &mut String) {
    replaced(text, "????");
}

fn replaced(text: &mut String, marks: &str) {
    if text.chars().all(is_shown) {
        return;
    }
    let mut shown = String::new();
    for character in text.chars() {
        if is_shown(character) {
            shown.push(character);
        } else {
            shown += marks;
        }
    }
    *text = shown;
}

const fn is_shown(character: char) -> bool {
    character <= '\u{ffff}'
}
