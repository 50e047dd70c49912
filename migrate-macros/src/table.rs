//! `table!`: Diesel's own, without what only the migrations need to know.

use migrate_graph::declared;
use proc_macro2::{Span, TokenStream};
use quote::quote;

use crate::report;

/// Expands `table!(body)`.
pub(crate) fn expand(body: TokenStream) -> TokenStream {
    let read = declared::table(body, Span::call_site());
    let errors = report::compile_errors(&read.problems);
    let plain = read.plain;
    // Also beside errors in attributes: whatever uses the table still compiles, and editors go on completing.
    let table = read.table.map(|_| quote!(::diesel::table! { #plain }));
    quote!(#errors #table)
}
