//! Diagnostics as tokens that make rustc report them.

use migrate_graph::grammar::Diagnostic;
use proc_macro2::TokenStream;
use quote::quote_spanned;

/// Compile errors, each at its own tokens.
pub(crate) fn compile_errors<'a>(
    problems: impl IntoIterator<Item = &'a Diagnostic>,
) -> TokenStream {
    problems.into_iter().map(compile_error).collect()
}

fn compile_error(problem: &Diagnostic) -> TokenStream {
    let text = text(&problem.message, &problem.help);
    quote_spanned! { problem.span => ::core::compile_error! { #text } }
}

/// What is wrong, and on a line of its own what to do about it.
pub(crate) fn text(message: &str, help: &str) -> String {
    format!("{message}\nhelp: {help}")
}
