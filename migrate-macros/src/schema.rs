//! `schema!`: the application's declarations, read when the migration crate is compiled.

use std::path::Path;

use migrate_graph::declared::{File, FileProblem};
use migrate_graph::grammar::{self, Diagnostic};
use proc_macro2::{Literal, Span, TokenStream, TokenTree};
use quote::quote;

use crate::folder::{Package, PlainTokens};
use crate::report;

const HELP: &str = "write `schema!(\"../src/schema.rs\")`, a path relative to the package";

/// Expands `schema!(input)`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let Some(package) = Package::current() else {
        let help = "build it with cargo: the file is relative to the package";
        let message = "there is no package that is being built";
        return report::compile_errors(&[Diagnostic::new(Span::call_site(), message, help)]);
    };
    let mut trees = input.into_iter().peekable();
    if trees.peek().is_none() {
        let problem = Diagnostic::new(
            Span::call_site(),
            "expected the file of the declared schema",
            HELP,
        );
        return report::compile_errors(&[problem]);
    }
    trees
        .filter(|tree| !matches!(tree, TokenTree::Punct(comma) if comma.as_char() == ','))
        .map(|tree| match &tree {
            TokenTree::Literal(literal) => one(&package, literal),
            _ => Err(vec![Diagnostic::new(
                tree.span(),
                "expected a file's path as a string",
                HELP,
            )]),
        })
        .map(|file| file.unwrap_or_else(|problems| report::compile_errors(&problems)))
        .collect()
}

/// Reads a declared file; nothing of it reaches the expansion.
fn read(text: &str) -> Result<File, Vec<FileProblem>> {
    let _plain = PlainTokens::use_them();
    File::parse(text)
}

/// Checks one file and registers its text. The compiler watches what it includes.
fn one(package: &Package, literal: &Literal) -> Result<TokenStream, Vec<Diagnostic>> {
    let at = literal.span();
    let problem = |message: String, help: &str| Diagnostic::new(at, message, help);
    let path = grammar::string(literal)
        .ok_or_else(|| vec![problem("the path is no string".into(), HELP)])?;
    let text = package
        .read(Path::new(&path))
        .map_err(|error| vec![problem(format!("`{path}` cannot be read: {error}"), HELP)])?;
    read(&text).map_err(|problems| {
        let at_the_path = |found: FileProblem| {
            problem(
                format!("{path}:{}:{}: {}", found.line, found.column, found.message),
                &found.help,
            )
        };
        problems.into_iter().map(at_the_path).collect::<Vec<_>>()
    })?;
    let include = package.relative_to_root(Path::new(&path));
    Ok(quote! {
        ::migrate_runtime::__private::inventory::submit! {
            ::migrate_runtime::__private::Declaration {
                crate_name: ::core::env!("CARGO_PKG_NAME"),
                path: #path,
                text: ::core::include_str!(#include),
            }
        }
    })
}
