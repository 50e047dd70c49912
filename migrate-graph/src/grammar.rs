//! The grammar of `#[migration]`: one reading of it for the macro, which reports at spans, and for the plugin, which
//! reports lines and columns without building anything.
//!
//! Bodies are never parsed. The rules need only the tokens of a function's head and, for a suspiciously short
//! `downgrade`, a look at the shape of its tokens: this work is done again for every migration in every build.

use proc_macro2::{Group, TokenTree};

mod attribute;
mod body;
pub(crate) mod cursor;
mod diagnostic;
mod function;
mod literal;
mod module;

pub use attribute::{Attribute, Spanned, attribute};
pub use diagnostic::Diagnostic;
pub use literal::string;
pub use module::{FunctionName, Migration, Module, migration};

/// The text of `#[doc = "…"]`, which is what a documentation comment is to a macro; nothing for other attributes.
pub(crate) fn documentation(attribute: &Group) -> Option<String> {
    let trees: Vec<TokenTree> = attribute.stream().into_iter().collect();
    match trees.as_slice() {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(_),
            TokenTree::Literal(text),
        ] if name == "doc" => literal::string(text),
        _ => None,
    }
}
