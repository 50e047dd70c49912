//! SQL text as the operations that rules know, as far as its words tell: migrations may be written in SQL.
//!
//! Only what the rules are about is read; what is not understood is left out, never guessed.

use super::raw::Words;
use crate::operation::{
    AddColumn, AddConstraint, AddEnumLabel, AlterColumn, AlterTableOptions, Change, CreateIndex,
    CreateTrigger, DropColumn, DropConstraint, DropIndex, DropTable, DropView, IndexBuild,
    MoveTable, NewType, Online, Operation, RefreshView, RenameColumn, RenameEnumLabel, RenameTable,
    ValidateConstraint,
};
use crate::schema::{
    Check, Column, ColumnType, Constraint, DefaultValue, Digits, ForeignKey, Generated,
    GeneratedStorage, Index, IndexKey, KeyPart, MatchKind, Name, Numbering, PrimaryKey,
    QualifiedName, ReferentialAction, Rule, Schema, Trigger, Unique, UniqueNulls, Validation,
};

/// What one statement does, as far as it is understood; `before` tells which table an index belongs to.
pub(super) fn operations(words: &Words, before: &Schema) -> Vec<Operation> {
    let mut cursor = Cursor(words.all());
    if cursor.eat(&["alter", "table"]) {
        return alterations(&mut cursor).unwrap_or_default();
    }
    let one = match cursor.word() {
        Some("create") if cursor.is_at("trigger") => create_trigger(&mut cursor),
        Some("create") => create_index(&mut cursor),
        Some("drop") => drop(&mut cursor, before),
        Some("refresh") => refresh(&mut cursor),
        Some("alter") if cursor.eat(&["type"]) => alter_type(&mut cursor),
        Some("rename") => rename_table(&mut cursor),
        _ => None,
    };
    one.into_iter().collect()
}

/// The table that a `CREATE TABLE` makes.
pub(super) fn created_table(words: &Words) -> Option<QualifiedName> {
    let mut cursor = Cursor(words.all());
    cursor.eat(&["create", "table"]).then_some(())?;
    cursor.eat(&["if", "not", "exists"]);
    cursor.table()
}

fn create_index(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let unique = cursor.eat(&["unique"]);
    cursor.demand("index")?;
    let concurrently = cursor.eat(&["concurrently"]);
    cursor.eat(&["if", "not", "exists"]);
    let name = if cursor.is_at("on") {
        None
    } else {
        Some(cursor.name()?)
    };
    cursor.demand("on")?;
    cursor.eat(&["only"]);
    let table = cursor.table()?;
    if cursor.eat(&["using"]) {
        cursor.name()?;
    }
    let keys = cursor.enclosed()?;
    let keys = keys.split(|word| word == ",").map(key).collect();
    let name = name.unwrap_or_else(|| Name::new(format!("ix_{}", table.name.as_str())));
    let index = Index {
        unique,
        ..Index::new(name, keys)
    };
    let build = if concurrently {
        IndexBuild::Concurrently
    } else {
        IndexBuild::Blocking
    };
    Some(Operation::CreateIndex(CreateIndex {
        table,
        index,
        build,
        online: Online::default(),
    }))
}

fn key(words: &[String]) -> IndexKey {
    match words {
        [column] => IndexKey::from(Name::new(unquoted(column))),
        several => IndexKey::new(KeyPart::Expression(several.join(" "))),
    }
}

fn create_trigger(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.demand("trigger")?;
    let name = cursor.name()?;
    let at = cursor.0.iter().position(|word| word == "on")?;
    let (event, behind) = cursor.0.split_at(at);
    let mut cursor = Cursor(&behind[1..]);
    let table = cursor.table()?;
    let trigger = Trigger {
        name,
        table,
        event: event.join(" "),
        body: cursor.0.join(" "),
    };
    Some(Operation::CreateTrigger(CreateTrigger { trigger }))
}

