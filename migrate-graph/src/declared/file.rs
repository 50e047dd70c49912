//! A whole `schema.rs`: its tables, joins and type declarations, wherever they stand in it.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::table::table;
use super::{Table, ours};
use crate::grammar::cursor::Cursor;
use crate::grammar::{Diagnostic, string};

/// What a file declares.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Every `table!`, in order.
    pub tables: Vec<Table>,
    /// Every `joinable!`, in order.
    pub joins: Vec<Join>,
    /// Every type with `#[diesel(postgres_type(name = "…"))]` or `#[diesel(mysql_type(name = "…"))]`.
    pub types: Vec<NamedType>,
}

/// `joinable!(child -> parent (column))`: a foreign key to the parent's primary key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The Rust name of the table that refers.
    pub child: String,
    /// The Rust name of the table that it refers to.
    pub parent: String,
    /// The Rust name of the child's column.
    pub column: String,
}

/// A Rust type that stands for one of the database's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedType {
    /// The Rust name.
    pub name: String,
    /// The database's name.
    pub sql_name: String,
    /// The namespace, if it is not the default one.
    pub schema: Option<String>,
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone)]
pub struct FileProblem {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl FileProblem {
    fn new(problem: &Diagnostic) -> Self {
        let start = problem.span.start();
        Self {
            line: start.line,
            column: start.column + 1,
            message: problem.message.clone(),
            help: problem.help.clone(),
        }
    }
}

impl File {
    /// Reads a file's text.
    ///
    /// # Errors
    ///
    /// Every mistake, or that the text is not Rust.
    pub fn parse(text: &str) -> Result<Self, Vec<FileProblem>> {
        let text = text.replace("\r\n", "\n");
        let read = match text.parse::<TokenStream>() {
            Ok(tokens) => {
                let mut reader = Reader::default();
                reader.items(&tokens.into_iter().collect::<Vec<_>>());
                reader.finish()
            }
            Err(error) => Err(vec![FileProblem::new(&Diagnostic::new(
                error.span(),
                "this is not Rust",
                "an unclosed bracket, string or comment is the usual cause",
            ))]),
        };
        // Positions are read by now; the text behind them would be kept as long as the thread lives.
        proc_macro2::extra::invalidate_current_thread_spans();
        read
    }
}

#[derive(Default)]
struct Reader {
    file: File,
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn finish(self) -> Result<File, Vec<FileProblem>> {
        if self.problems.is_empty() {
            Ok(self.file)
        } else {
            Err(self.problems.iter().map(FileProblem::new).collect())
        }
    }

    /// Looks through one level, and into modules.
    fn items(&mut self, tokens: &[TokenTree]) {
        let mut cursor = Cursor::new(tokens);
        let mut attributes: Vec<&Group> = Vec::new();
        while !cursor.is_at_end() {
            if let Some(attribute) = attribute(&mut cursor) {
                attributes.push(attribute);
                continue;
            }
            if let Some((path, body)) = call(&mut cursor) {
                self.call(&path, body);
            } else if cursor.keyword("struct") {
                self.named_type(&attributes, &mut cursor);
            } else if cursor.keyword("mod") {
                cursor.ident();
                if let Some(body) = cursor.group(Delimiter::Brace) {
                    self.items(&body.stream().into_iter().collect::<Vec<_>>());
                }
            } else {
                // `pub` stands between attributes and what they are about.
                let tree = cursor.next();
                if matches!(tree, Some(TokenTree::Ident(_) | TokenTree::Group(_))) {
                    continue;
                }
            }
            attributes.clear();
        }
    }

    fn call(&mut self, path: &[String], body: &Group) {
        match path.last().map_or("", String::as_str) {
            "table" => {
                let read = table(body.stream(), body.span());
                self.problems.extend(read.problems);
                self.file.tables.extend(read.table.map(|table| Table {
                    complete: ours(path),
                    ..table
                }));
            }
            "joinable" => {
                let tokens: Vec<_> = body.stream().into_iter().collect();
                match join(&mut Cursor::new(&tokens)) {
                    Some(join) => self.file.joins.push(join),
                    None => self.problems.push(Diagnostic::new(
                        body.span(),
                        "this is no join",
                        "write `joinable!(posts -> users (user_id));`",
                    )),
                }
            }
            _ => {}
        }
    }

    fn named_type(&mut self, attributes: &[&Group], cursor: &mut Cursor<'_>) {
        let Some(name) = cursor.ident() else {
            return;
        };
        for attribute in attributes {
            let tokens: Vec<_> = attribute.stream().into_iter().collect();
            let [TokenTree::Ident(diesel), TokenTree::Group(group)] = tokens.as_slice() else {
                continue;
            };
            if diesel != "diesel" {
                continue;
            }
            if let Some((sql_name, schema)) = database_type(group) {
                self.file.types.push(NamedType {
                    name: name.to_string(),
                    sql_name,
                    schema,
                });
                return;
            }
        }
    }
}

fn attribute<'tokens>(cursor: &mut Cursor<'tokens>) -> Option<&'tokens Group> {
    crate::grammar::cursor::attempt(cursor, |cursor| {
        cursor
            .punct('#')
            .then(|| cursor.group(Delimiter::Bracket))
            .flatten()
    })
}

/// `path::to::name!{…}`: the words of the path, and what stands in the brackets.
pub(super) fn call<'tokens>(cursor: &mut Cursor<'tokens>) -> Option<(Vec<String>, &'tokens Group)> {
    crate::grammar::cursor::attempt(cursor, |cursor| {
        let path = path(cursor)?;
        if !cursor.punct('!') {
            return None;
        }
        Some((path, cursor.any_group()?))
    })
}

/// `child -> parent (column)`; only the last word of a path counts.
pub(super) fn join(cursor: &mut Cursor<'_>) -> Option<Join> {
    let child = path(cursor)?.pop()?;
    (cursor.punct('-') && cursor.punct('>')).then_some(())?;
    let parent = path(cursor)?.pop()?;
    let group = cursor.group(Delimiter::Parenthesis)?;
    let inner: Vec<_> = group.stream().into_iter().collect();
    let column = Cursor::new(&inner).ident()?.to_string();
    Some(Join {
        child,
        parent,
        column,
    })
}

/// `path::to::name`
fn path(cursor: &mut Cursor<'_>) -> Option<Vec<String>> {
    let mut words = vec![cursor.ident()?.to_string()];
    while cursor.punct(':') {
        cursor.punct(':');
        words.push(cursor.ident()?.to_string());
    }
    Some(words)
}

/// The name and the namespace in `postgres_type(name = "…", schema = "…")`, wherever it stands among the types of other
/// databases; MySQL's where PostgreSQL's is not said.
fn database_type(group: &Group) -> Option<(String, Option<String>)> {
    let tokens: Vec<_> = group.stream().into_iter().collect();
    let said = |wanted: &str| {
        tokens.windows(2).find_map(|pair| match pair {
            [TokenTree::Ident(kind), TokenTree::Group(inner)] if kind == wanted => Some(inner),
            _ => None,
        })
    };
    let inner = said("postgres_type").or_else(|| said("mysql_type"))?;
    let inner: Vec<_> = inner.stream().into_iter().collect();
    let value = |key: &str| {
        inner.windows(3).find_map(|window| match window {
            [
                TokenTree::Ident(word),
                TokenTree::Punct(_),
                TokenTree::Literal(value),
            ] if word == key => string(value),
            _ => None,
        })
    };
    Some((value("name")?, value("schema")))
}
