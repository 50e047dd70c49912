//! An update in parts: the rows in the order of a key, so many at a time, each part behind the one before.

use std::time::Duration;

use super::super::dialect::Dialect;
use super::super::{Server, Statement, Unsupported};
use super::data;
use super::demand::{Rows, Words};
use crate::connection::BackendKind;
use crate::operation::{Backfill, Update};
use crate::schema::{ColumnType, Literal, Name, Schema, Table};

/// An update in parts that commit one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batches {
    server: Server,
    /// The table in quotes.
    table: String,
    /// What stands between `SET` and `WHERE`.
    assignments: String,
    condition: String,
    key: Vec<Key>,
    size: u32,
    pause: Duration,
}

/// A column in whose order the rows are gone through.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    name: Name,
    /// The column in quotes, behind its table: PostgreSQL would take the name alone for the text that is selected, and
    /// order by that.
    column: String,
    kind: Kind,
}

/// How a key travels as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Text,
    /// As hexadecimal digits.
    Bytes,
}

impl Batches {
    /// The columns in whose order the rows are gone through.
    pub fn key(&self) -> impl Iterator<Item = &Name> {
        self.key.iter().map(|key| &key.name)
    }

    /// How long to leave the database alone between two parts.
    #[must_use]
    pub const fn pause(&self) -> Duration {
        self.pause
    }

    /// The query for the number of rows behind `after`, as text; of all without it. A place that is none of this key
    /// answers `None`, here and below.
    #[must_use]
    pub fn remaining(&self, after: Option<&[String]>) -> Option<String> {
        Some(format!(
            "SELECT {} FROM {} WHERE {}",
            text(self.server.kind, "count(*)"),
            self.table,
            self.range(after, None)?
        ))
    }

    /// The query for the place of a part's last row, one text for each column of the key; no row where the part is the
    /// last one.
    #[must_use]
    pub fn end(&self, after: Option<&[String]>) -> Option<String> {
        let texts: Vec<_> = self.key.iter().map(|key| self.as_text(key)).collect();
        let columns: Vec<_> = self.key.iter().map(|key| key.column.as_str()).collect();
        Some(format!(
            "SELECT {} FROM {} WHERE {} ORDER BY {} LIMIT 1 OFFSET {}",
            texts.join(", "),
            self.table,
            self.range(after, None)?,
            columns.join(", "),
            self.size - 1
        ))
    }

    /// The update of the part behind `after` that ends with `end`, or with the last row.
    #[must_use]
    pub fn update(&self, after: Option<&[String]>, end: Option<&[String]>) -> Option<String> {
        Some(format!(
            "UPDATE {} SET {} WHERE {}",
            self.table,
            self.assignments,
            self.range(after, end)?
        ))
    }

    fn as_text(&self, key: &Key) -> String {
        match (key.kind, self.server.kind) {
            (Kind::Bytes, BackendKind::Postgres) => format!("encode({}, 'hex')", key.column),
            (Kind::Bytes, _) => format!("hex({})", key.column),
            (Kind::Number | Kind::Text, kind) => text(kind, &key.column),
        }
    }

    fn range(&self, after: Option<&[String]>, end: Option<&[String]>) -> Option<String> {
        let mut conditions = Vec::new();
        if let Some(place) = after {
            conditions.push(self.compared(Side::Behind, &self.literals(place)?));
        }
        if let Some(place) = end {
            conditions.push(self.compared(Side::UpTo, &self.literals(place)?));
        }
        conditions.push(format!("({})", self.condition));
        Some(conditions.join(" AND "))
    }

    /// MySQL and MariaDB use no index for a comparison of rows; what they are told first about the first column alone
    /// they do use it for.
    fn compared(&self, side: Side, place: &[String]) -> String {
        let columns: Vec<_> = self.key.iter().map(|key| key.column.as_str()).collect();
        let pairs: Vec<_> = columns.iter().copied().zip(place.iter()).collect();
        match (pairs.as_slice(), self.server.kind) {
            ([(column, value)], _) => format!("{column} {} {value}", side.last()),
            (_, BackendKind::Sqlite | BackendKind::Postgres) => format!(
                "({}) {} ({})",
                columns.join(", "),
                side.last(),
                place.join(", ")
            ),
            ([(column, value), ..], BackendKind::Mysql) => {
                format!(
                    "{column} {}= {value} AND {}",
                    side.strict(),
                    side.spelled(&pairs)
                )
            }
            ([], BackendKind::Mysql) => "1 = 1".into(),
        }
    }

    fn literals(&self, place: &[String]) -> Option<Vec<String>> {
        if place.len() != self.key.len() {
            return None;
        }
        let pairs = self.key.iter().zip(place);
        pairs
            .map(|(key, text)| super::super::literal(&self.server, &key.kind.literal(text)?))
            .collect()
    }
}

/// Which rows are meant.
#[derive(Clone, Copy)]
enum Side {
    Behind,
    UpTo,
}

impl Side {
    const fn strict(self) -> &'static str {
        match self {
            Self::Behind => ">",
            Self::UpTo => "<",
        }
    }

    const fn last(self) -> &'static str {
        match self {
            Self::Behind => ">",
            Self::UpTo => "<=",
        }
    }

    /// `(a > 1 OR (a = 1 AND (b > 2)))`
    fn spelled(self, pairs: &[(&str, &String)]) -> String {
        match pairs {
            [] => String::new(),
            [(column, value)] => format!("({column} {} {value})", self.last()),
            [(column, value), rest @ ..] => format!(
                "({column} {} {value} OR ({column} = {value} AND {}))",
                self.strict(),
                self.spelled(rest)
            ),
        }
    }
}

