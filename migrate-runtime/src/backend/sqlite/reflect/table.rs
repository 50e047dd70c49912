//! The stored text of a table: what no pragma tells.

use super::cursor::Cursor;
use crate::backend::RawObject;
use crate::backend::script::lexer::{self, Kind};
use crate::connection::BackendKind;
use crate::schema::{
    Check, Constraint, Deferrable, ForeignKey, Generated, GeneratedStorage, MatchKind, Name,
    PrimaryKey, QualifiedName, ReferentialAction, Rule, Unique, UniqueNulls,
};

/// What the text of a table says.
#[derive(Default)]
pub(super) struct TableText {
    /// The columns in order.
    pub(super) columns: Vec<ColumnText>,
    /// The constraints, wherever they are written.
    pub(super) constraints: Vec<Constraint>,
    /// What the model has no words for; named within the table.
    pub(super) raw: Vec<RawObject>,
    /// The comments between the words.
    pub(super) remarks: Vec<String>,
}

/// What the text of a column says beside its type, nullability and default.
pub(super) struct ColumnText {
    pub(super) name: Name,
    pub(super) collation: Option<Name>,
    pub(super) generated: Option<Generated>,
    /// The check that a column of an enum type has.
    pub(super) labels: Option<Labels>,
    pub(super) autoincrement: bool,
}

/// `CHECK ("column" IN ('a', 'b'))`, without a name.
pub(super) struct Labels {
    pub(super) labels: Vec<String>,
    /// The check's text, for a column that is no text.
    pub(super) expression: String,
}

/// The words that begin a constraint of a table.
const TABLE_CONSTRAINTS: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

/// The words that end a column's type.
const COLUMN_CLAUSES: [&str; 12] = [
    "CONSTRAINT",
    "PRIMARY",
    "NOT",
    "NULL",
    "UNIQUE",
    "CHECK",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "GENERATED",
    "AS",
    "DEFERRABLE",
];

/// Reads `CREATE TABLE …`; none where it is not understood.
pub(super) fn read(sql: &str) -> Option<TableText> {
    let mut cursor = Cursor::new(sql)?;
    let mut reader = Reader::default();
    cursor.take(&["CREATE", "TABLE"]).then_some(())?;
    cursor.name()?;
    cursor.take_symbol("(").then_some(())?;
    while !cursor.sees_any(&TABLE_CONSTRAINTS) {
        reader.column(&mut cursor)?;
        if !cursor.take_symbol(",") {
            break;
        }
    }
    while !cursor.take_symbol(")") {
        reader.table_constraint(&mut cursor)?;
        cursor.take_symbol(",");
    }
    reader.text.remarks = remarks(sql);
    Some(reader.text)
}

/// Comments between the parts of a definition. Those within an expression are part of its text.
fn remarks(sql: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut remarks = Vec::new();
    for token in lexer::tokens(BackendKind::Sqlite, sql).unwrap_or_default() {
        match (token.kind, token.text) {
            (Kind::Symbol, "(") => depth += 1,
            (Kind::Symbol, ")") => depth = depth.saturating_sub(1),
            (Kind::Blank, text) if depth < 2 && !text.trim().is_empty() => {
                remarks.push(text.trim().to_owned());
            }
            _ => {}
        }
    }
    remarks
}

#[derive(Default)]
struct Reader {
    text: TableText,
}

impl Reader {
    fn column(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let mut column = ColumnText {
            name: cursor.name()?,
            collation: None,
            generated: None,
            labels: None,
            autoincrement: false,
        };
        while !cursor.sees_any(&COLUMN_CLAUSES)
            && !cursor.sees_symbol(",")
            && !cursor.sees_symbol(")")
        {
            if cursor.group().is_none() {
                cursor.skip()?;
            }
        }
        while !cursor.sees_symbol(",") && !cursor.sees_symbol(")") {
            let start = cursor.offset();
            let name = constraint_name(cursor);
            if name.is_some() && (cursor.sees_symbol(",") || cursor.sees_symbol(")")) {
                break;
            }
            self.clause(cursor, &mut column, name, start)?;
        }
        self.text.columns.push(column);
        Some(())
    }

