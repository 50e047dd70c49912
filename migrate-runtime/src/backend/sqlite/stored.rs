//! A table as SQLite keeps it, compared with what its migrations say: a rebuild makes the table from what they say, and
//! what somebody else added would be lost.
//!
//! SQLite keeps the text of a definition. It is compared token by token, so that layout, quotes and letter case do not
//! count, and constraints stand where `ADD COLUMN` or `CREATE TABLE` put them. What is spelled in another way still may
//! mean the same: then SQLite itself is asked, which makes both of them in memory and says what it understood.

use diesel::QueryResult;

use super::meaning::Meaning;
use crate::backend::precheck::Refusal;
use crate::backend::script::lexer::{self, Kind};
use crate::connection::{BackendKind, Database};

/// A table with its indexes and triggers as the migrations have made them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTable {
    /// The table's name for people.
    pub table: String,
    /// The query for what SQLite has stored about the table: kind, name and text of each object.
    pub query: String,
    /// What the migrations say.
    pub objects: Vec<StoredObject>,
}

/// A table, an index or a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredObject {
    /// `table`, `index` or `trigger`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its definition.
    pub sql: String,
}

impl StoredObject {
    /// Whether it is part of what a table is, not of what happens when its rows change.
    fn is_shape(&self) -> bool {
        matches!(self.kind.as_str(), "table" | "index")
    }
}

impl StoredTable {
    pub(in crate::backend) fn look(
        &self,
        database: &mut dyn Database,
    ) -> QueryResult<Option<Refusal>> {
        let rows = database.query(&self.query, &[])?;
        let found: Vec<_> = rows
            .iter()
            .map(|row| {
                let text = |position| row.at(position).unwrap_or_default().to_owned();
                StoredObject {
                    kind: text(0),
                    name: text(1),
                    sql: text(2),
                }
            })
            .collect();
        let Some(difference) = self.difference(&found) else {
            return Ok(None);
        };
        if self.means_the_same(database, &found)? {
            return Ok(None);
        }
        Ok(Some(Refusal {
            message: format!(
                "table `{}` must be rebuilt, and is not what its migrations made: {difference}",
                self.table
            ),
            help: "a rebuild would lose the difference: undo it first, or write this step with `op.execute`".into(),
        }))
    }

    /// Whether SQLite understands what it holds as it understands what was said. Of triggers only the text counts.
    fn means_the_same(
        &self,
        database: &mut dyn Database,
        found: &[StoredObject],
    ) -> QueryResult<bool> {
        let others = |objects: &[StoredObject]| -> Vec<_> {
            let others = objects.iter().filter(|object| !object.is_shape());
            others.cloned().collect()
        };
        let said = Self {
            objects: others(&self.objects),
            ..self.clone()
        };
        if said.difference(&others(found)).is_some() {
            return Ok(false);
        }
        let shape: Vec<_> = (self.objects.iter().filter(|object| object.is_shape())).collect();
        let Some(table) = shape.first() else {
            return Ok(false);
        };
        let texts = shape.iter().map(|object| object.sql.as_str());
        let said = Meaning::in_memory(texts, &table.name);
        Ok(said.is_some() && said == Meaning::in_database(database, &table.name)?)
    }

    /// The first thing in which what was found is not what was said.
    fn difference(&self, found: &[StoredObject]) -> Option<String> {
        let same = |left: &StoredObject, right: &StoredObject| {
            left.kind == right.kind && left.name.eq_ignore_ascii_case(&right.name)
        };
        for wanted in &self.objects {
            let Some(other) = found.iter().find(|object| same(object, wanted)) else {
                return Some(format!("{} `{}` is gone", wanted.kind, wanted.name));
            };
            let difference = match wanted.kind.as_str() {
                "table" => {
                    Definition::parse(&other.sql).difference(&Definition::parse(&wanted.sql))
                }
                kind => text_difference(kind, other, wanted),
            };
            if difference.is_some() {
                return difference;
            }
        }
        let unknown = found
            .iter()
            .find(|object| !self.objects.iter().any(|wanted| same(object, wanted)));
        unknown.map(|object| format!("{} `{}` is not from them", object.kind, object.name))
    }
}

