//! A view's query in one form: servers write out stars, qualify every column and name every result.
//!
//! Plain queries are taken apart; of others (`UNION`, `WITH`, subqueries) the tokens are compared.

use super::expression::{Context, Node, Token, folded, joined, tokens};
use crate::connection::BackendKind;
use crate::schema::{Name, QualifiedName, Schema, Table};

/// The query's canonical form, in a schema that holds the tables it reads.
pub(in crate::backend) fn canonical(kind: BackendKind, schema: &Schema, sql: &str) -> String {
    let Some(mut tokens) = tokens(kind, sql) else {
        return sql.trim().to_owned();
    };
    while tokens.last() == Some(&symbol(";")) {
        tokens.pop();
    }
    plain(kind, schema, &tokens).unwrap_or_else(|| joined(&tokens))
}

fn symbol(text: &str) -> Token {
    Token::Symbol(text.into())
}

fn plain(kind: BackendKind, schema: &Schema, tokens: &[Token]) -> Option<String> {
    let clauses = clauses(tokens)?;
    let mut query = Query {
        context: Context::of(kind),
        sources: Vec::new(),
    };
    let from = match clauses.iter().find(|(word, _)| *word == "from") {
        Some((_, from)) => query.from(schema, from)?,
        None => String::new(),
    };
    if let [source] = query.sources.as_slice() {
        query.context.table = source.table;
    }
    let mut results = Vec::new();
    let mut text = String::new();
    for (word, tokens) in &clauses {
        let clause = match *word {
            "select" => {
                results = query.results(tokens)?;
                results
                    .iter()
                    .map(Shown::text)
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            "from" => from.clone(),
            "where" | "having" => query.expression(tokens)?.to_string(),
            "group by" => query.list(tokens, &results, false)?,
            "order by" => query.list(tokens, &results, true)?,
            _ => joined(tokens),
        };
        text += &format!("{word} {clause}\n");
    }
    Some(text)
}

/// The words that start a clause, and those that make a query more than plain.
const CLAUSES: [&str; 9] = [
    "select", "from", "where", "group", "having", "order", "limit", "offset", "fetch",
];
const BEYOND: [&str; 7] = [
    "union",
    "intersect",
    "except",
    "with",
    "window",
    "for",
    "over",
];

/// The clauses of a query with their tokens; `None` where it is more than a plain one.
fn clauses(tokens: &[Token]) -> Option<Vec<(&str, Vec<Token>)>> {
    let mut clauses: Vec<(&str, Vec<Token>)> = Vec::new();
    let mut depth = 0_i32;
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.next() {
        depth += nesting(token);
        match token {
            Token::Word(word) if word == "select" && depth > 0 => return None,
            Token::Word(word) if depth == 0 && BEYOND.contains(&word.as_str()) => return None,
            Token::Word(word) if depth == 0 && CLAUSES.contains(&word.as_str()) => {
                let by = rest.next_if_eq(&&Token::Word("by".into())).is_some();
                let clause = match (word.as_str(), by) {
                    ("group", true) => "group by",
                    ("order", true) => "order by",
                    (_, true) => return None,
                    (word, false) => word,
                };
                clauses.push((clause, Vec::new()));
            }
            token => clauses.last_mut()?.1.push(token.clone()),
        }
    }
    Some(clauses)
}

fn nesting(token: &Token) -> i32 {
    match token {
        Token::Symbol(text) if text == "(" || text == "[" => 1,
        Token::Symbol(text) if text == ")" || text == "]" => -1,
        _ => 0,
    }
}

/// A query while it is read: what its names can mean.
struct Query<'a> {
    context: Context<'a>,
    sources: Vec<Source<'a>>,
}

/// A table that the query reads.
struct Source<'a> {
    alias: String,
    table: Option<&'a Table>,
}

/// A column of the result.
struct Shown {
    node: Node,
    alias: Option<String>,
}

impl Shown {
    fn text(&self) -> String {
        match &self.alias {
            Some(alias) => format!("{} as {alias}", self.node),
            None => self.node.to_string(),
        }
    }
}

