//! The arguments of `versions!`: a folder, and the volumes of the history.

use migrate_graph::grammar::{self, Diagnostic};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

const HELP: &str =
    "write `versions!(\"src/versions\")`, or `versions!(\"src/versions\", volumes = [archive])`";

/// What `versions!` is asked to declare.
pub(super) struct Input {
    /// The folder, relative to the package.
    pub(super) folder: String,
    /// Where the folder is named.
    pub(super) span: Span,
    /// Paths of the crates that hold the older parts of the history.
    pub(super) volumes: Vec<TokenStream>,
}

impl Input {
    pub(super) fn parse(input: TokenStream) -> Result<Self, Diagnostic> {
        let trees: Vec<TokenTree> = input.into_iter().collect();
        let mut arguments = trees
            .split(is_comma)
            .filter(|argument| !argument.is_empty());
        let (folder, span) = folder(arguments.next().unwrap_or_default())?;
        let volumes = match arguments.next() {
            Some(argument) => volumes(argument)?,
            None => Vec::new(),
        };
        match arguments.next() {
            Some(more) => Err(Diagnostic::new(
                more[0].span(),
                "there is nothing more to say",
                HELP,
            )),
            None => Ok(Self {
                folder,
                span,
                volumes,
            }),
        }
    }
}

fn folder(argument: &[TokenTree]) -> Result<(String, Span), Diagnostic> {
    let span = argument
        .first()
        .map_or_else(Span::call_site, TokenTree::span);
    let [TokenTree::Literal(literal)] = argument else {
        return Err(Diagnostic::new(
            span,
            "expected the folder of the migrations",
            HELP,
        ));
    };
    match grammar::string(literal) {
        Some(folder) => Ok((folder, span)),
        None => Err(Diagnostic::new(span, "the folder is no string", HELP)),
    }
}

fn volumes(argument: &[TokenTree]) -> Result<Vec<TokenStream>, Diagnostic> {
    let [
        TokenTree::Ident(key),
        TokenTree::Punct(equals),
        TokenTree::Group(list),
    ] = argument
    else {
        return Err(Diagnostic::new(
            argument[0].span(),
            "expected `volumes = […]`",
            HELP,
        ));
    };
    if key != "volumes" || equals.as_char() != '=' || list.delimiter() != Delimiter::Bracket {
        return Err(Diagnostic::new(
            key.span(),
            "expected `volumes = […]`",
            HELP,
        ));
    }
    let trees: Vec<TokenTree> = list.stream().into_iter().collect();
    let paths = trees.split(is_comma).filter(|path| !path.is_empty());
    Ok(paths.map(|path| path.iter().cloned().collect()).collect())
}

fn is_comma(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',')
}