fn refresh(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.eat(&["materialized", "view"]).then_some(())?;
    let build = if cursor.eat(&["concurrently"]) {
        IndexBuild::Concurrently
    } else {
        IndexBuild::Blocking
    };
    let name = cursor.table()?;
    Some(Operation::RefreshView(RefreshView { name, build }))
}

/// What PostgreSQL does with the labels of an enum type.
fn alter_type(cursor: &mut Cursor<'_>) -> Option<Operation> {
    let name = cursor.table()?;
    if cursor.eat(&["rename", "value"]) {
        let label = cursor.text()?;
        cursor.demand("to")?;
        let to = cursor.text()?;
        return Some(Operation::RenameEnumLabel(RenameEnumLabel {
            name,
            label,
            to,
        }));
    }
    cursor.eat(&["add", "value"]).then_some(())?;
    cursor.eat(&["if", "not", "exists"]);
    let label = cursor.text()?;
    let before = cursor.eat(&["before"]).then(|| cursor.text()).flatten();
    Some(Operation::AddEnumLabel(AddEnumLabel {
        name,
        label,
        before,
    }))
}

/// MySQL's own statement.
fn rename_table(cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.demand("table")?;
    let table = cursor.table()?;
    cursor.demand("to")?;
    let to = cursor.table()?.name;
    Some(Operation::RenameTable(RenameTable { table, to }))
}

fn drop(cursor: &mut Cursor<'_>, before: &Schema) -> Option<Operation> {
    let materialized = cursor.eat(&["materialized"]);
    let kind = cursor.word()?;
    let concurrently = cursor.eat(&["concurrently"]);
    cursor.eat(&["if", "exists"]);
    match kind {
        "table" => Some(Operation::DropTable(DropTable {
            table: cursor.table()?,
        })),
        "view" => Some(Operation::DropView(DropView {
            name: cursor.table()?,
            materialized,
        })),
        "index" => {
            let index = cursor.table()?.name;
            let mut tables = before.tables.values();
            let table = tables.find(|table| table.index(&index).is_some())?;
            let build = if concurrently {
                IndexBuild::Concurrently
            } else {
                IndexBuild::Blocking
            };
            Some(Operation::DropIndex(DropIndex {
                table: table.name.clone(),
                index,
                build,
                online: Online::default(),
            }))
        }
        _ => None,
    }
}

/// The clauses of an `ALTER TABLE`, each as a step of its own.
fn alterations(cursor: &mut Cursor<'_>) -> Option<Vec<Operation>> {
    cursor.eat(&["if", "exists"]);
    cursor.eat(&["only"]);
    let table = cursor.table()?;
    let clauses = cursor.clauses().into_iter();
    Some(
        clauses
            .filter_map(|clause| alteration(&table, &mut Cursor(clause)))
            .collect(),
    )
}

fn alteration(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    match cursor.word()? {
        "add" => add(table, cursor),
        "drop" => drop_from(table, cursor),
        "rename" => rename(table, cursor),
        "alter" => alter(table, cursor),
        "modify" => modify(table, cursor),
        "change" => change(table, cursor),
        "set" => set(table, cursor),
        "convert" => convert(table, cursor),
        "validate" => validate(table, cursor),
        _ => None,
    }
}

/// What becomes of the whole table.
fn set(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    if cursor.eat(&["schema"]) {
        return Some(Operation::MoveTable(MoveTable {
            table: table.clone(),
            to: cursor.name()?,
        }));
    }
    let unlogged = match cursor.word()? {
        "unlogged" => true,
        "logged" => false,
        _ => return None,
    };
    Some(Operation::AlterTableOptions(AlterTableOptions {
        unlogged: Some(unlogged),
        ..AlterTableOptions::new(table.clone())
    }))
}

/// Another character set, for all columns.
fn convert(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    let begins = cursor.eat(&["to", "character", "set"]) || cursor.eat(&["to", "charset"]);
    begins.then_some(())?;
    Some(Operation::AlterTableOptions(AlterTableOptions {
        charset: Change::Set(cursor.name()?),
        ..AlterTableOptions::new(table.clone())
    }))
}