fn text_difference(kind: &str, found: &StoredObject, wanted: &StoredObject) -> Option<String> {
    let (is, said) = (tokens(&found.sql), tokens(&wanted.sql));
    (is != said).then(|| {
        format!(
            "{kind} `{}` is `{}`, and they say `{}`",
            found.name,
            shown(&is.words),
            shown(&said.words)
        )
    })
}

/// A token: equal where it means the same.
#[derive(Clone, Debug)]
struct Token {
    /// What it means: a name without quotes, in small letters.
    meaning: String,
    /// How it is written.
    text: String,
    bare: bool,
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.meaning == other.meaning
    }
}

impl Token {
    fn is(&self, word: &str) -> bool {
        self.bare && self.meaning == word
    }
}

/// What stands in a text: its tokens, and the comments between them.
#[derive(Debug, Default, PartialEq)]
struct Tokens {
    words: Vec<Token>,
    comments: Vec<String>,
}

fn tokens(sql: &str) -> Tokens {
    let mut tokens = Tokens::default();
    // What SQLite has stored it has read itself.
    for token in lexer::tokens(BackendKind::Sqlite, sql).unwrap_or_default() {
        if token.kind == Kind::Blank {
            let comment = token.text.trim();
            if !comment.is_empty() {
                tokens.comments.push(comment.to_owned());
            }
            continue;
        }
        tokens.words.push(Token {
            meaning: meaning(token.kind, token.text),
            text: token.text.to_owned(),
            bare: token.kind != Kind::Quoted,
        });
    }
    tokens
}

fn meaning(kind: Kind, text: &str) -> String {
    let inner = |text: &str| text[1..text.len() - 1].to_owned();
    match (kind, text.chars().next()) {
        (Kind::Quoted, Some(quote @ ('"' | '`'))) => inner(text)
            .replace(&format!("{quote}{quote}"), &quote.to_string())
            .to_lowercase(),
        (Kind::Quoted, Some('[')) => inner(text).to_lowercase(),
        (Kind::Word | Kind::Symbol, _) => text.to_lowercase(),
        (Kind::Quoted | Kind::Blank, _) => text.to_owned(),
    }
}

fn shown(tokens: &[Token]) -> String {
    let texts: Vec<_> = tokens.iter().map(|token| token.text.as_str()).collect();
    texts.join(" ")
}

/// A table's definition in its parts.
#[derive(Debug, Default, PartialEq)]
struct Definition {
    /// Each column's name, and what is said about it apart from rules that could stand alone.
    columns: Vec<(Token, Vec<Token>)>,
    /// Constraints, wherever they stand.
    constraints: Vec<Vec<Token>>,
    /// What stands behind the parentheses.
    options: Vec<Token>,
    comments: Vec<String>,
}

impl Definition {
    fn parse(sql: &str) -> Self {
        let Tokens { words, comments } = tokens(sql);
        let mut definition = Self {
            comments,
            ..Self::default()
        };
        let Some(open) = words.iter().position(|token| token.is("(")) else {
            definition.options = words;
            return definition;
        };
        let close = open + closing(&words[open..]);
        for item in items(&words[open + 1..close]) {
            definition.item(item);
        }
        definition.options = words.get(close + 1..).unwrap_or_default().to_vec();
        definition
    }

    fn item(&mut self, item: &[Token]) {
        const RULES: [&str; 5] = ["constraint", "primary", "unique", "check", "foreign"];
        let Some((name, rest)) = item.split_first() else {
            return;
        };
        if RULES.iter().any(|rule| name.is(rule)) {
            self.constraints.push(item.to_vec());
            return;
        }
        let mut column = Vec::new();
        let mut at = 0;
        while at < rest.len() {
            let length = rule_length(&rest[at..]);
            if length > 0 {
                self.constraints.push(alone(name, &rest[at..at + length]));
                at += length;
            } else {
                let end = at + span(&rest[at..]);
                column.extend_from_slice(&rest[at..end]);
                at = end;
            }
        }
        self.columns.push((name.clone(), column));
    }

