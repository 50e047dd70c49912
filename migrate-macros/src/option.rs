//! An `Option` as tokens; quote itself writes the content and nothing else.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// `Some(content)` or `None`.
pub(crate) fn option(content: Option<impl ToTokens>) -> TokenStream {
    content.map_or_else(
        || quote!(::core::option::Option::None),
        |content| quote!(::core::option::Option::Some(#content)),
    )
}