fn validate(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.demand("constraint")?;
    Some(Operation::ValidateConstraint(ValidateConstraint {
        table: table.clone(),
        name: cursor.name()?,
    }))
}

/// MySQL's new definition of a column.
fn modify(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.eat(&["column"]);
    cursor.eat(&["if", "exists"]);
    let name = cursor.name()?;
    Some(redefined(table, name, cursor.0))
}

/// The same where the column keeps its name; another name is a change that programs notice first.
fn change(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    cursor.eat(&["column"]);
    cursor.eat(&["if", "exists"]);
    let (column, to) = (cursor.name()?, cursor.name()?);
    if column == to {
        return Some(redefined(table, column, cursor.0));
    }
    let table = table.clone();
    Some(Operation::RenameColumn(RenameColumn { table, column, to }))
}

/// What is not written is not so any more.
fn redefined(table: &QualifiedName, name: Name, words: &[String]) -> Operation {
    let new = column(name, words);
    Operation::AlterColumn(AlterColumn {
        column_type: Some(NewType {
            to: new.column_type,
            using: None,
        }),
        nullable: Some(new.nullable),
        // One that is written may be the old one in other words.
        default: match new.default {
            Some(_) => Change::Keep,
            None => Change::Drop,
        },
        ..AlterColumn::new(table.clone(), new.name)
    })
}

fn drop_from(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    let table = table.clone();
    if cursor.eat(&["constraint"]) {
        cursor.eat(&["if", "exists"]);
        return Some(Operation::DropConstraint(DropConstraint {
            table,
            name: cursor.name()?,
            kind: None,
        }));
    }
    // MySQL drops other things with words in the place of a column's name.
    let other = ["index", "key", "primary", "foreign", "check", "partition"];
    if other.iter().any(|word| cursor.is_at(word)) {
        return None;
    }
    cursor.eat(&["column"]);
    cursor.eat(&["if", "exists"]);
    Some(Operation::DropColumn(DropColumn {
        table,
        column: cursor.name()?,
        online: Online::default(),
    }))
}

fn rename(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    let table = table.clone();
    if cursor.eat(&["to"]) {
        let to = cursor.name()?;
        return Some(Operation::RenameTable(RenameTable { table, to }));
    }
    if ["constraint", "index", "key"]
        .iter()
        .any(|word| cursor.is_at(word))
    {
        return None;
    }
    cursor.eat(&["column"]);
    let column = cursor.name()?;
    cursor.demand("to")?;
    let to = cursor.name()?;
    Some(Operation::RenameColumn(RenameColumn { table, column, to }))
}

fn alter(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    if ["constraint", "index"]
        .iter()
        .any(|word| cursor.is_at(word))
    {
        return None;
    }
    cursor.eat(&["column"]);
    let mut alter = AlterColumn::new(table.clone(), cursor.name()?);
    if cursor.eat(&["set", "not", "null"]) {
        alter.nullable = Some(false);
    } else if cursor.eat(&["drop", "not", "null"]) {
        alter.nullable = Some(true);
    } else if cursor.eat(&["set", "data", "type"]) || cursor.eat(&["type"]) {
        let words: Vec<_> = cursor
            .0
            .iter()
            .take_while(|word| *word != "using")
            .cloned()
            .collect();
        alter.column_type = Some(NewType {
            to: column_type(&words),
            using: None,
        });
    } else if cursor.eat(&["set", "default"]) {
        alter.default = Change::Set(DefaultValue::Expression(cursor.0.join(" ")));
    } else if cursor.eat(&["drop", "default"]) {
        alter.default = Change::Drop;
    } else {
        return None;
    }
    Some(Operation::AlterColumn(alter))
}

