//! How one server spells names, values and types: what the SQL that backends agree on asks for.

use super::{Server, Unsupported};
use crate::schema::{Column, ColumnType, Index, Literal, Name, QualifiedName, Rule};

/// How one server spells what every backend has.
pub(super) trait Dialect {
    /// The server.
    fn server(&self) -> &Server;

    /// A name in quotes; names that the server cannot hold are refused.
    fn name(&self, name: &Name) -> Result<String, Unsupported>;

    /// A value, safe in every mode of the server.
    fn literal(&self, literal: &Literal) -> Result<String, Unsupported>;

    /// A type's spelling.
    fn column_type(&self, column_type: &ColumnType) -> Result<String, Unsupported>;

    /// A column's definition as it stands in `CREATE TABLE` and `ADD COLUMN`.
    fn column(&self, column: &Column) -> Result<String, Unsupported>;

    /// Refuses a rule that the server would ignore or does not know.
    fn accept_rule(&self, rule: &Rule) -> Result<(), Unsupported>;

    /// Refuses an index that the server would ignore or does not know.
    fn accept_index(&self, index: &Index) -> Result<(), Unsupported>;

    /// Refuses constraints that hold for new rows alone; only PostgreSQL has them.
    fn accept_pending(&self) -> Result<(), Unsupported> {
        Err(super::standard::constraint::no_validation(self))
    }

    /// A name in its namespace.
    fn qualified(&self, name: &QualifiedName) -> Result<String, Unsupported> {
        match &name.schema {
            Some(schema) => Ok(format!("{}.{}", self.name(schema)?, self.name(&name.name)?)),
            None => self.name(&name.name),
        }
    }

    /// Names in a list.
    fn names(&self, names: &[Name]) -> Result<String, Unsupported> {
        let quoted: Vec<_> = names
            .iter()
            .map(|name| self.name(name))
            .collect::<Result<_, _>>()?;
        Ok(quoted.join(", "))
    }

    /// What the server lacks, with the way out.
    fn lacks(&self, what: &str, instead: &str) -> Unsupported {
        Unsupported::new(format!("{} has no {what}", self.server().product())).help(instead)
    }
}

/// A name in quotes, the quote doubled inside.
pub(super) fn quoted(name: &Name, quote: char) -> String {
    let text = name.as_str();
    let mut sql = String::with_capacity(text.len() + 2);
    sql.push(quote);
    for character in text.chars() {
        if character == quote {
            sql.push(quote);
        }
        sql.push(character);
    }
    sql.push(quote);
    sql
}

/// Refuses the names that no backend can hold.
pub(super) fn accept_name(server: &Server, name: &Name) -> Result<(), Unsupported> {
    if name.as_str().is_empty() {
        return Err(Unsupported::new("a name is empty"));
    }
    if name.as_str().contains('\0') {
        return Err(Unsupported::new(format!(
            "the name `{name}` holds a NUL character, which {} cannot store",
            server.product()
        )));
    }
    Ok(())
}

/// Text in single quotes, the quote doubled inside.
pub(super) fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Bytes as hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02X}").expect("writing to a string does not fail");
        hex
    })
}

/// The bytes that hexadecimal digits stand for.
pub(super) fn from_hexadecimal(digits: &str) -> Option<Vec<u8>> {
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}
