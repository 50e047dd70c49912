//! The module under `#[migration]`: an inline one, with the functions that its attribute asks for.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use super::attribute::{Attribute, attribute};
use super::cursor::Cursor;
use super::diagnostic::Diagnostic;
use super::function::Function;

/// What could be read of a migration, and all that is wrong with it.
#[derive(Debug, Clone)]
pub struct Migration {
    /// What its attribute says: nothing without a revision and its parents.
    pub attribute: Option<Attribute>,
    /// The module under it: nothing if it stands on something else.
    pub module: Option<Module>,
    /// Every broken rule, at its own tokens; a migration without any has both other parts.
    pub problems: Vec<Diagnostic>,
}

/// An inline module, its content unparsed.
#[derive(Debug, Clone)]
pub struct Module {
    /// The tokens before its braces: attributes, visibility, `mod` and its name.
    pub head: Vec<TokenTree>,
    /// The braces and what is in them.
    pub body: Group,
    /// The function `upgrade`.
    pub upgrade: Option<FunctionName>,
    /// The function `downgrade`.
    pub downgrade: Option<FunctionName>,
    /// Whether no function does anything yet: a revision as `new` writes it, or a merge.
    pub does_nothing: bool,
}

impl Module {
    /// What the module is called.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        self.head.last().map(ToString::to_string)
    }
}

/// What the expansion needs to know of `upgrade` or `downgrade`.
#[derive(Debug, Clone)]
pub struct FunctionName {
    /// The name, with the span it is written at.
    pub name: Ident,
    /// Whether its argument is visibly a `&mut` reference, so that it is a `fn(&mut _) -> _` whatever the types are.
    pub takes_mutable_reference: bool,
}

/// Reads and checks a whole `#[migration(arguments)] item`; `at` is the attribute itself.
#[must_use]
pub fn migration(arguments: TokenStream, item: TokenStream, at: Span) -> Migration {
    let (attribute, mut problems) = attribute(arguments, at);
    let module = ParsedModule::parse(item);
    match &module {
        Some(module) => module.check(attribute.as_ref(), at, &mut problems),
        None => problems.push(Diagnostic::new(
            at,
            "`#[migration]` stands on something that is not an inline module",
            "put it on `mod name { fn upgrade(op: &mut Op) { … } fn downgrade(op: &mut Op) { … } }`",
        )),
    }
    Migration {
        attribute,
        module: module.map(ParsedModule::into_module),
        problems,
    }
}

struct ParsedModule {
    head: Vec<TokenTree>,
    body: Group,
    upgrade: Option<Function>,
    downgrade: Option<Function>,
}

impl ParsedModule {
    fn parse(item: TokenStream) -> Option<Self> {
        let mut head: Vec<TokenTree> = item.into_iter().collect();
        let Some(TokenTree::Group(body)) = head.pop() else {
            return None;
        };
        let is_module = matches!(
            head.as_slice(),
            [.., TokenTree::Ident(keyword), TokenTree::Ident(_)] if keyword == "mod"
        );
        if !is_module || body.delimiter() != Delimiter::Brace {
            return None;
        }
        let items: Vec<TokenTree> = body.stream().into_iter().collect();
        let mut module = Self {
            head,
            body,
            upgrade: None,
            downgrade: None,
        };
        module.find_functions(&items);
        Some(module)
    }

    fn find_functions(&mut self, items: &[TokenTree]) {
        let mut cursor = Cursor::new(items);
        let mut qualifier = None;
        while let Some(tree) = cursor.next() {
            match tree {
                TokenTree::Ident(word) if word == "fn" => {
                    let function = Function::parse(&mut cursor, qualifier.take());
                    self.keep(function);
                }
                TokenTree::Ident(word) if is_qualifier(word) => {
                    qualifier.get_or_insert_with(|| word.clone());
                }
                // The ABI between `extern` and `fn`.
                TokenTree::Literal(_) => {}
                _ => qualifier = None,
            }
        }
    }

    fn keep(&mut self, function: Option<Function>) {
        let Some(function) = function else { return };
        if function.name == "upgrade" {
            self.upgrade = Some(function);
        } else if function.name == "downgrade" {
            self.downgrade = Some(function);
        }
    }

    fn check(&self, attribute: Option<&Attribute>, at: Span, problems: &mut Vec<Diagnostic>) {
        for function in self.upgrade.iter().chain(&self.downgrade) {
            function.check(problems);
        }
        // Without a readable attribute nobody knows which functions it wants.
        let Some(attribute) = attribute else { return };
        if attribute.sql.is_some() {
            self.check_sql(problems);
            return;
        }
        if self.upgrade.is_none() {
            let help = "add `fn upgrade(op: &mut Op) { … }` to the module";
            problems.push(Diagnostic::new(
                self.name_span(at),
                "this migration has no `upgrade`",
                help,
            ));
        }
        self.check_downgrade(attribute, at, problems);
    }

    fn check_sql(&self, problems: &mut Vec<Diagnostic>) {
        for function in self.upgrade.iter().chain(&self.downgrade) {
            let message = format!("`{}` stands beside `sql`", function.name);
            let help = "remove the function, or the word `sql`: the steps are either Rust or a pair of SQL files";
            problems.push(Diagnostic::new(function.name.span(), message, help));
        }
    }

    fn check_downgrade(&self, attribute: &Attribute, at: Span, problems: &mut Vec<Diagnostic>) {
        let works = |function: &Function| !function.does_nothing();
        match (&self.downgrade, &attribute.irreversible) {
            (None, None) => problems.push(Diagnostic::new(
                self.name_span(at),
                "this migration has no `downgrade`",
                "write `fn downgrade(op: &mut Op) { … }`, or say `irreversible = \"why\"` in the attribute",
            )),
            (Some(_), Some(reason)) => problems.push(Diagnostic::new(
                reason.span,
                "this migration has a `downgrade` and says that it is irreversible",
                "remove the one that is wrong",
            )),
            (Some(downgrade), None) if downgrade.does_nothing() && self.upgrade.as_ref().is_some_and(works) => {
                problems.push(Diagnostic::new(
                    downgrade.name.span(),
                    "this `downgrade` undoes nothing, but `upgrade` does something",
                    "undo in it what `upgrade` does, or remove it and say `irreversible = \"why\"` in the attribute",
                ));
            }
            _ => {}
        }
    }

    fn name_span(&self, at: Span) -> Span {
        self.head.last().map_or(at, TokenTree::span)
    }

    fn into_module(self) -> Module {
        let does_nothing = [&self.downgrade, &self.upgrade]
            .into_iter()
            .flatten()
            .all(Function::does_nothing);
        Module {
            does_nothing,
            head: self.head,
            body: self.body,
            upgrade: self.upgrade.map(FunctionName::from),
            downgrade: self.downgrade.map(FunctionName::from),
        }
    }
}

impl From<Function> for FunctionName {
    fn from(function: Function) -> Self {
        Self {
            takes_mutable_reference: function.takes_mutable_reference(),
            name: function.name,
        }
    }
}

fn is_qualifier(word: &Ident) -> bool {
    ["async", "const", "extern", "gen", "safe", "unsafe"]
        .iter()
        .any(|qualifier| word == qualifier)
}