fn add(table: &QualifiedName, cursor: &mut Cursor<'_>) -> Option<Operation> {
    let name = if cursor.eat(&["constraint"]) {
        Some(cursor.name()?)
    } else {
        None
    };
    if let Some(rule) = rule(cursor) {
        let pending = cursor.0.ends_with(&["not".to_owned(), "valid".to_owned()]);
        let validation = if pending {
            Validation::Pending
        } else {
            Validation::Done
        };
        let constraint = Constraint {
            name,
            rule,
            validation,
        };
        let add = AddConstraint::new(table.clone(), constraint);
        return Some(Operation::AddConstraint(add));
    }
    let other = [
        "index",
        "key",
        "fulltext",
        "spatial",
        "unique",
        "primary",
        "foreign",
        "check",
        "exclude",
        "partition",
    ];
    if name.is_some() || other.iter().any(|word| cursor.is_at(word)) {
        return None;
    }
    cursor.eat(&["column"]);
    cursor.eat(&["if", "not", "exists"]);
    let name = cursor.name()?;
    Some(Operation::AddColumn(AddColumn {
        table: table.clone(),
        constraints: beside(&name, cursor.0),
        column: column(name, cursor.0),
        position: None,
        online: Online::default(),
    }))
}

/// A constraint's rule; none where it takes over an index, which needs no look at the rows.
fn rule(cursor: &mut Cursor<'_>) -> Option<Rule> {
    if cursor.eat(&["primary", "key"]) {
        let columns = cursor.names()?;
        return Some(Rule::PrimaryKey(PrimaryKey { columns }));
    }
    if cursor.is_at("unique") {
        let mut behind = Cursor(&cursor.0[1..]);
        let columns = behind.names()?;
        *cursor = behind;
        return Some(unique(columns));
    }
    if cursor.eat(&["check"]) {
        let expression = cursor.enclosed()?.join(" ");
        return Some(Rule::Check(Check { expression }));
    }
    if !cursor.eat(&["foreign", "key"]) {
        return None;
    }
    let columns = cursor.names()?;
    cursor.demand("references")?;
    references(columns, cursor)
}

/// The constraints that stand beside a column.
fn beside(name: &Name, words: &[String]) -> Vec<Constraint> {
    let mut constraints = Vec::new();
    let mut cursor = Cursor(words);
    while !cursor.0.is_empty() {
        let columns = vec![name.clone()];
        let rule = if cursor.eat(&["primary", "key"]) {
            Some(Rule::PrimaryKey(PrimaryKey { columns }))
        } else if cursor.eat(&["unique"]) {
            Some(unique(columns))
        } else if cursor.eat(&["check"]) {
            let expression = cursor.enclosed().unwrap_or_default().join(" ");
            Some(Rule::Check(Check { expression }))
        } else if cursor.eat(&["references"]) {
            references(columns, &mut cursor)
        } else if cursor.is_at("(") {
            // What stands in parentheses belongs to a type, a default or a formula.
            let _ = cursor.enclosed();
            None
        } else {
            let _ = cursor.word();
            None
        };
        constraints.extend(rule.map(|rule| Constraint {
            name: None,
            rule,
            validation: Validation::Done,
        }));
    }
    constraints
}

fn unique(columns: Vec<Name>) -> Rule {
    Rule::Unique(Unique {
        columns,
        nulls: UniqueNulls::Distinct,
        deferrable: None,
    })
}

/// What stands behind `REFERENCES`.
fn references(columns: Vec<Name>, cursor: &mut Cursor<'_>) -> Option<Rule> {
    let table = cursor.table()?;
    let referenced = if cursor.is_at("(") {
        cursor.names()?
    } else {
        Vec::new()
    };
    Some(Rule::ForeignKey(ForeignKey {
        columns,
        table,
        referenced,
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        match_kind: MatchKind::Simple,
        deferrable: None,
    }))
}

