//! The arguments of `#[migration(…)]`: what they may say, and every mistake in them at once.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

use super::cursor::Cursor;
use super::diagnostic::Diagnostic;
use super::literal;
use crate::revision::{RevisionId, check_name};

const KEYS: [&str; 8] = [
    "revision",
    "down_revision",
    "branch_labels",
    "depends_on",
    "transaction",
    "allow",
    "irreversible",
    "sql",
];

/// Not a key yet; refused by name, so that histories written today stay valid when it becomes one.
const RESERVED: &str = "replaces";

const EXAMPLE: &str = "write `#[migration(revision = \"…\", down_revision = \"…\")]`";

/// A value and the tokens it was written with.
#[derive(Debug, Clone)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// Everything that the attribute says about a migration.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// The revision id.
    pub revision: Spanned<RevisionId>,
    /// The parents: none for a base, several for a merge.
    pub down_revision: Vec<Spanned<RevisionId>>,
    /// Revisions or labels that must be applied first without being parents.
    pub depends_on: Vec<Spanned<String>>,
    /// The labels this revision carries.
    pub branch_labels: Vec<Spanned<String>>,
    /// Whether the revision may run in a transaction.
    pub transaction: bool,
    /// Lint findings the author accepts: the rule, and the reason.
    pub allow: Vec<(Spanned<String>, String)>,
    /// Why there is no downgrade.
    pub irreversible: Option<Spanned<String>>,
    /// Where the word `sql` stands, if the bodies are a pair of SQL files.
    pub sql: Option<Span>,
}

/// Reads the tokens between the parentheses of `#[migration(…)]`; `at` is what to point at when something is missing.
///
/// Answers what could be read (there is nothing without a revision and its parents) and all that is wrong: a graph can
/// still be drawn of a file that does not compile yet.
#[must_use]
pub fn attribute(arguments: TokenStream, at: Span) -> (Option<Attribute>, Vec<Diagnostic>) {
    let trees: Vec<TokenTree> = arguments.into_iter().collect();
    let mut reader = Reader::default();
    reader.read(&trees);
    reader.finish(at)
}

/// The attribute while it is being read: every part may still be missing.
#[derive(Default)]
struct Reader {
    seen: Vec<String>,
    revision: Option<Spanned<RevisionId>>,
    down_revision: Option<Vec<Spanned<RevisionId>>>,
    depends_on: Vec<Spanned<String>>,
    branch_labels: Vec<Spanned<String>>,
    not_transactional: bool,
    allow: Vec<(Spanned<String>, String)>,
    irreversible: Option<Spanned<String>>,
    sql: Option<Span>,
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn read(&mut self, trees: &[TokenTree]) {
        for argument in trees
            .split(is_comma)
            .filter(|argument| !argument.is_empty())
        {
            let mut cursor = Cursor::new(argument);
            match cursor.ident() {
                Some(key) => self.argument(key, cursor, &argument[1..]),
                None => self.problem(argument[0].span(), "expected a key", EXAMPLE),
            }
        }
    }

    fn argument(&mut self, key: &Ident, mut after: Cursor<'_>, rest: &[TokenTree]) {
        let name = key.to_string();
        if self.seen.contains(&name) {
            self.problem(
                key.span(),
                format!("`{name}` is given twice"),
                "keep one of them",
            );
            return;
        }
        self.seen.push(name.clone());
        match name.as_str() {
            "allow" => self.allow(key, after),
            "sql" => self.sql(key, after),
            _ if name == RESERVED => self.problem(
                key.span(),
                "`replaces` is reserved for squashed histories",
                "remove it: this version cannot squash revisions yet",
            ),
            _ if !KEYS.contains(&name.as_str()) => self.unknown_key(key),
            _ if !after.punct('=') => self.problem(
                key.span(),
                format!("`{name}` has no value"),
                format!("write `{name} = {}`", wanted(&name)),
            ),
            _ => self.value(key, &name, &rest[1..]),
        }
    }

    fn value(&mut self, key: &Ident, name: &str, value: &[TokenTree]) {
        match name {
            "revision" => self.revision = self.one(key, name, value).and_then(|id| self.id(&id)),
            "down_revision" => self.down_revision = self.parents(key, value),
            "depends_on" => self.depends_on = self.names(key, name, value),
            "branch_labels" => self.branch_labels = self.names(key, name, value),
            "irreversible" => self.irreversible = self.reason(key, value),
            _ => self.transaction(key, value),
        }
    }