impl Kind {
    /// How keys of a type travel; `None` for a type whose text or order is not exact.
    fn of(column_type: &ColumnType) -> Option<Self> {
        match column_type {
            ColumnType::TinyInt
            | ColumnType::SmallInt
            | ColumnType::Integer
            | ColumnType::BigInt
            | ColumnType::Unsigned(_)
            | ColumnType::Numeric(_) => Some(Self::Number),
            ColumnType::Binary | ColumnType::Varbinary(_) => Some(Self::Bytes),
            ColumnType::Bool
            | ColumnType::Text
            | ColumnType::Varchar(_)
            | ColumnType::Char(_)
            | ColumnType::Date
            | ColumnType::Time
            | ColumnType::Timestamp
            | ColumnType::Timestamptz
            | ColumnType::Datetime
            | ColumnType::Uuid
            | ColumnType::Custom(_)
            | ColumnType::Native(_) => Some(Self::Text),
            ColumnType::Float
            | ColumnType::Double
            | ColumnType::Interval
            | ColumnType::Json
            | ColumnType::Jsonb
            | ColumnType::Array(_)
            | ColumnType::Enum(_) => None,
        }
    }

    /// The key as a value; `None` where the text is none.
    fn literal(self, text: &str) -> Option<Literal> {
        match self {
            Self::Text => Some(text.into()),
            Self::Number => match text.parse() {
                Ok(number) => Some(Literal::Integer(number)),
                Err(_) => is_decimal(text).then(|| Literal::Number(text.to_owned())),
            },
            Self::Bytes => {
                let digits = text.as_bytes().chunks(2);
                let bytes = digits.map(|pair| {
                    let pair = std::str::from_utf8(pair).ok()?;
                    u8::from_str_radix(pair, 16).ok()
                });
                bytes.collect::<Option<Vec<_>>>().map(Literal::Bytes)
            }
        }
    }
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn text(kind: BackendKind, sql: &str) -> String {
    match kind {
        BackendKind::Sqlite | BackendKind::Postgres => format!("CAST({sql} AS TEXT)"),
        BackendKind::Mysql => format!("CAST({sql} AS CHAR)"),
    }
}

/// A backfill: its text does at once what its parts do one by one.
pub(in crate::backend) fn statement(
    dialect: &dyn Dialect,
    before: &Schema,
    backfill: &Backfill,
) -> Result<Statement, Unsupported> {
    let table = before.table(&backfill.table);
    let key = key(dialect, table, backfill)?;
    let update = Update {
        table: backfill.table.clone(),
        set: backfill.set.clone(),
        condition: backfill.condition.clone(),
    };
    let sql = data::update(dialect, &update)?;
    let batches = Batches {
        server: *dialect.server(),
        table: dialect.qualified(&backfill.table)?,
        assignments: data::assignments(dialect, &backfill.set)?,
        condition: backfill.condition.clone().unwrap_or_else(|| "1 = 1".into()),
        key,
        size: backfill.batch.max(1),
        pause: backfill.pause,
    };
    let unknown: Vec<_> = (batches.key.iter())
        .map(|key| format!("{} IS NULL", key.column))
        .collect();
    let rows = Rows::new(dialect, before, &backfill.table)?;
    let words = Words {
        intention: format!(
            "table `{}` cannot be gone through by its key",
            backfill.table
        ),
        offence: "the key is NULL".into(),
        help: "name columns that are never NULL: `.key(…)`".into(),
    };
    let condition = format!("({}) AND ({})", batches.condition, unknown.join(" OR "));
    Ok(Statement {
        prechecks: vec![rows.none_where(&condition, words)],
        batches: Some(batches),
        ..Statement::outside(format!("-- a run does this in batches\n{sql}"))
    })
}

fn key(
    dialect: &dyn Dialect,
    table: Option<&Table>,
    backfill: &Backfill,
) -> Result<Vec<Key>, Unsupported> {
    let primary = table.and_then(Table::primary_key);
    let names = match (backfill.key.as_slice(), primary) {
        ([], Some(key)) => &key.columns,
        ([], None) => {
            return Err(Unsupported::new(format!(
                "the rows of table `{}` are gone through by its primary key, and none is known",
                backfill.table
            ))
            .help("name the columns: `.key(\"id\")`"));
        }
        (named, _) => named,
    };
    let moved = backfill
        .set
        .iter()
        .find(|(column, _)| names.contains(column));
    if let Some((column, _)) = moved {
        return Err(Unsupported::new(format!(
            "the rows of table `{}` are gone through by `{column}`, which the backfill changes",
            backfill.table
        ))
        .help("name other columns: `.key(…)`, or write the change with `op.update`"));
    }
    let one = |name: &Name| {
        let column_type = table
            .and_then(|table| table.column(name))
            .map(|column| &column.column_type);
        let Some(kind) = column_type.map_or(Some(Kind::Text), Kind::of) else {
            return Err(Unsupported::new(format!(
                "the rows of table `{}` cannot be gone through by `{name}`: its type has no exact order as text",
                backfill.table
            ))
            .help("name other columns: `.key(…)`"));
        };
        Ok(Key {
            name: name.clone(),
            column: format!(
                "{}.{}",
                dialect.name(&backfill.table.name)?,
                dialect.name(name)?
            ),
            kind,
        })
    };
    names.iter().map(one).collect()
}