impl<'a> Query<'a> {
    /// Reads the sources first: every other clause needs them.
    fn from(&mut self, schema: &'a Schema, tokens: &[Token]) -> Option<String> {
        let mut parts = Vec::new();
        let mut conditions = Vec::new();
        let mut rest = tokens;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match first {
                Token::Symbol(text) if text == "(" || text == ")" => {}
                Token::Symbol(text) if text == "," => parts.push(",".to_owned()),
                Token::Word(word) if word == "inner" || word == "outer" => {}
                Token::Word(word) if is_join(word) => parts.push(word.clone()),
                Token::Word(word) if word == "on" => {
                    let length = condition_length(rest);
                    conditions.push((parts.len(), &rest[..length]));
                    parts.push(String::new());
                    rest = &rest[length..];
                }
                Token::Word(_) | Token::Name(_) => {
                    parts.push(self.source(schema, first, &mut rest)?);
                }
                _ => return None,
            }
        }
        for (at, tokens) in conditions {
            parts[at] = format!("on {}", self.expression(tokens)?);
        }
        Some(parts.join(" "))
    }

    fn source(&mut self, schema: &'a Schema, first: &Token, rest: &mut &[Token]) -> Option<String> {
        let mut path = vec![spelled(first)?];
        while rest.first() == Some(&symbol(".")) {
            path.push(spelled(rest.get(1)?)?);
            *rest = &rest[2..];
        }
        if rest.first() == Some(&Token::Word("as".into())) {
            *rest = &rest[1..];
        }
        let alias = match rest.split_first() {
            Some((Token::Word(word), _))
                if is_join(word) || ["on", "using", "inner", "outer"].contains(&&**word) =>
            {
                None
            }
            Some((alias @ (Token::Word(_) | Token::Name(_)), after)) => {
                *rest = after;
                spelled(alias)
            }
            _ => None,
        };
        let name = QualifiedName {
            schema: path
                .len()
                .checked_sub(2)
                .map(|at| Name::from(path[at].as_str())),
            name: Name::from(path.last()?.as_str()),
        };
        let alias = alias.unwrap_or_else(|| name.name.as_str().to_owned());
        self.sources.push(Source {
            alias: alias.clone(),
            table: schema.tables.get(&name),
        });
        Some(format!("{} as {alias}", path.join(".")))
    }

    fn expression(&self, tokens: &[Token]) -> Option<Node> {
        let mut node = self.context.read_tokens(tokens)?;
        self.resolve(&mut node);
        Some(node)
    }

    /// Gives every column the name of its source, or none where there is only one source.
    fn resolve(&self, node: &mut Node) {
        if let Node::Name(path) = node {
            *path = self.resolved(path);
        }
        for child in node.children_mut() {
            self.resolve(child);
        }
    }

    fn resolved(&self, path: &[String]) -> Vec<String> {
        let Some((column, before)) = path.split_last() else {
            return Vec::new();
        };
        if self.sources.len() == 1 {
            return vec![column.clone()];
        }
        let source = match before.last() {
            Some(source) => Some(source.as_str()),
            None => self.source_of(column),
        };
        source
            .map(str::to_owned)
            .into_iter()
            .chain([column.clone()])
            .collect()
    }

    fn source_of(&self, column: &str) -> Option<&str> {
        let column = Name::from(column);
        let source = self.sources.iter().find(|source| {
            source
                .table
                .is_some_and(|table| table.column(&column).is_some())
        });
        source.map(|source| source.alias.as_str())
    }

    fn results(&self, tokens: &[Token]) -> Option<Vec<Shown>> {
        let mut results = Vec::new();
        for item in separated(tokens) {
            let (node, alias) = self.result(item)?;
            match &node {
                Node::Name(path) if path.last().is_some_and(|last| last == "*") => {
                    results.extend(
                        self.written_out(path.len().checked_sub(2).map(|at| path[at].as_str()))?,
                    );
                }
                _ => {
                    let alias = alias.filter(|alias| !self.is_usual(&node, alias));
                    results.push(Shown { node, alias });
                }
            }
        }
        Some(results)
    }

    /// A result and the name it is given; `AS` may be left out.
    fn result(&self, item: &[Token]) -> Option<(Node, Option<String>)> {
        if let Some(node) = self.expression(item) {
            return Some((node, None));
        }
        let (alias, rest) = item.split_last()?;
        let rest = match rest.split_last() {
            Some((Token::Word(word), before)) if word == "as" => before,
            _ => rest,
        };
        Some((self.expression(rest)?, Some(spelled(alias)?)))
    }

    /// Whether the server would have given the result this name by itself.
    fn is_usual(&self, node: &Node, alias: &str) -> bool {
        let usual = match (self.context.kind, node) {
            // Names are in lower case by now where capitals mean nothing.
            (BackendKind::Mysql, Node::Name(path)) => {
                return path
                    .last()
                    .is_some_and(|last| *last == alias.to_lowercase());
            }
            (_, Node::Name(path)) => return path.last().is_some_and(|last| last == alias),
            (BackendKind::Postgres, Node::Call(name, _)) => name.as_str(),
            (BackendKind::Postgres, Node::Case(_)) => "case",
            (BackendKind::Postgres, Node::Cast(inner, _)) => return self.is_usual(inner, alias),
            (BackendKind::Postgres, _) => "?column?",
            (BackendKind::Mysql | BackendKind::Sqlite, node) => {
                let read =
                    tokens(self.context.kind, alias).and_then(|tokens| self.expression(&tokens));
                return read.is_some_and(|read| read == *node);
            }
        };
        usual == alias
    }

    /// The columns that a star stands for.
    fn written_out(&self, of: Option<&str>) -> Option<Vec<Shown>> {
        let mut results = Vec::new();
        for source in self
            .sources
            .iter()
            .filter(|source| of.is_none_or(|of| of == source.alias))
        {
            for column in &source.table?.columns {
                let name = folded(self.context.kind, column.name.as_str().to_owned());
                let path = [source.alias.clone(), name];
                results.push(Shown {
                    node: Node::Name(self.resolved(&path)),
                    alias: None,
                });
            }
        }
        Some(results)
    }

    /// Expressions between commas; a number stands for a result, and an order may follow.
    fn list(&self, tokens: &[Token], results: &[Shown], ordered: bool) -> Option<String> {
        let mut parts = Vec::new();
        for item in separated(tokens) {
            let (item, order) = if ordered {
                order(item)
            } else {
                (item, String::new())
            };
            let node = self.expression(item)?;
            let shown = match &node {
                Node::Number(place) => place
                    .parse::<usize>()
                    .ok()
                    .and_then(|place| results.get(place.checked_sub(1)?)),
                Node::Name(path) => results
                    .iter()
                    .find(|shown| shown.alias.as_ref() == path.last()),
                _ => None,
            };
            let node = shown.map_or(&node, |shown| &shown.node);
            parts.push(format!("{node}{order}"));
        }
        Some(parts.join(", "))
    }
}

