//! Random changes of rows: which column may take another value, and the SQL that gives it one.

use migrate_runtime::operation::{Execute, Operation};
use migrate_runtime::schema::{Column, ColumnType, KeyPart, QualifiedName, Schema, Table};

use crate::palette::{Family, Palette};
use crate::random::Random;

/// A column that may hold anything of its type.
pub(super) struct Cell<'s> {
    pub(super) table: &'s Table,
    pub(super) column: &'s Column,
    /// Two values that differ, as SQL.
    values: [&'static str; 2],
}

/// One of the columns that no constraint, index or expression is about.
pub(super) fn free<'s>(
    random: &mut Random,
    palette: &dyn Palette,
    schema: &'s Schema,
) -> Option<Cell<'s>> {
    let kinds = palette.kinds();
    let cells = schema.tables.values().flat_map(|table| {
        let columns = table
            .columns
            .iter()
            .filter(|column| is_free(schema, table, column, palette));
        let cells = columns.filter_map(|column| {
            let kind = (kinds.iter()).find(|kind| kind.column_type == column.column_type)?;
            let values = values(kind.family, &column.column_type)?;
            Some((column, values))
        });
        cells
            .map(move |(column, values)| Cell {
                table,
                column,
                values,
            })
            .collect::<Vec<_>>()
    });
    let mut cells: Vec<_> = cells.collect();
    (!cells.is_empty()).then(|| cells.swap_remove(random.below(cells.len())))
}

fn is_free(schema: &Schema, table: &Table, column: &Column, palette: &dyn Palette) -> bool {
    let quoted = palette.quoted(&column.name);
    let referenced = (schema.tables.values())
        .flat_map(Table::foreign_keys)
        .any(|key| key.table == table.name && key.referenced.contains(&column.name));
    let constrained = (table.constraints.iter()).any(|constraint| {
        constraint.concerns(&column.name)
            || format!("{constraint:?}").contains(&quoted_in_debug(&quoted))
    });
    let indexed = table.indexes.iter().any(|index| {
        let expression = |part: &KeyPart| matches!(part, KeyPart::Expression(_));
        index.concerns(&column.name) || index.keys.iter().any(|key| expression(&key.part))
    });
    let computed = table.columns.iter().any(|other| other.generated.is_some());
    let triggers = schema.triggers.keys().any(|(of, _)| *of == table.name);
    let touched = table.columns.iter().any(|other| other.on_update.is_some());
    column.generated.is_none()
        && column.numbering.is_none()
        && !(referenced || constrained || indexed || computed || triggers || touched)
}

/// A text as it stands in the debugging form of what holds it.
fn quoted_in_debug(text: &str) -> String {
    let debug = format!("{text:?}");
    debug[1..debug.len() - 1].to_owned()
}

fn values(family: Family, column_type: &ColumnType) -> Option<[&'static str; 2]> {
    match (family, column_type) {
        (_, ColumnType::Native(_) | ColumnType::Custom(_)) => None,
        (Family::Whole | Family::Number, _) => Some(["1", "2"]),
        (Family::Text, _) => Some(["'u'", "'v'"]),
        (Family::Bool, _) => Some(["TRUE", "FALSE"]),
        _ => None,
    }
}

impl Cell<'_> {
    /// `table.column`, as reports name it.
    pub(super) fn name(&self) -> String {
        format!("{}.{}", self.table.name, self.column.name)
    }

    /// Gives the cell of some rows another value than it has, whatever it has.
    pub(super) fn changed(&self, random: &mut Random, palette: &dyn Palette) -> Operation {
        let column = palette.quoted(&self.column.name);
        let table = qualified(palette, &self.table.name);
        let [one, other] = self.values;
        let rows = self.rows(random, palette, &table);
        Operation::Execute(Execute::new(format!(
            "UPDATE {table} SET {column} = CASE WHEN {column} = {one} THEN {other} ELSE {one} END{rows}"
        )))
    }

    /// All rows, or the first or last by their key where the key has an order.
    fn rows(&self, random: &mut Random, palette: &dyn Palette, table: &str) -> String {
        let key = self
            .table
            .primary_key()
            .and_then(|key| self.table.column(&key.columns[0]));
        let ordered = key.filter(|key| key.column_type.is_whole_number());
        let Some(key) = ordered.filter(|_| random.chance(80)) else {
            return String::new();
        };
        let (key, end) = (palette.quoted(&key.name), *random.pick(&["MIN", "MAX"]));
        format!(
            " WHERE {key} = (SELECT chosen FROM (SELECT {end}({key}) AS chosen FROM {table}) AS ends)"
        )
    }
}

/// A step that does nothing: a downgrade must have one.
pub(super) fn idle() -> Operation {
    Operation::Execute(Execute::new("SELECT 1"))
}

fn qualified(palette: &dyn Palette, name: &QualifiedName) -> String {
    let parts = name.schema.iter().chain([&name.name]);
    parts
        .map(|part| palette.quoted(part))
        .collect::<Vec<_>>()
        .join(".")
}
