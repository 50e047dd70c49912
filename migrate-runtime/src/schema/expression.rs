//! Column names inside SQL text: enough of its shape to find a name outside quoted values.

use super::Name;

/// Whether SQL text names the column.
pub(crate) fn mentions(sql: &str, column: &Name) -> bool {
    pieces(sql).any(|piece| piece.names(column))
}

/// The text with the column's new name.
pub(crate) fn renamed(sql: &str, from: &Name, to: &Name) -> String {
    let rename = |piece: Piece<'_>| match piece {
        Piece::Word(_) if piece.names(from) && is_plain(to.as_str()) => to.as_str().to_owned(),
        Piece::Word(_) if piece.names(from) => enclosed(to, '"'),
        Piece::Quoted(text) if piece.names(from) => {
            enclosed(to, text.chars().next().unwrap_or('"'))
        }
        Piece::Word(text) | Piece::Quoted(text) | Piece::Other(text) => text.to_owned(),
    };
    pieces(sql).map(rename).collect()
}

/// The text as it is compared: white space, the case of bare words and parentheses around the whole mean nothing.
pub(crate) fn canonical(sql: &str) -> String {
    let mut tokens: Vec<String> = pieces(sql)
        .filter(|piece| !piece.is_blank())
        .map(Piece::folded)
        .collect();
    while is_enclosed(&tokens) {
        tokens.pop();
        tokens.remove(0);
    }
    tokens.join(" ")
}

/// Whether two texts say the same, as far as their tokens tell.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left == right || canonical(left) == canonical(right)
}

/// Whether a query asks for all columns of what it reads; `count(*)` and a product do not.
pub(crate) fn asks_for_all(query: &str) -> bool {
    let tokens: Vec<String> = pieces(query)
        .filter(|piece| !piece.is_blank())
        .map(Piece::folded)
        .collect();
    let before_star = tokens.windows(2).filter(|pair| pair[1] == "*");
    let mut before = before_star.map(|pair| pair[0].as_str());
    before.any(|token| ["select", "distinct", "all", ",", "."].contains(&token))
}

/// Whether one pair of parentheses is around all tokens.
fn is_enclosed(tokens: &[String]) -> bool {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return token == ")" && at + 1 == tokens.len();
        }
    }
    false
}

/// The text without the parentheses around the whole of it.
pub(crate) fn bare(sql: &str) -> &str {
    let mut sql = sql.trim();
    while let Some(inner) = inner(sql) {
        sql = inner.trim();
    }
    sql
}

fn inner(sql: &str) -> Option<&str> {
    let inner = sql.strip_prefix('(')?.strip_suffix(')')?;
    let tokens: Vec<String> = pieces(sql)
        .filter(|piece| !piece.is_blank())
        .map(Piece::folded)
        .collect();
    is_enclosed(&tokens).then_some(inner)
}

/// The same for names outside any text.
pub(crate) fn rename_all(names: &mut [Name], from: &Name, to: &Name) {
    for name in names.iter_mut().filter(|name| *name == from) {
        name.clone_from(to);
    }
}

fn is_plain(name: &str) -> bool {
    name.chars().all(word_character) && !name.starts_with(|first: char| first.is_ascii_digit())
}

fn enclosed(name: &Name, quote: char) -> String {
    let doubled = format!("{quote}{quote}");
    format!("{quote}{}{quote}", name.as_str().replace(quote, &doubled))
}

/// A piece of SQL text; together they are the whole.
#[derive(Clone, Copy)]
enum Piece<'a> {
    /// A bare word.
    Word(&'a str),
    /// A quoted name.
    Quoted(&'a str),
    /// Anything else; a quoted value is one piece.
    Other(&'a str),
}

impl Piece<'_> {
    fn is_blank(&self) -> bool {
        matches!(self, Self::Other(text) if text.trim().is_empty())
    }

    /// Bare words mean the same in any case.
    fn folded(self) -> String {
        match self {
            Self::Word(word) => word.to_lowercase(),
            Self::Quoted(text) | Self::Other(text) => text.to_owned(),
        }
    }

    fn names(&self, column: &Name) -> bool {
        match self {
            Self::Word(word) => word.eq_ignore_ascii_case(column.as_str()) && !is_reserved(word),
            Self::Quoted(text) => {
                let quote = text.chars().next().unwrap_or('"');
                **text == enclosed(column, quote)
            }
            Self::Other(_) => false,
        }
    }
}

fn pieces(sql: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let length = match first {
            '\'' | '"' | '`' => quotation(rest, first),
            _ if word_character(first) => rest.find(|c| !word_character(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(match first {
            '"' | '`' => Piece::Quoted(piece),
            _ if word_character(first) => Piece::Word(piece),
            _ => Piece::Other(piece),
        })
    })
}

/// Words that name no column unless they are quoted, on any of the databases.
const RESERVED: [&str; 22] = [
    "and", "as", "between", "case", "check", "create", "default", "distinct", "else", "from",
    "group", "having", "in", "is", "not", "null", "or", "order", "select", "then", "when", "where",
];

fn is_reserved(word: &str) -> bool {
    RESERVED
        .iter()
        .any(|reserved| word.eq_ignore_ascii_case(reserved))
}

/// The length of a quotation; a doubled quote starts the next one, which changes nothing for its reader.
fn quotation(rest: &str, quote: char) -> usize {
    let mut characters = rest.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    rest.len()
}

fn word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_is_no_column() {
        let null = Name::from("null");
        assert!(!mentions("a IS NOT NULL", &null));
        assert!(mentions("a = \"null\"", &null));
        assert_eq!(renamed("a IS NULL", &null, &"b".into()), "a IS NULL");
    }

    #[test]
    fn values_are_no_names() {
        assert!(mentions("status IN ('a')", &"status".into()));
        assert!(mentions("\"a b\" > 0", &"a b".into()));
        assert!(!mentions("kind = 'status'", &"status".into()));
        assert!(!mentions("status_code > 0", &"status".into()));
    }

    #[test]
    fn renaming_keeps_everything_else() {
        let renamed = |sql| renamed(sql, &"a".into(), &"b c".into());
        assert_eq!(
            renamed("a > 0 AND 'it''s a' <> \"a\""),
            "\"b c\" > 0 AND 'it''s a' <> \"b c\""
        );
    }

    #[test]
    fn only_parentheses_around_the_whole_go() {
        for (sql, wanted) in [
            (" ((3)) ", "3"),
            ("(a) + (b)", "(a) + (b)"),
            ("(')')", "')'"),
            ("f(x)", "f(x)"),
        ] {
            assert_eq!(bare(sql), wanted, "{sql}");
        }
    }

    #[test]
    fn a_star_is_all_columns_only_where_columns_stand() {
        for query in [
            "SELECT * FROM t",
            "select a, t.* from t",
            "SELECT DISTINCT * FROM t",
        ] {
            assert!(asks_for_all(query), "{query}");
        }
        for query in [
            "SELECT count(*) FROM t",
            "SELECT a * 2 FROM t",
            "SELECT '*' FROM t",
        ] {
            assert!(!asks_for_all(query), "{query}");
        }
    }

    #[test]
    fn only_what_means_something_is_compared() {
        assert!(same("((A >  0))", "a > 0"));
        assert!(same("x IN ('a','b')", "x in ( 'a', 'b' )"));
        assert!(same("(a) + (b)", "( a ) + ( b )"));
        assert!(!same("(a) + (b)", "a) + (b"));
        assert!(!same("kind = 'A'", "kind = 'a'"));
        assert!(!same("\"A\" > 0", "\"a\" > 0"));
        assert!(!same("a > 0", "a >= 0"));
    }
}
