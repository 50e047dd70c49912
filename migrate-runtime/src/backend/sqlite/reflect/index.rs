//! The stored text of an index.

use super::cursor::Cursor;
use crate::schema::{Index, IndexKey, KeyPart, Name, SortOrder};

/// Reads `CREATE INDEX …`; none where it is not understood.
pub(super) fn read(sql: &str) -> Option<Index> {
    let mut cursor = Cursor::new(sql)?;
    cursor.take(&["CREATE"]).then_some(())?;
    let unique = cursor.take(&["UNIQUE"]);
    cursor.take(&["INDEX"]).then_some(())?;
    let name = cursor.name()?;
    cursor.take(&["ON"]).then_some(())?;
    cursor.name()?;
    let keys = keys(cursor.group()?)?;
    let predicate = cursor.take(&["WHERE"]).then(|| cursor.rest().to_owned());
    Some(Index {
        unique,
        predicate,
        ..Index::new(name, keys)
    })
}

fn keys(list: &str) -> Option<Vec<IndexKey>> {
    let mut cursor = Cursor::new(list)?;
    let mut keys = Vec::new();
    while !cursor.is_end() {
        keys.push(key(&mut cursor)?);
        cursor.take_symbol(",");
    }
    Some(keys)
}

fn key(cursor: &mut Cursor<'_>) -> Option<IndexKey> {
    let start = cursor.offset();
    while !cursor.is_end()
        && !cursor.sees_symbol(",")
        && !cursor.sees_any(&["COLLATE", "ASC", "DESC"])
    {
        if cursor.group().is_none() {
            cursor.skip()?;
        }
    }
    let mut key = IndexKey::new(part(cursor.since(start))?);
    if cursor.take(&["COLLATE"]) {
        key.collation = Some(cursor.name()?);
    }
    if cursor.take(&["DESC"]) {
        key.order = SortOrder::Descending;
    }
    cursor.take(&["ASC"]);
    (cursor.is_end() || cursor.sees_symbol(",")).then_some(key)
}

/// A name alone is a column, in parentheses too.
pub(super) fn part(text: &str) -> Option<KeyPart> {
    let mut cursor = Cursor::new(text)?;
    if let Some(inner) = cursor.group()
        && cursor.is_end()
    {
        return Some(match column(inner) {
            Some(name) => KeyPart::Column(name),
            None => KeyPart::Expression(inner.to_owned()),
        });
    }
    Some(match column(text) {
        Some(name) => KeyPart::Column(name),
        None => KeyPart::Expression(text.to_owned()),
    })
}

fn column(text: &str) -> Option<Name> {
    let mut cursor = Cursor::new(text)?;
    let name = cursor.name()?;
    let is_value = text.starts_with('\'') || text.starts_with(|c: char| c.is_ascii_digit());
    (cursor.is_end() && !is_value).then_some(name)
}
