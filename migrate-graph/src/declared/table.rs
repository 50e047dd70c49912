//! The body of `table!`: imports, attributes, the name, the key, the columns.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use super::attribute::{self, plain};
use super::column;
use super::{Column, Naming, Options, Table};
use crate::grammar::cursor::Cursor;
use crate::grammar::{Diagnostic, documentation, string};

const SHAPE: &str = "write `table! { users (id) { id -> BigInt, name -> Text, } }`";

/// What is known of a `table!` once it is read.
#[derive(Debug, Clone)]
pub struct TableMacro {
    /// What it declares; nothing if its shape is not that of a table.
    pub table: Option<Table>,
    /// The same tokens without `#[migrate(…)]`: what `diesel::table!` takes.
    pub plain: TokenStream,
    /// Every mistake, at its own tokens.
    pub problems: Vec<Diagnostic>,
}

/// Reads the tokens between the braces of `table! { … }`; `at` is what to point at when something is missing.
#[must_use]
pub fn table(body: TokenStream, at: Span) -> TableMacro {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let mut problems = Vec::new();
    let table = match read(&tokens, &mut problems) {
        Ok(table) => Some(table),
        Err(None) => {
            problems.push(Diagnostic::new(at, "this is no table", SHAPE));
            None
        }
        Err(Some(problem)) => {
            problems.push(problem);
            None
        }
    };
    TableMacro {
        table,
        plain: stripped(&tokens),
        problems,
    }
}

/// One attribute: its brackets, and what stands in the parentheses of `#[migrate(…)]`.
pub(super) struct Attribute<'tokens> {
    brackets: &'tokens Group,
}

impl<'tokens> Attribute<'tokens> {
    /// Takes all attributes that come next.
    pub(super) fn all(cursor: &mut Cursor<'tokens>) -> Vec<Self> {
        let mut attributes = Vec::new();
        while cursor.punct('#') {
            let Some(brackets) = cursor.group(Delimiter::Bracket) else {
                break;
            };
            attributes.push(Self { brackets });
        }
        attributes
    }

    /// The content of `#[migrate(…)]`.
    pub(super) fn migrate(&self) -> Option<Vec<TokenTree>> {
        is_ours(self.brackets).then(|| {
            let inner = self.brackets.stream().into_iter().nth(1);
            match inner {
                Some(TokenTree::Group(group)) => group.stream().into_iter().collect(),
                _ => Vec::new(),
            }
        })
    }

    /// The value of `#[name = literal]`.
    pub(super) fn value(&self, name: &str) -> Option<proc_macro2::Literal> {
        let trees: Vec<TokenTree> = self.brackets.stream().into_iter().collect();
        match trees.as_slice() {
            [
                TokenTree::Ident(key),
                TokenTree::Punct(_),
                TokenTree::Literal(value),
            ] if key == name => Some(value.clone()),
            _ => None,
        }
    }
}

/// The doc comment's lines, without the space behind the slashes.
pub(super) fn comment(attributes: &[Attribute<'_>]) -> Option<String> {
    let lines: Vec<String> = (attributes.iter())
        .filter_map(|attribute| documentation(attribute.brackets))
        .map(|line| {
            line.strip_prefix(' ')
                .unwrap_or(&line)
                .trim_end()
                .to_owned()
        })
        .collect();
    let text = lines.join("\n");
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

pub(super) fn sql_name(attributes: &[Attribute<'_>]) -> Option<String> {
    let literal = attributes
        .iter()
        .find_map(|attribute| attribute.value("sql_name"))?;
    string(&literal)
}

fn read(tokens: &[TokenTree], problems: &mut Vec<Diagnostic>) -> Result<Table, Option<Diagnostic>> {
    let mut cursor = Cursor::new(tokens);
    while cursor.keyword("use") {
        while !cursor.punct(';') {
            cursor.next().ok_or(None)?;
        }
    }
    let attributes = Attribute::all(&mut cursor);
    let mut name = cursor.ident().ok_or(None)?;
    let mut schema = None;
    if cursor.punct('.') {
        schema = Some(plain(name));
        name = cursor.ident().ok_or(None)?;
    }
    let key = cursor.group(Delimiter::Parenthesis);
    let body = cursor.group(Delimiter::Brace).ok_or(None)?;
    if !cursor.is_at_end() {
        return Err(None);
    }
    let mut table = Table {
        schema,
        name: plain(name),
        sql_name: sql_name(&attributes).unwrap_or_else(|| plain(name)),
        primary_key: key.map_or_else(|| vec!["id".to_owned()], key_columns),
        key: Some(Naming::Convention),
        columns: Vec::new(),
        comment: comment(&attributes),
        was: None,
        indexes: Vec::new(),
        uniques: Vec::new(),
        checks: Vec::new(),
        foreign_keys: Vec::new(),
        excludes: Vec::new(),
        options: Options::default(),
        complete: true,
        line: name.span().start().line,
        span: name.span(),
    };
    columns(body, &mut table, problems)?;
    for attribute in &attributes {
        if let Some(content) = attribute.migrate() {
            attribute::table(&content, &mut table, problems);
        }
    }
    Ok(table)
}

fn key_columns(key: &Group) -> Vec<String> {
    let idents = key.stream().into_iter().filter_map(|tree| match tree {
        TokenTree::Ident(ident) => Some(plain(&ident)),
        _ => None,
    });
    idents.collect()
}

fn columns(
    body: &Group,
    table: &mut Table,
    problems: &mut Vec<Diagnostic>,
) -> Result<(), Option<Diagnostic>> {
    let tokens: Vec<TokenTree> = body.stream().into_iter().collect();
    let mut cursor = Cursor::new(&tokens);
    while !cursor.is_at_end() {
        let column = column::read(&mut cursor, table, problems)?;
        table.columns.push(column);
        if !cursor.punct(',') && !cursor.is_at_end() {
            let at = cursor.next().map_or_else(Span::call_site, TokenTree::span);
            return Err(Some(Diagnostic::new(at, "expected a comma", SHAPE)));
        }
    }
    Ok(())
}

fn is_ours(brackets: &Group) -> bool {
    matches!(brackets.stream().into_iter().next(), Some(TokenTree::Ident(name)) if name == "migrate")
}

/// The tokens without our attributes, also in the braces.
fn stripped(tokens: &[TokenTree]) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::with_capacity(tokens.len());
    for tree in tokens {
        match tree {
            TokenTree::Group(group) if follows_hash(&kept) && is_ours(group) => {
                kept.pop();
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let mut plain = Group::new(Delimiter::Brace, stripped(&inner));
                plain.set_span(group.span());
                kept.push(plain.into());
            }
            tree => kept.push(tree.clone()),
        }
    }
    kept.into_iter().collect()
}

fn follows_hash(kept: &[TokenTree]) -> bool {
    matches!(kept.last(), Some(TokenTree::Punct(hash)) if hash.as_char() == '#')
}

impl Column {
    /// A column of which only its head is known.
    pub(super) fn named(
        name: String,
        sql_type: super::SqlType,
        nullable: bool,
        span: Span,
    ) -> Self {
        Self {
            sql_name: name.clone(),
            name,
            sql_type,
            nullable,
            max_length: None,
            comment: None,
            default: None,
            auto_increment: None,
            on_update: None,
            native_type: None,
            generated: None,
            collation: None,
            labels: Vec::new(),
            was: None,
            span,
        }
    }
}