fn is_join(word: &str) -> bool {
    ["join", "left", "right", "full", "cross", "natural"].contains(&word)
}

/// How many tokens the condition of a join has: to the next join, comma or closing parenthesis.
fn condition_length(tokens: &[Token]) -> usize {
    let mut depth = 0;
    tokens
        .iter()
        .position(|token| {
            depth += nesting(token);
            let ends = match token {
                Token::Word(word) => is_join(word) || word == "inner",
                Token::Symbol(text) => text == ",",
                _ => false,
            };
            depth < 0 || (depth == 0 && ends)
        })
        .unwrap_or(tokens.len())
}

/// The tokens between commas.
fn separated(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0;
    tokens
        .split(|token| {
            depth += nesting(token);
            depth == 0 && *token == symbol(",")
        })
        .collect()
}

/// An expression's tokens, and the direction that is not the usual one.
fn order(item: &[Token]) -> (&[Token], String) {
    let words = ["asc", "desc", "nulls", "first", "last"];
    let is_order =
        |token: &Token| matches!(token, Token::Word(word) if words.contains(&word.as_str()));
    let length = item.len()
        - item
            .iter()
            .rev()
            .take_while(|token| is_order(token))
            .count();
    let (expression, order) = item.split_at(length);
    let order = joined(order);
    let order = order.trim_start_matches("asc").trim();
    let text = if order.is_empty() {
        String::new()
    } else {
        format!(" {order}")
    };
    (expression, text)
}

