//! One column of `table!`: attributes, the name, an arrow, the type.

use proc_macro2::{Span, TokenTree};

use super::attribute::{self, plain};
use super::sql_type::SqlType;
use super::table::{Attribute, comment, sql_name};
use super::{Column, Table};
use crate::grammar::Diagnostic;
use crate::grammar::cursor::Cursor;

const SHAPE: &str = "write `name -> Type,`, such as `email -> Nullable<Text>,`";

/// Takes a column; what its attributes say about the table is written there.
pub(super) fn read(
    cursor: &mut Cursor<'_>,
    table: &mut Table,
    problems: &mut Vec<Diagnostic>,
) -> Result<Column, Option<Diagnostic>> {
    let attributes = Attribute::all(cursor);
    let mut at = *cursor;
    let span = at.next().map_or_else(|| table.span, TokenTree::span);
    let no_column = |span: Span| Some(Diagnostic::new(span, "this is no column", SHAPE));
    let name = cursor.ident().ok_or_else(|| no_column(span))?;
    if !(cursor.punct('-') && cursor.punct('>')) {
        return Err(no_column(name.span()));
    }
    let sql_type = SqlType::take(cursor).ok_or_else(|| no_column(name.span()))?;
    let (sql_type, nullable) = sql_type.without_nullable();
    let mut column = Column::named(plain(name), sql_type, nullable, name.span());
    column.comment = comment(&attributes);
    if let Some(name) = sql_name(&attributes) {
        column.sql_name = name;
    }
    column.max_length = (attributes.iter())
        .find_map(|attribute| attribute.value("max_length"))
        .and_then(|length| length.to_string().replace('_', "").parse().ok());
    for attribute in &attributes {
        if let Some(content) = attribute.migrate() {
            attribute::column(&content, &mut column, table, problems);
        }
    }
    Ok(column)
}
