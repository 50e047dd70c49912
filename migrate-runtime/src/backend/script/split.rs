//! Where one statement ends: at a semicolon outside parentheses and outside the blocks of triggers and routines.

use super::Unsupported;
use super::lexer::{Kind, Token};
use crate::connection::BackendKind;

/// The statements as runs of tokens, without their semicolons; those that hold nothing but comments are left out.
pub(super) fn split<'t, 'a>(
    backend: BackendKind,
    tokens: &'t [Token<'a>],
) -> Result<Vec<&'t [Token<'a>]>, Unsupported> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < tokens.len() {
        let length = statement_length(backend, &tokens[start..])?;
        let piece = &tokens[start..start + length];
        if piece.iter().any(|token| token.kind != Kind::Blank) {
            pieces.push(piece);
        }
        start += length + 1;
    }
    Ok(pieces)
}

/// The words of a statement that stand before its first quotation or parenthesis, for telling what it is. PostgreSQL's
/// `REINDEX (CONCURRENTLY) …` has what matters inside of one.
pub(super) fn words<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    let visible = tokens.iter().filter(|token| token.kind != Kind::Blank);
    let first = visible.clone().next();
    let has_options = first.is_some_and(|token| token.text.eq_ignore_ascii_case("REINDEX"));
    let is_option_mark = |token: &&Token<'_>| has_options && ["(", ",", ")"].contains(&token.text);
    visible
        .filter(|token| !is_option_mark(token))
        .take_while(|token| token.text != "(")
        .take(12)
        .map(|token| token.text)
        .collect()
}

/// How many tokens stand before the semicolon that ends the first statement.
fn statement_length(backend: BackendKind, tokens: &[Token<'_>]) -> Result<usize, Unsupported> {
    let mut parentheses = 0_usize;
    let mut blocks = Blocks::new(backend, tokens);
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            ";" if parentheses == 0 && blocks.depth == 0 => return Ok(at),
            "(" if token.kind == Kind::Symbol => parentheses += 1,
            ")" if token.kind == Kind::Symbol => parentheses = parentheses.saturating_sub(1),
            _ => {}
        }
        blocks.see(tokens, at);
    }
    if blocks.depth > 0 {
        return Err(Unsupported {
            message: "a `BEGIN` or `CASE` in the SQL has no `END`".into(),
            help: Some("write the whole body of the trigger or routine in one `execute`".into()),
        });
    }
    Ok(tokens.len())
}

/// Counts `BEGIN … END` and its relatives inside the body of a trigger or a routine.
struct Blocks {
    backend: BackendKind,
    /// Whether the statement can have a body at all.
    counts: bool,
    depth: usize,
    /// The token before this one, blanks left out.
    before: String,
}

impl Blocks {
    fn new(backend: BackendKind, tokens: &[Token<'_>]) -> Self {
        let words: Vec<_> = words(tokens)
            .into_iter()
            .map(str::to_ascii_uppercase)
            .collect();
        let first = words.first().map(String::as_str);
        let body = ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"];
        let creates =
            first == Some("CREATE") && words.iter().any(|word| body.contains(&word.as_str()));
        let anonymous = first == Some("BEGIN") && words.get(1).is_some_and(|word| word == "NOT");
        Self {
            backend,
            counts: creates || anonymous,
            depth: 0,
            before: String::new(),
        }
    }

    fn see(&mut self, tokens: &[Token<'_>], at: usize) {
        let token = tokens[at];
        if token.kind == Kind::Blank {
            return;
        }
        let word = token.text.to_ascii_uppercase();
        if self.counts && token.kind == Kind::Word {
            if self.opens(&word, tokens, at) {
                self.depth += 1;
            } else if word == "END" {
                self.depth = self.depth.saturating_sub(1);
            }
        }
        self.before = word;
    }

    fn opens(&self, word: &str, tokens: &[Token<'_>], at: usize) -> bool {
        if self.before == "END" {
            // `END IF`, `END CASE`, `END LOOP` …
            return false;
        }
        match (word, self.backend) {
            ("BEGIN", BackendKind::Postgres) => {
                following(tokens, at).eq_ignore_ascii_case("ATOMIC")
            }
            ("BEGIN" | "CASE", _) => true,
            ("LOOP" | "WHILE", BackendKind::Mysql) => self.starts_statement(),
            ("REPEAT", BackendKind::Mysql) => {
                self.starts_statement() && following(tokens, at) != "("
            }
            ("IF", BackendKind::Mysql) => self.starts_statement() && !if_function(tokens, at),
            _ => false,
        }
    }

    /// Whether a statement of a body can start after the token before.
    fn starts_statement(&self) -> bool {
        let openers = [
            "BEGIN", "THEN", "ELSE", "DO", "LOOP", "REPEAT", "ROW", ";", ":", ")",
        ];
        openers.contains(&self.before.as_str())
    }
}

/// The next token that is no blank; empty at the end.
fn following<'a>(tokens: &[Token<'a>], at: usize) -> &'a str {
    let mut rest = tokens[at + 1..]
        .iter()
        .filter(|token| token.kind != Kind::Blank);
    rest.next().map_or("", |token| token.text)
}

/// Whether the `IF` at `at` is the function `IF(a, b, c)`: a statement has a `THEN` before anything else ends.
fn if_function(tokens: &[Token<'_>], at: usize) -> bool {
    if following(tokens, at) != "(" {
        return false;
    }
    let mut depth = 0_usize;
    for token in &tokens[at + 1..] {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            ";" => return true,
            _ if depth > 0 => {}
            text if text.eq_ignore_ascii_case("THEN") => return false,
            text if ["ELSE", "WHEN", "END"]
                .iter()
                .any(|word| text.eq_ignore_ascii_case(word)) =>
            {
                return true;
            }
            _ => {}
        }
    }
    true
}
