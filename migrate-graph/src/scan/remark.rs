//! What in a migration's source may make it do something else one day, as far as tokens tell.

use proc_macro2::{Ident, TokenStream, TokenTree};

/// Something in the source that deserves a remark, where it stands first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub kind: RemarkKind,
    /// The line, counted from 1.
    pub line: usize,
    /// The tokens that it is about.
    pub text: String,
}

/// What is remarked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkKind {
    /// A path into the rest of the crate, which goes on to change.
    OutsidePath,
    /// A collection whose order differs from run to run.
    HashOrder,
}

/// The remarks on a migration file, each text once, in the order of the source.
pub(super) fn remarks(tokens: TokenStream) -> Vec<Remark> {
    let mut remarks = Vec::new();
    look(tokens, &mut remarks);
    remarks
}

fn look(tokens: TokenStream, remarks: &mut Vec<Remark>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => look(group.stream(), remarks),
            TokenTree::Ident(ident) => {
                if let Some((kind, text)) = remarkable(ident, &trees[at + 1..]) {
                    add(remarks, kind, text, ident.span().start().line);
                }
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn add(remarks: &mut Vec<Remark>, kind: RemarkKind, text: String, line: usize) {
    if !remarks.iter().any(|known| known.text == text) {
        let line = line.max(1);
        remarks.push(Remark { kind, line, text });
    }
}

fn remarkable(ident: &Ident, behind: &[TokenTree]) -> Option<(RemarkKind, String)> {
    if ident == "HashMap" || ident == "HashSet" {
        return Some((RemarkKind::HashOrder, ident.to_string()));
    }
    if ident != "crate" {
        return None;
    }
    // `pub(crate)` is no path.
    let [TokenTree::Punct(first), TokenTree::Punct(second), next, ..] = behind else {
        return None;
    };
    let is_path = first.as_char() == ':' && second.as_char() == ':';
    let next = match next {
        TokenTree::Ident(name) => name.to_string(),
        TokenTree::Group(_) => "{…}".to_owned(),
        TokenTree::Punct(_) | TokenTree::Literal(_) => return None,
    };
    is_path.then(|| (RemarkKind::OutsidePath, format!("crate::{next}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(RemarkKind, usize, String)> {
        let remarks = remarks(text.parse().expect("Rust")).into_iter();
        remarks
            .map(|remark| (remark.kind, remark.line, remark.text))
            .collect()
    }

    #[test]
    fn paths_into_the_crate_and_unordered_collections_are_remarked_once() {
        let text = "use std::collections::HashMap;\nuse crate::schema::users;\nmod m {\n    pub(crate) fn f() {\n        \
                    let a: HashMap<u8, u8> = crate::models::all();\n    }\n}";
        assert_eq!(
            of(text),
            [
                (RemarkKind::HashOrder, 1, "HashMap".to_owned()),
                (RemarkKind::OutsidePath, 2, "crate::schema".to_owned()),
                (RemarkKind::OutsidePath, 5, "crate::models".to_owned()),
            ]
        );
    }

    #[test]
    fn values_and_comments_are_not_remarked() {
        let text =
            "//! crate::schema\nuse super::*;\nfn f() { op.execute(\"HashMap crate::schema\"); }";
        assert_eq!(of(text), []);
    }
}