/// A column's definition, without what stands beside it as a constraint.
fn column(name: Name, words: &[String]) -> Column {
    const BEHIND_THE_TYPE: [&str; 11] = [
        "not",
        "null",
        "default",
        "primary",
        "unique",
        "references",
        "check",
        "generated",
        "constraint",
        "collate",
        "auto_increment",
    ];
    let behind = |word: &&String| !BEHIND_THE_TYPE.contains(&word.as_str());
    let type_words: Vec<_> = words.iter().take_while(behind).cloned().collect();
    let has = |wanted: &[&str]| {
        words
            .windows(wanted.len())
            .any(|window| window.iter().zip(wanted).all(|(own, word)| own == word))
    };
    let serial = type_words
        .first()
        .is_some_and(|word| word.ends_with("serial"));
    let numbered = serial || has(&["as", "identity"]) || has(&["auto_increment"]);
    let default = words
        .iter()
        .position(|word| word == "default")
        .map(|at| words[at + 1..].join(" "));
    Column {
        nullable: !has(&["not", "null"]) && !numbered,
        default: default.map(DefaultValue::Expression),
        numbering: numbered.then_some(Numbering::ByDefault),
        generated: has(&["stored"]).then(|| Generated {
            expression: String::new(),
            storage: GeneratedStorage::Stored,
        }),
        ..Column::new(name, column_type(&type_words))
    }
}

/// The types whose sizes rules compare; any other in its own words.
fn column_type(words: &[String]) -> ColumnType {
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse().ok();
    let known = match words.as_slice() {
        ["text"] => Some(ColumnType::Text),
        ["smallint" | "int2"] => Some(ColumnType::SmallInt),
        ["int" | "integer" | "int4"] => Some(ColumnType::Integer),
        ["bigint" | "int8"] => Some(ColumnType::BigInt),
        ["varchar", "(", length, ")"] | ["character", "varying", "(", length, ")"] => {
            number(length).map(ColumnType::Varchar)
        }
        ["numeric" | "decimal", "(", precision, ",", scale, ")"] => {
            let digits = number(precision).zip(number(scale));
            digits.map(|(precision, scale)| ColumnType::Numeric(Some(Digits { precision, scale })))
        }
        _ => None,
    };
    known.unwrap_or_else(|| ColumnType::Custom(words.join(" ")))
}

/// The words that are still to be read.
struct Cursor<'a>(&'a [String]);

impl<'a> Cursor<'a> {
    fn is_at(&self, word: &str) -> bool {
        self.0.first().is_some_and(|own| own == word)
    }

    fn word(&mut self) -> Option<&'a str> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// Reads these words, or nothing.
    fn eat(&mut self, words: &[&str]) -> bool {
        let begins =
            self.0.len() >= words.len() && self.0.iter().zip(words).all(|(own, word)| own == word);
        if begins {
            self.0 = &self.0[words.len()..];
        }
        begins
    }

    fn demand(&mut self, word: &str) -> Option<()> {
        self.eat(&[word]).then_some(())
    }

    fn name(&mut self) -> Option<Name> {
        self.word().map(|word| Name::new(unquoted(word)))
    }

    /// A quoted value.
    fn text(&mut self) -> Option<String> {
        let inner = self.word()?.strip_prefix('\'')?.strip_suffix('\'')?;
        Some(inner.replace("''", "'"))
    }

    fn table(&mut self) -> Option<QualifiedName> {
        let first = self.name()?;
        if !self.eat(&["."]) {
            return Some(QualifiedName::new(first));
        }
        let name = self.name()?;
        Some(QualifiedName {
            schema: Some(first),
            name,
        })
    }

    /// What stands between the parenthesis that comes next and its partner.
    fn enclosed(&mut self) -> Option<&'a [String]> {
        self.demand("(")?;
        let mut depth = 1_usize;
        let end = self.0.iter().position(|word| {
            match word.as_str() {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            depth == 0
        })?;
        let (inside, rest) = self.0.split_at(end);
        self.0 = &rest[1..];
        Some(inside)
    }