fn spelled(token: &Token) -> Option<String> {
    match token {
        Token::Word(name) | Token::Name(name) => Some(name.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Column, ColumnType};
    use BackendKind::{Mysql, Postgres};

    fn schema() -> Schema {
        let mut schema = Schema::default();
        for (name, columns) in [("p", ["id", "a", "b", "e"]), ("q", ["id", "pid", "c", "d"])] {
            let mut table = Table::new(name);
            table
                .columns
                .extend(columns.map(|column| Column::new(column, ColumnType::Integer)));
            schema.tables.insert(table.name.clone(), table);
        }
        schema
    }

    fn same(kind: BackendKind, written: &str, printed: &str) {
        let schema = schema();
        assert!(
            canonical(kind, &schema, written).contains('\n'),
            "`{written}` is not read"
        );
        assert_eq!(
            canonical(kind, &schema, written),
            canonical(kind, &schema, printed)
        );
    }

    #[test]
    fn servers_write_out_what_authors_leave_out() {
        same(
            Postgres,
            "SELECT a FROM p WHERE b > 17",
            " SELECT p.a\n   FROM p\n  WHERE (p.b > 17);",
        );
        same(
            Postgres,
            "SELECT * FROM q",
            " SELECT q.id,\n    q.pid,\n    q.c,\n    q.d\n   FROM q;",
        );
        same(
            Postgres,
            "SELECT a, lower(e), count(*) AS n FROM p GROUP BY 1, e ORDER BY a DESC",
            "SELECT p.a, lower(p.e) AS lower, count(*) AS n FROM p GROUP BY p.a, p.e ORDER BY p.a DESC",
        );
        same(
            Postgres,
            "SELECT p.a, pid FROM p INNER JOIN q ON q.pid = p.id WHERE q.id IN (1, 2)",
            "SELECT p.a, q.pid FROM (p JOIN q ON ((q.pid = p.id))) WHERE (q.id = ANY (ARRAY[1, 2]))",
        );
        same(
            Mysql,
            "select a, lower(e) le, count(*) from p where a > 0 and b group by a, e",
            "select `p`.`a` AS `a`,lcase(`p`.`e`) AS `le`,count(0) AS `count(*)` from `p` \
             where `p`.`a` > 0 and `p`.`b` <> 0 group by `p`.`a`,`p`.`e`",
        );
        same(
            Mysql,
            "select p.a, q.pid from p join q on q.pid = p.id",
            "select `p`.`a` AS `a`,`q`.`pid` AS `pid` from (`p` join `q` on(`q`.`pid` = `p`.`id`))",
        );
    }

    #[test]
    fn a_star_writes_names_as_they_are_compared() {
        let mut schema = Schema::default();
        let mut posts = Table::new("posts");
        posts
            .columns
            .push(Column::new("Title", ColumnType::Integer));
        schema.tables.insert(posts.name.clone(), posts);
        assert_eq!(
            canonical(Mysql, &schema, "SELECT * FROM posts"),
            canonical(
                Mysql,
                &schema,
                "select `posts`.`Title` AS `Title` from `posts`"
            )
        );
    }

    #[test]
    fn a_difference_stays_one() {
        let schema = schema();
        let text = |sql| canonical(Postgres, &schema, sql);
        assert_ne!(text("SELECT a FROM p"), text("SELECT b FROM p"));
        assert_ne!(text("SELECT a FROM p"), text("SELECT a AS x FROM p"));
        assert_ne!(text("SELECT a FROM p"), text("SELECT a FROM p WHERE a > 0"));
        assert_ne!(
            text("SELECT a FROM p ORDER BY a"),
            text("SELECT a FROM p ORDER BY a DESC")
        );
        assert_ne!(
            text("SELECT a FROM p JOIN q ON q.pid = p.id"),
            text("SELECT a FROM p LEFT JOIN q ON q.pid = p.id")
        );
    }
}
