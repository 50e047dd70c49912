//! `#[migration]` and `versions!`: tokens in, registrations and diagnostics out.

use proc_macro::TokenStream;

/// Registers a migration.
#[proc_macro_attribute]
pub fn migration(_attribute: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// Declares the migrations of a folder.
#[proc_macro]
pub fn versions(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