    fn unknown_key(&mut self, key: &Ident) {
        let name = key.to_string();
        let nearest = (KEYS.into_iter())
            .map(|known| (strsim::damerau_levenshtein(known, &name), known))
            .min()
            .filter(|(distance, known)| *distance <= known.len() / 2);
        let help = match nearest {
            Some((_, known)) => {
                // The slip is the error; that the key is missing only follows from it.
                self.seen.push(known.to_owned());
                format!("did you mean `{known}`?")
            }
            None => format!("the keys are `{}`", KEYS.join("`, `")),
        };
        self.problem(key.span(), format!("unknown key `{name}`"), help);
    }

    /// Reads one string.
    fn one(&mut self, key: &Ident, name: &str, value: &[TokenTree]) -> Option<Spanned<String>> {
        let found = match value {
            [tree] => string(tree),
            _ => None,
        };
        if found.is_none() {
            self.wrong_value(key, name, value);
        }
        found
    }

    /// Reads a list of strings; a single string stands for a list of one.
    fn several(&mut self, key: &Ident, name: &str, value: &[TokenTree]) -> Vec<Spanned<String>> {
        match value {
            [TokenTree::Group(list)] if list.delimiter() == Delimiter::Bracket => {
                let trees: Vec<TokenTree> = list.stream().into_iter().collect();
                (trees.split(is_comma).filter(|item| !item.is_empty()))
                    .filter_map(|item| self.one(key, name, item))
                    .collect()
            }
            _ => self.one(key, name, value).into_iter().collect(),
        }
    }

    /// Reads a list of ids or labels: one rule holds for both.
    fn names(&mut self, key: &Ident, name: &str, value: &[TokenTree]) -> Vec<Spanned<String>> {
        let names = self.several(key, name, value);
        for name in &names {
            if let Err(problem) = check_name(&name.value) {
                let message = format!(
                    "`{}` cannot be a name: {problem}",
                    name.value.escape_debug()
                );
                self.problem(name.span, message, problem.help());
            }
        }
        names
    }

    fn parents(&mut self, key: &Ident, value: &[TokenTree]) -> Option<Vec<Spanned<RevisionId>>> {
        if matches!(value, [TokenTree::Ident(none)] if none == "None") {
            return Some(Vec::new());
        }
        let before = self.problems.len();
        let texts = self.several(key, "down_revision", value);
        if texts.is_empty() && self.problems.len() == before {
            let help = "say `None` for a base: a revision that needs no other";
            self.problem(key.span(), "`down_revision` is an empty list", help);
        }
        let parents = texts.iter().filter_map(|text| self.id(text)).collect();
        (self.problems.len() == before).then_some(parents)
    }

    fn id(&mut self, text: &Spanned<String>) -> Option<Spanned<RevisionId>> {
        match text.value.parse::<RevisionId>() {
            Ok(value) => Some(Spanned {
                value,
                span: text.span,
            }),
            Err(error) => {
                self.problem(text.span, error.to_string(), error.problem.help());
                None
            }
        }
    }

    fn reason(&mut self, key: &Ident, value: &[TokenTree]) -> Option<Spanned<String>> {
        let reason = self.one(key, "irreversible", value)?;
        if reason.value.trim().is_empty() {
            let help = "say why it cannot be undone: who runs `down` reads it";
            self.problem(reason.span, "the reason of `irreversible` is empty", help);
        }
        Some(reason)
    }

    fn transaction(&mut self, key: &Ident, value: &[TokenTree]) {
        match value {
            [TokenTree::Ident(word)] if word == "true" => {}
            [TokenTree::Ident(word)] if word == "false" => self.not_transactional = true,
            _ => self.wrong_value(key, "transaction", value),
        }
    }

    fn sql(&mut self, key: &Ident, after: Cursor<'_>) {
        self.sql = Some(key.span());
        if !after.is_at_end() {
            let help = "write `sql` alone: the files have the name of this one, ending in `.up.sql` and `.down.sql`";
            self.problem(key.span(), "`sql` takes no value", help);
        }
    }

    fn allow(&mut self, key: &Ident, mut after: Cursor<'_>) {
        let Some(list) = after.group(Delimiter::Parenthesis) else {
            self.problem(
                key.span(),
                "`allow` has no rules",
                format!("write `{}`", wanted("allow")),
            );
            return;
        };
        let trees: Vec<TokenTree> = list.stream().into_iter().collect();
        for item in trees.split(is_comma).filter(|item| !item.is_empty()) {
            self.allowance(item);
        }
    }