    fn names(&mut self) -> Option<Vec<Name>> {
        let words = self.enclosed()?;
        Some(
            words
                .iter()
                .filter(|word| *word != ",")
                .map(|word| Name::new(unquoted(word)))
                .collect(),
        )
    }

    /// What is left, cut at the commas outside of parentheses.
    fn clauses(&self) -> Vec<&'a [String]> {
        let mut depth = 0_usize;
        let outside = |word: &String| {
            match word.as_str() {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && word == ","
        };
        self.0.split(outside).collect()
    }
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '`'])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read in a statement, in words.
    fn read(sql: &str) -> Vec<String> {
        let operations = operations(&Words::of(sql), &Schema::default());
        operations.iter().map(Operation::describe).collect()
    }

    #[test]
    fn statements_are_read_as_what_they_do() {
        for (sql, wanted) in [
            (
                "CREATE UNIQUE INDEX i ON users (lower(email), id)",
                "create index `i` on table `users`",
            ),
            (
                "DROP TABLE IF EXISTS \"Users\" CASCADE",
                "drop table `Users`",
            ),
            (
                "ALTER TABLE a.users DROP COLUMN fax",
                "drop column `fax` of table `a.users`",
            ),
            (
                "ALTER TABLE users DROP fax",
                "drop column `fax` of table `users`",
            ),
            (
                "ALTER TABLE users RENAME TO people",
                "rename table `users` to `people`",
            ),
            (
                "ALTER TABLE users RENAME a TO b",
                "rename column `a` of table `users` to `b`",
            ),
            (
                "ALTER TABLE users ALTER COLUMN a SET NOT NULL",
                "alter column `a` of table `users`: not null",
            ),
            (
                "ALTER TABLE users ALTER a TYPE varchar(20) USING a::text",
                "alter column `a` of table `users`: type varchar(20)",
            ),
            (
                "ALTER TABLE `users` MODIFY COLUMN `a` bigint NOT NULL",
                // It says the whole column again, and so takes a default away.
                "alter column `a` of table `users`: type BigInt, not null, no default",
            ),
            (
                "ALTER TABLE users CHANGE a b int",
                "rename column `a` of table `users` to `b`",
            ),
            (
                "ALTER TABLE users ALTER a DROP DEFAULT",
                "alter column `a` of table `users`: no default",
            ),
            (
                "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'it''s' BEFORE 'ok'",
                "add label `it\\'s` to enum type `mood`",
            ),
            (
                "REFRESH MATERIALIZED VIEW CONCURRENTLY names",
                "refresh materialized view `names`",
            ),
            (
                "CREATE TRIGGER t BEFORE UPDATE OF a ON users FOR EACH ROW EXECUTE FUNCTION f()",
                "create trigger `t` on table `users`",
            ),
            (
                "RENAME TABLE users TO people",
                "rename table `users` to `people`",
            ),
            (
                "DROP MATERIALIZED VIEW IF EXISTS names",
                "drop view `names`",
            ),
        ] {
            assert_eq!(read(sql), [wanted], "{sql}");
        }
    }

    #[test]
    fn clauses_are_steps_of_their_own() {
        let sql = "ALTER TABLE users ADD COLUMN total numeric(10, 2) NOT NULL DEFAULT 0, ADD CONSTRAINT c CHECK (a IN (1, 2)) NOT VALID";
        let operations = operations(&Words::of(sql), &Schema::default());
        let [
            Operation::AddColumn(add),
            Operation::AddConstraint(constraint),
        ] = operations.as_slice()
        else {
            panic!("{operations:?}");
        };
        assert!(!add.column.nullable && add.column.default.is_some());
        assert_eq!(constraint.constraint.validation, Validation::Pending);
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        for sql in [
            "ALTER TABLE users DROP PRIMARY KEY",
            "ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX i",
            "ALTER TABLE users ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE users",
            "CREATE INDEX",
            "CREATE VIEW v AS SELECT 1",
        ] {
            assert_eq!(read(sql), Vec::<String>::new(), "{sql}");
        }
    }
}
