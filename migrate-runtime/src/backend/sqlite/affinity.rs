//! What becomes of a stored value when its column's declared type changes: SQLite converts what looks like a number, and
//! says nothing.

use super::{Sqlite, types};
use crate::backend::{Server, Unsupported};
use crate::operation::Operation;
use crate::schema::{Column, Schema, Table};

/// What a declared type makes of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}

/// SQLite's own rules, in its own order.
fn affinity(declared: &str) -> Affinity {
    let declared = declared.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
    if has(&["INT"]) {
        Affinity::Integer
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        Affinity::Text
    } else if declared.is_empty() || has(&["BLOB"]) {
        Affinity::Blob
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        Affinity::Real
    } else {
        Affinity::Numeric
    }
}

/// How values may change between a column of one table and the same column of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Conversion {
    to: Affinity,
    /// The new table refuses what it would have to keep as another type; none where it takes anything.
    strict: Option<StrictType>,
}

/// The types that a STRICT table knows, apart from `ANY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StrictType {
    Integer,
    Real,
    Text,
    Blob,
}

/// How the values of a column change on their way; `None` where none can.
pub(super) fn conversion(
    sqlite: &Sqlite<'_>,
    (old_table, old): (&Table, &Column),
    (new_table, new): (&Table, &Column),
) -> Result<Option<Conversion>, Unsupported> {
    let spelled = |table: &Table, column: &Column| {
        let sqlite = Sqlite {
            server: sqlite.server,
            strict: table.options.strict,
        };
        types::spelled(&sqlite, &column.column_type)
    };
    let (from, to) = (spelled(old_table, old)?, spelled(new_table, new)?);
    let strict = |table: &Table, declared: &str| match affinity(declared) {
        _ if !table.options.strict || declared.eq_ignore_ascii_case("ANY") => None,
        Affinity::Integer => Some(StrictType::Integer),
        Affinity::Real => Some(StrictType::Real),
        Affinity::Text => Some(StrictType::Text),
        Affinity::Blob | Affinity::Numeric => Some(StrictType::Blob),
    };
    let conversion = Conversion {
        to: affinity(&to),
        strict: strict(new_table, &to),
    };
    let takes_anything = conversion.strict.is_none()
        && (new_table.options.strict || conversion.to == Affinity::Blob);
    let same = affinity(&from) == conversion.to && strict(old_table, &from) == conversion.strict;
    Ok((!same && !takes_anything).then_some(conversion))
}

/// Whether an operation changes or refuses values that a column may hold, unless its author says how they change.
pub(in crate::backend) fn converts(
    server: &Server,
    before: &Schema,
    operation: &Operation,
) -> bool {
    let name = match operation {
        Operation::AlterColumn(alter) => match &alter.column_type {
            Some(new) if new.using.is_none() => &alter.table,
            _ => return false,
        },
        Operation::AlterTableOptions(alter) => &alter.table,
        _ => return false,
    };
    let Some(old) = before.table(name) else {
        return false;
    };
    let mut after = Schema {
        tables: [(name.clone(), old.clone())].into(),
        enums: before.enums.clone(),
        ..Schema::default()
    };
    if operation.apply(&mut after).is_err() {
        return false;
    }
    let sqlite = Sqlite::new(server);
    let new = after.table(name);
    let pairs = new.into_iter().flat_map(|new| {
        let columns = new.columns.iter();
        columns.filter_map(move |column| Some((old.column(&column.name)?, new, column)))
    });
    let mut pairs = pairs.filter(|(was, ..)| was.generated.is_none());
    pairs.any(|(was, new, column)| {
        matches!(conversion(&sqlite, (old, was), (new, column)), Ok(Some(_)))
    })
}

impl Conversion {
    /// A condition that is true of the values that would change or be refused; `value` is a column of the old table.
    pub(super) fn spoils(self, value: &str) -> String {
        let refused = self.strict.map(|strict| strict.refuses(value));
        let conditions: Vec<_> = [self.changes(value), refused]
            .into_iter()
            .flatten()
            .collect();
        format!("({})", conditions.join(" OR "))
    }

    fn changes(self, value: &str) -> Option<String> {
        let numbers = looks_like_a_number(value);
        match self.to {
            Affinity::Blob => None,
            Affinity::Text => Some(format!(
                "(typeof({value}) IN ('integer', 'real') AND CAST(CAST({value} AS TEXT) AS NUMERIC) IS NOT {value})"
            )),
            Affinity::Integer | Affinity::Numeric => Some(format!(
                "({numbers} AND CAST(CAST({value} AS NUMERIC) AS TEXT) IS NOT {value})"
            )),
            Affinity::Real => Some(format!(
                "({numbers} AND CAST(CAST({value} AS REAL) AS TEXT) IS NOT {value}) \
                 OR (typeof({value}) = 'integer' AND CAST({value} AS REAL) IS NOT {value})"
            )),
        }
    }
}

impl StrictType {
    fn refuses(self, value: &str) -> String {
        let kind = format!("typeof({value})");
        match self {
            Self::Integer => format!(
                "({kind} = 'blob' OR ({kind} = 'real' AND {value} <> CAST({value} AS INTEGER)) OR ({kind} = 'text' AND \
                 NOT ({} AND typeof(CAST({value} AS NUMERIC)) = 'integer')))",
                looks_like_a_number(value)
            ),
            Self::Real => format!(
                "({kind} = 'blob' OR ({kind} = 'text' AND NOT {}))",
                looks_like_a_number(value)
            ),
            Self::Text => format!("({kind} = 'blob')"),
            Self::Blob => format!("({kind} NOT IN ('blob', 'null'))"),
        }
    }
}

/// Text that a number's column would turn into a number: comparing it with one applies the same rule.
fn looks_like_a_number(value: &str) -> String {
    format!("(typeof({value}) = 'text' AND CAST({value} AS NUMERIC) = {value})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_types_have_their_affinity() {
        for (declared, wanted) in [
            ("BIGINT", Affinity::Integer),
            ("POINT", Affinity::Integer),
            ("VARCHAR(9)", Affinity::Text),
            ("BLOB", Affinity::Blob),
            ("", Affinity::Blob),
            ("DOUBLE", Affinity::Real),
            ("DATE", Affinity::Numeric),
            ("NUMERIC(9, 2)", Affinity::Numeric),
        ] {
            assert_eq!(affinity(declared), wanted, "{declared}");
        }
    }
}