    fn clause(
        &mut self,
        cursor: &mut Cursor<'_>,
        column: &mut ColumnText,
        name: Option<Name>,
        start: usize,
    ) -> Option<()> {
        let own = || vec![column.name.clone()];
        if cursor.take(&["PRIMARY", "KEY"]) {
            let rule = Rule::PrimaryKey(PrimaryKey { columns: own() });
            self.push(name, rule);
            if cursor.take(&["DESC"]) {
                self.note("key order", &column.name, cursor.since(start));
            }
            cursor.take(&["ASC"]);
            self.conflict(cursor, &column.name, start)?;
            column.autoincrement = cursor.take(&["AUTOINCREMENT"]);
        } else if cursor.take(&["NOT", "NULL"]) || cursor.take(&["NULL"]) {
            if name.is_some() {
                self.note("name of NOT NULL", &column.name, cursor.since(start));
            }
            self.conflict(cursor, &column.name, start)?;
        } else if cursor.take(&["UNIQUE"]) {
            let rule = unique(own());
            self.push(name, rule);
            self.conflict(cursor, &column.name, start)?;
        } else if cursor.take(&["CHECK"]) {
            self.check(cursor, column, name, start)?;
        } else if cursor.take(&["DEFAULT"]) {
            cursor.default_value()?;
        } else if cursor.take(&["COLLATE"]) {
            column.collation = Some(cursor.name()?);
        } else if cursor.sees("REFERENCES") {
            let columns = own();
            self.reference(cursor, columns, name, start)?;
        } else if cursor.take(&["GENERATED", "ALWAYS", "AS"]) || cursor.take(&["AS"]) {
            column.generated = Some(generated(cursor)?);
        } else {
            return None;
        }
        Some(())
    }

    fn check(
        &mut self,
        cursor: &mut Cursor<'_>,
        column: &mut ColumnText,
        name: Option<Name>,
        start: usize,
    ) -> Option<()> {
        let expression = cursor.group()?;
        let labels = labels(expression, &column.name);
        if name.is_none() && column.labels.is_none() && labels.is_some() {
            column.labels = labels;
            return Some(());
        }
        let expression = expression.to_owned();
        self.push(name, Rule::Check(Check { expression }));
        let column = column.name.clone();
        self.conflict(cursor, &column, start)
    }

    fn table_constraint(&mut self, cursor: &mut Cursor<'_>) -> Option<()> {
        let start = cursor.offset();
        let name = constraint_name(cursor);
        let named = name.clone().unwrap_or_else(|| Name::from("constraint"));
        if cursor.take(&["PRIMARY", "KEY"]) {
            let columns = self.keys(cursor, &named, start)?;
            self.push(name, Rule::PrimaryKey(PrimaryKey { columns }));
            self.conflict(cursor, &named, start)
        } else if cursor.take(&["UNIQUE"]) {
            let columns = self.keys(cursor, &named, start)?;
            self.push(name, unique(columns));
            self.conflict(cursor, &named, start)
        } else if cursor.take(&["CHECK"]) {
            let expression = cursor.group()?.to_owned();
            self.push(name, Rule::Check(Check { expression }));
            self.conflict(cursor, &named, start)
        } else if cursor.take(&["FOREIGN", "KEY"]) {
            let columns = names(cursor)?;
            self.reference(cursor, columns, name, start)
        } else {
            None
        }
    }

    /// The columns of a key; SQLite lets each have a collation and a direction.
    fn keys(
        &mut self,
        cursor: &mut Cursor<'_>,
        constraint: &Name,
        start: usize,
    ) -> Option<Vec<Name>> {
        let mut columns = Vec::new();
        let mut special = false;
        cursor.take_symbol("(").then_some(())?;
        while !cursor.take_symbol(")") {
            columns.push(cursor.name()?);
            if cursor.take(&["COLLATE"]) {
                cursor.name()?;
                special = true;
            }
            special |= cursor.take(&["DESC"]);
            cursor.take(&["ASC"]);
            if cursor.take(&["AUTOINCREMENT"]) {
                self.number(columns.last()?);
            }
            cursor.take_symbol(",");
        }
        if special {
            self.note("key order", constraint, cursor.since(start));
        }
        Some(columns)
    }

    fn number(&mut self, name: &Name) {
        let is_it = |column: &&mut ColumnText| same_name(&column.name, name);
        if let Some(column) = self.text.columns.iter_mut().find(is_it) {
            column.autoincrement = true;
        }
    }