    fn difference(&self, said: &Self) -> Option<String> {
        for (name, definition) in &said.columns {
            let Some((is, found)) = self.columns.iter().find(|(is, _)| is == name) else {
                return Some(format!("column {} is gone", quoted(name)));
            };
            if found != definition {
                return Some(format!(
                    "column {} is `{}`, and they say `{}`",
                    quoted(is),
                    shown(found),
                    shown(definition)
                ));
            }
        }
        // Their order does not count: a column that a way back has added again stands last.
        let is_said = |name: &Token| said.columns.iter().any(|(known, _)| known == name);
        if let Some((name, _)) = self.columns.iter().find(|(name, _)| !is_said(name)) {
            return Some(format!("column {} is not from them", quoted(name)));
        }
        if let Some(extra) = missing(&self.constraints, &said.constraints) {
            return Some(format!("`{}` is not from them", shown(extra)));
        }
        if let Some(gone) = missing(&said.constraints, &self.constraints) {
            return Some(format!("`{}` is gone", shown(gone)));
        }
        if self.options != said.options {
            return Some(format!("it is `{}`", shown(&self.options)));
        }
        (self.comments != said.comments)
            .then(|| format!("it has the comment `{}`", self.comments.join(" ")))
    }
}

fn quoted(name: &Token) -> String {
    format!("`{}`", name.text.trim_matches('"'))
}

/// What is in `all` more often than in `known`.
fn missing<'a>(all: &'a [Vec<Token>], known: &[Vec<Token>]) -> Option<&'a [Token]> {
    let count =
        |rules: &[Vec<Token>], one: &[Token]| rules.iter().filter(|rule| *rule == one).count();
    all.iter()
        .find(|one| count(all, one) > count(known, one))
        .map(Vec::as_slice)
}

/// The pieces between the commas that stand outside parentheses.
fn items(tokens: &[Token]) -> Vec<&[Token]> {
    let mut items = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < tokens.len() {
        if tokens[at].is(",") {
            items.push(&tokens[start..at]);
            start = at + 1;
        }
        at += span(&tokens[at..]);
    }
    items.push(&tokens[start..]);
    items
}

/// One token, or all of a parenthesis.
fn span(tokens: &[Token]) -> usize {
    if tokens.first().is_some_and(|token| token.is("(")) {
        closing(tokens) + 1
    } else {
        1
    }
}

/// Where the parenthesis closes that opens at the start.
fn closing(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (position, token) in tokens.iter().enumerate() {
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth -= 1;
            if depth == 0 {
                return position;
            }
        }
    }
    tokens.len().saturating_sub(1)
}

/// How long the check or reference is that starts here; 0 where none does.
fn rule_length(tokens: &[Token]) -> usize {
    let named = tokens.first().is_some_and(|token| token.is("constraint"));
    let start = if named { 2 } else { 0 };
    match tokens.get(start) {
        Some(token) if token.is("check") => start + 1 + span(&tokens[start + 1..]),
        Some(token) if token.is("references") => start + reference_length(&tokens[start..]),
        _ => 0,
    }
}

/// A reference goes on until another clause of the column begins.
fn reference_length(tokens: &[Token]) -> usize {
    const CLAUSES: [&str; 7] = [
        "constraint",
        "check",
        "unique",
        "primary",
        "collate",
        "generated",
        "as",
    ];
    let ends = |at: usize| {
        let token = &tokens[at];
        let not_null = token.is("not") && tokens.get(at + 1).is_some_and(|next| next.is("null"));
        let default = token.is("default") && !tokens[at - 1].is("set");
        not_null || default || CLAUSES.iter().any(|clause| token.is(clause))
    };
    (1..tokens.len())
        .find(|&at| ends(at))
        .unwrap_or(tokens.len())
}