    fn allowance(&mut self, item: &[TokenTree]) {
        let [TokenTree::Ident(rule), TokenTree::Punct(equals), reason] = item else {
            self.problem(
                item[0].span(),
                "expected a rule and a reason",
                format!("write `{}`", wanted("allow")),
            );
            return;
        };
        match string(reason).filter(|_| equals.as_char() == '=') {
            Some(reason) if reason.value.trim().is_empty() => self.problem(
                reason.span,
                format!("the reason of `allow({rule})` is empty"),
                "say why the finding is acceptable here",
            ),
            Some(reason) => {
                let rule = Spanned {
                    value: rule.to_string(),
                    span: rule.span(),
                };
                self.allow.push((rule, reason.value));
            }
            None => self.problem(
                reason.span(),
                format!("the reason of `allow({rule})` is no string"),
                format!("write `{}`", wanted("allow")),
            ),
        }
    }

    fn wrong_value(&mut self, key: &Ident, name: &str, value: &[TokenTree]) {
        let span = value.first().map_or(key.span(), TokenTree::span);
        let message = format!("`{name}` is not {}", kind(name));
        self.problem(span, message, format!("write `{name} = {}`", wanted(name)));
    }

    fn problem(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Diagnostic::new(span, message, help));
    }

    fn finish(mut self, at: Span) -> (Option<Attribute>, Vec<Diagnostic>) {
        self.check_presence(at);
        self.check_parents();
        let attribute = match (self.revision, self.down_revision) {
            (Some(revision), Some(down_revision)) => Some(Attribute {
                revision,
                down_revision,
                depends_on: self.depends_on,
                branch_labels: self.branch_labels,
                transaction: !self.not_transactional,
                allow: self.allow,
                irreversible: self.irreversible,
                sql: self.sql,
            }),
            _ => None,
        };
        (attribute, self.problems)
    }

    fn check_presence(&mut self, at: Span) {
        if !self.seen.iter().any(|key| key == "revision") {
            let help = "add `revision = \"…\"`, the id that its file name begins with";
            self.problem(at, "this migration has no `revision`", help);
        }
        if !self.seen.iter().any(|key| key == "down_revision") {
            let help = "add `down_revision = \"…\"`, the id of the revision before it; say `None` for a base";
            self.problem(at, "this migration has no `down_revision`", help);
        }
    }

    fn check_parents(&mut self) {
        let parents = self.down_revision.take();
        for (index, parent) in parents.iter().flatten().enumerate() {
            let id = &parent.value;
            if self.revision.as_ref().is_some_and(|own| own.value == *id) {
                let help = "name the revision before it; say `None` for a base";
                self.problem(parent.span, format!("`{id}` is its own parent"), help);
            }
            if parents
                .iter()
                .flatten()
                .take(index)
                .any(|earlier| earlier.value == *id)
            {
                self.problem(
                    parent.span,
                    format!("`{id}` is named twice as a parent"),
                    "remove one of the two",
                );
            }
        }
        self.down_revision = parents;
    }
}

fn is_comma(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',')
}

fn string(tree: &TokenTree) -> Option<Spanned<String>> {
    match tree {
        TokenTree::Literal(text) => Some(Spanned {
            value: literal::string(text)?,
            span: text.span(),
        }),
        _ => None,
    }
}

/// What kind of value a key takes, for "`key` is not …".
fn kind(key: &str) -> &'static str {
    match key {
        "down_revision" => "a string, a list of strings or `None`",
        "branch_labels" | "depends_on" => "a list of strings",
        "transaction" => "`true` or `false`",
        _ => "a string",
    }
}

/// How the value of a key is written.
fn wanted(key: &str) -> &'static str {
    match key {
        "revision" => "\"a1b2c3d4e5f6\"",
        "down_revision" => {
            "\"1975ea83b712\"`, for a merge `down_revision = [\"…\", \"…\"]`, for a base `down_revision = None"
        }
        "branch_labels" => "[\"label\"]",
        "depends_on" => "[\"1975ea83b712\"]",
        "transaction" => "false",
        "irreversible" => "\"why\"",
        _ => "allow(LK01 = \"why it is acceptable here\")",
    }
}