    fn reference(
        &mut self,
        cursor: &mut Cursor<'_>,
        columns: Vec<Name>,
        name: Option<Name>,
        start: usize,
    ) -> Option<()> {
        cursor.take(&["REFERENCES"]).then_some(())?;
        let mut key = ForeignKey {
            columns,
            table: QualifiedName::new(cursor.name()?),
            referenced: Vec::new(),
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            match_kind: MatchKind::Simple,
            deferrable: None,
        };
        if cursor.sees_symbol("(") {
            key.referenced = names(cursor)?;
        }
        loop {
            if cursor.take(&["ON", "DELETE"]) {
                key.on_delete = action(cursor)?;
            } else if cursor.take(&["ON", "UPDATE"]) {
                key.on_update = action(cursor)?;
            } else if cursor.take(&["MATCH"]) {
                // SQLite reads it and does nothing with it.
                cursor.name()?;
                let own = name.as_ref().unwrap_or(&key.columns[0]).clone();
                self.note("MATCH clause", &own, cursor.since(start));
            } else {
                break;
            }
        }
        key.deferrable = deferrable(cursor);
        self.push(name, Rule::ForeignKey(key));
        Some(())
    }

    fn push(&mut self, name: Option<Name>, rule: Rule) {
        self.text.constraints.push(Constraint {
            name,
            ..Constraint::unnamed(rule)
        });
    }

    /// What a violated constraint does to its statement.
    fn conflict(&mut self, cursor: &mut Cursor<'_>, name: &Name, start: usize) -> Option<()> {
        if cursor.take(&["ON", "CONFLICT"]) {
            cursor.skip()?;
            self.note("conflict clause", name, cursor.since(start));
        }
        Some(())
    }

    fn note(&mut self, kind: &str, name: &Name, sql: &str) {
        self.text.raw.push(RawObject {
            kind: kind.to_owned(),
            name: name.as_str().to_owned(),
            sql: sql.to_owned(),
        });
    }
}

/// The name in `CONSTRAINT "name"`, if that follows.
fn constraint_name(cursor: &mut Cursor<'_>) -> Option<Name> {
    let mut name = None;
    while cursor.take(&["CONSTRAINT"]) {
        name = cursor.name();
    }
    name
}

fn unique(columns: Vec<Name>) -> Rule {
    Rule::Unique(Unique {
        columns,
        nulls: UniqueNulls::Distinct,
        deferrable: None,
    })
}

/// Names in parentheses.
fn names(cursor: &mut Cursor<'_>) -> Option<Vec<Name>> {
    let mut names = Vec::new();
    cursor.take_symbol("(").then_some(())?;
    while !cursor.take_symbol(")") {
        names.push(cursor.name()?);
        cursor.take_symbol(",");
    }
    Some(names)
}

fn generated(cursor: &mut Cursor<'_>) -> Option<Generated> {
    let expression = cursor.group()?.to_owned();
    let storage = if cursor.take(&["STORED"]) {
        GeneratedStorage::Stored
    } else {
        cursor.take(&["VIRTUAL"]);
        GeneratedStorage::Virtual
    };
    Some(Generated {
        expression,
        storage,
    })
}

fn action(cursor: &mut Cursor<'_>) -> Option<ReferentialAction> {
    let actions: [(&[&str], ReferentialAction); 5] = [
        (&["NO", "ACTION"], ReferentialAction::NoAction),
        (&["RESTRICT"], ReferentialAction::Restrict),
        (&["CASCADE"], ReferentialAction::Cascade),
        (&["SET", "NULL"], ReferentialAction::SetNull),
        (&["SET", "DEFAULT"], ReferentialAction::SetDefault),
    ];
    let found = actions.into_iter().find(|(words, _)| cursor.take(words));
    found.map(|(_, action)| action)
}

fn deferrable(cursor: &mut Cursor<'_>) -> Option<Deferrable> {
    let never = cursor.take(&["NOT", "DEFERRABLE"]);
    let may = !never && cursor.take(&["DEFERRABLE"]);
    let late = cursor.take(&["INITIALLY", "DEFERRED"]);
    if !late {
        cursor.take(&["INITIALLY", "IMMEDIATE"]);
    }
    may.then_some(if late {
        Deferrable::InitiallyDeferred
    } else {
        Deferrable::InitiallyImmediate
    })
}

/// The labels of `"column" IN ('a', 'b')`.
fn labels(expression: &str, column: &Name) -> Option<Labels> {
    let mut cursor = Cursor::new(expression)?;
    let is_its = same_name(&cursor.name()?, column) && cursor.take(&["IN"]);
    (is_its && cursor.take_symbol("(")).then_some(())?;
    let mut labels = Vec::new();
    while !cursor.take_symbol(")") {
        labels.push(cursor.text()?);
        cursor.take_symbol(",");
    }
    (cursor.is_end() && !labels.is_empty()).then(|| Labels {
        labels,
        expression: expression.to_owned(),
    })
}

/// Whether SQLite takes two names for one.
pub(super) fn same_name(left: &Name, right: &Name) -> bool {
    left.as_str().eq_ignore_ascii_case(right.as_str())
}
