//! The imports of a block, one entry per imported path: their order, and how they are grouped, mean nothing.

use proc_macro2::{Delimiter, TokenTree};

use super::canonical::Canonical;

/// Separates the imports (also `mod name;` and `extern crate name;`, which rustfmt sorts as well) from the other trees.
pub(super) fn split(trees: &[TokenTree]) -> (Vec<Vec<u8>>, Vec<&TokenTree>) {
    let mut entries = Vec::new();
    let mut others = Vec::with_capacity(trees.len());
    let mut rest = trees;
    while let [first, after @ ..] = rest {
        if let Some(length) = entries_at(rest, &mut entries) {
            rest = &rest[length..];
        } else {
            others.push(first);
            rest = after;
        }
    }
    (entries, others)
}

/// Adds the entries of the import that begins here; answers its length.
fn entries_at(trees: &[TokenTree], entries: &mut Vec<Vec<u8>>) -> Option<usize> {
    let prefix = prefix_length(trees);
    let (keyword, item) = match &trees[prefix..] {
        [TokenTree::Ident(keyword), item @ ..] => (keyword.to_string(), item),
        _ => return None,
    };
    let end = item.iter().position(|tree| is_punct(tree, ';'))?;
    let path = &item[..end];
    let is_entry = match keyword.as_str() {
        "use" => !matches!(path.first(), Some(tree) if is_punct(tree, '<')),
        "mod" => matches!(path, [TokenTree::Ident(_)]),
        "extern" => matches!(path.first(), Some(TokenTree::Ident(word)) if word == "crate"),
        _ => false,
    };
    if !is_entry {
        return None;
    }
    let mut head = Canonical::default();
    head.sequence(&trees[..=prefix].iter().collect::<Vec<_>>());
    flatten(&head.into_bytes(), "", path, entries);
    Some(prefix + 1 + end + 1)
}

/// How many trees of attributes and visibility stand here.
fn prefix_length(trees: &[TokenTree]) -> usize {
    let mut length = 0;
    loop {
        length += match &trees[length..] {
            [hash, TokenTree::Group(_), ..] if is_punct(hash, '#') => 2,
            [TokenTree::Ident(word), TokenTree::Group(scope), ..]
                if word == "pub" && scope.delimiter() == Delimiter::Parenthesis =>
            {
                2
            }
            [TokenTree::Ident(word), ..] if word == "pub" => 1,
            _ => return length,
        };
    }
}

/// Writes out `a::{b, c::d}` as `a::b` and `a::c::d`.
fn flatten(head: &[u8], parent: &str, tree: &[TokenTree], entries: &mut Vec<Vec<u8>>) {
    let mut path = parent.to_owned();
    for token in tree {
        match token {
            TokenTree::Group(group) => {
                let trees: Vec<TokenTree> = group.stream().into_iter().collect();
                for branch in trees
                    .split(|tree| is_punct(tree, ','))
                    .filter(|branch| !branch.is_empty())
                {
                    flatten(head, &path, branch, entries);
                }
                return;
            }
            TokenTree::Ident(word) if word == "as" => path.push_str(" as "),
            other => path.push_str(&other.to_string()),
        }
    }
    let path = path.strip_suffix("::self").unwrap_or(&path);
    entries.push([head, path.as_bytes()].concat());
}

fn is_punct(tree: &TokenTree, symbol: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == symbol)
}