/// A column's rule as the table's: a reference has to say there which column refers.
fn alone(column: &Token, rule: &[Token]) -> Vec<Token> {
    let references = rule.iter().position(|token| token.is("references"));
    let Some(at) = references else {
        return rule.to_vec();
    };
    let bare = |text: &str| Token {
        meaning: text.to_lowercase(),
        text: text.to_owned(),
        bare: true,
    };
    let mut tokens = rule[..at].to_vec();
    tokens.extend(["FOREIGN", "KEY", "("].map(bare));
    tokens.push(column.clone());
    tokens.push(bare(")"));
    tokens.extend_from_slice(&rule[at..]);
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "CREATE TABLE \"users\" (\n    \"id\" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,\n    \
        \"code\" TEXT DEFAULT ('a, b'),\n    \"boss\" BIGINT,\n    CONSTRAINT \"fk\" FOREIGN KEY (\"boss\") REFERENCES \
        \"users\" (\"id\") ON DELETE SET NULL,\n    CONSTRAINT \"ck\" CHECK (code > '')\n)";

    fn difference(found: &str) -> Option<String> {
        Definition::parse(found).difference(&Definition::parse(SAID))
    }

    #[test]
    fn the_same_in_another_layout_is_the_same() {
        let found = "create table Users (ID INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, [code] TEXT DEFAULT ('a, b') \
                     CONSTRAINT ck CHECK(\"code\">''), `boss` BIGINT CONSTRAINT fk REFERENCES users(id) ON DELETE SET NULL)";
        assert_eq!(difference(found), None);
        assert_eq!(difference(SAID), None);
    }

    #[test]
    fn every_other_difference_is_named() {
        let with = |from: &str, to: &str| {
            assert!(SAID.contains(from), "{from}");
            difference(&SAID.replace(from, to)).expect(to)
        };
        for (from, to, wanted) in [
            (
                "TEXT",
                "TEXT COLLATE NOCASE",
                "column `code` is `TEXT COLLATE NOCASE DEFAULT ( 'a, b' )`, and they say `TEXT DEFAULT ( 'a, b' )`",
            ),
            (
                "NOT NULL PRIMARY",
                "NOT NULL ON CONFLICT REPLACE PRIMARY",
                "column `id` is",
            ),
            (" AUTOINCREMENT", "", "column `id` is"),
            ("'a, b'", "'A, b'", "column `code` is"),
            (
                "\"boss\" BIGINT,",
                "\"boss\" BIGINT, \"x\" INT,",
                "column `x` is not from them",
            ),
            ("    \"boss\" BIGINT,\n", "", "column `boss` is gone"),
            (
                "CONSTRAINT \"ck\" CHECK",
                "CHECK",
                "`CHECK ( code > '' )` is not from them",
            ),
            (
                ",\n    CONSTRAINT \"ck\" CHECK (code > '')",
                "",
                "`CONSTRAINT \"ck\" CHECK ( code > '' )` is gone",
            ),
            (
                "SET NULL",
                "SET NULL DEFERRABLE INITIALLY DEFERRED",
                "DEFERRED` is not from them",
            ),
            (
                "\"boss\" BIGINT,",
                "\"boss\" BIGINT, -- who",
                "it has the comment `-- who`",
            ),
            ("\n)", "\n) STRICT", "it is `STRICT`"),
            (
                ",\n    CONSTRAINT \"ck\"",
                ", UNIQUE (code) ON CONFLICT REPLACE,\n    CONSTRAINT \"ck\"",
                "`UNIQUE ( code ) ON CONFLICT REPLACE` is not from them",
            ),
        ] {
            let found = with(from, to);
            assert!(found.contains(wanted), "{found}");
        }
    }

    #[test]
    fn a_column_that_came_back_may_stand_last() {
        let found = difference(&SAID.replace(
            "\"code\" TEXT DEFAULT ('a, b'),\n    \"boss\" BIGINT",
            "\"boss\" BIGINT, \"code\" TEXT DEFAULT ('a, b')",
        ));
        assert_eq!(found, None);
    }
}
