//! The form of a migration's tokens that formatting does not change.
//!
//! rustfmt does not only move white space. It adds and removes commas, the braces of closures and match arms, leading
//! pipes, doubled parentheses and semicolons that say nothing; it sorts imports and joins derives. What it may write in
//! two ways is written here in one; everything else stands as in the source, so a real edit shows.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, TokenTree};

use super::imports;

/// What stands behind every token.
const END: u8 = 0xFF;

/// The canonical bytes of a source, while they are being written.
#[derive(Default)]
pub(super) struct Canonical {
    bytes: Vec<u8>,
    semicolon: Semicolon,
    after_derive: bool,
}

/// What a semicolon at this place would mean. Only one that separates two things is written.
#[derive(Default, PartialEq, Eq)]
enum Semicolon {
    /// Nothing: here something begins.
    #[default]
    Redundant,
    /// It would end what stands before it.
    Possible,
    /// There was one; it counts as soon as something follows.
    Pending,
}

impl Canonical {
    /// Writes the trees of one level: its imports first, in an order of their own.
    pub(super) fn level(&mut self, trees: &[TokenTree]) {
        let (mut imports, rest) = imports::split(trees);
        imports.sort();
        for import in &imports {
            self.write(b'U', import);
        }
        self.sequence(&rest);
    }

    /// Writes trees in their order.
    pub(super) fn sequence(&mut self, trees: &[&TokenTree]) {
        let mut rest = trees;
        while let [first, after @ ..] = rest {
            rest = &after[self.tree(first, after)..];
        }
    }

    /// Writes one SQL text that belongs to the migration.
    pub(super) fn sql(&mut self, text: &str) {
        self.write(b'S', text.replace("\r\n", "\n").trim().as_bytes());
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Writes `tree` and answers how many of the trees `after` it are written with it.
    fn tree(&mut self, tree: &TokenTree, after: &[&TokenTree]) -> usize {
        let after_derive = std::mem::take(&mut self.after_derive);
        match tree {
            TokenTree::Ident(name) => self.ident(name, after),
            TokenTree::Punct(punct) => self.punct(punct, after, after_derive),
            TokenTree::Literal(literal) => {
                self.literal(literal);
                0
            }
            TokenTree::Group(group) => {
                self.group(group, group.delimiter());
                0
            }
        }
    }

    fn ident(&mut self, name: &Ident, after: &[&TokenTree]) -> usize {
        self.write(b'i', name.to_string().as_bytes());
        match after {
            // rustfmt writes `vec!` with brackets, however it was called.
            [TokenTree::Punct(bang), TokenTree::Group(group), ..]
                if name == "vec" && bang.as_char() == '!' =>
            {
                self.write(b'p', b"!");
                self.group(group, Delimiter::Bracket);
                2
            }
            // `Point { x: x }` may become `Point { x }`.
            [TokenTree::Punct(colon), TokenTree::Ident(value), end @ ..]
                if colon.as_char() == ':' && name == value && ends_field(end) =>
            {
                2
            }
            _ => 0,
        }
    }

    fn punct(&mut self, punct: &Punct, after: &[&TokenTree], after_derive: bool) -> usize {
        match punct.as_char() {
            ',' => 0,
            ';' => {
                if self.semicolon == Semicolon::Possible {
                    self.semicolon = Semicolon::Pending;
                }
                0
            }
            '|' => self.pipe(punct, after),
            '#' => self.attribute(after, after_derive),
            symbol => {
                self.write(b'p', symbol.encode_utf8(&mut [0; 4]).as_bytes());
                0
            }
        }
    }

    /// A single pipe opens a match arm or separates patterns, where rustfmt may add or drop it; `||` is an operator.
    fn pipe(&mut self, punct: &Punct, after: &[&TokenTree]) -> usize {
        let doubled = punct.spacing() == Spacing::Joint
            && matches!(after.first(), Some(TokenTree::Punct(next)) if next.as_char() == '|');
        if doubled {
            self.write(b'p', b"||");
        }
        usize::from(doubled)
    }

    /// Documentation is a comment; derives in a row are one.
    fn attribute(&mut self, after: &[&TokenTree], after_derive: bool) -> usize {
        let bang = usize::from(
            matches!(after.first(), Some(TokenTree::Punct(bang)) if bang.as_char() == '!'),
        );
        let Some(TokenTree::Group(group)) = after.get(bang) else {
            self.write(b'p', b"#");
            return 0;
        };
        let content: Vec<TokenTree> = group.stream().into_iter().collect();
        match content.as_slice() {
            [TokenTree::Ident(doc), TokenTree::Punct(equals), _]
                if doc == "doc" && equals.as_char() == '=' =>
            {
                self.after_derive = after_derive;
                bang + 1
            }
            [TokenTree::Ident(derive), TokenTree::Group(traits)] if derive == "derive" => {
                if !after_derive {
                    self.write(b'p', b"#derive");
                }
                self.level(&traits.stream().into_iter().collect::<Vec<_>>());
                self.after_derive = true;
                bang + 1
            }
            _ => {
                self.write(b'p', b"#");
                0
            }
        }
    }

    fn literal(&mut self, literal: &Literal) {
        let text = literal.to_string();
        if text.contains("\\\n") && !is_raw(&text) {
            self.write(b'l', without_continuations(&text).as_bytes());
        } else {
            self.write(b'l', text.as_bytes());
        }
    }

    fn group(&mut self, group: &Group, delimiter: Delimiter) {
        let trees: Vec<TokenTree> = group.stream().into_iter().collect();
        match delimiter {
            Delimiter::None => self.level(&trees),
            Delimiter::Brace => self.braces(&trees),
            Delimiter::Parenthesis => match only_parentheses(&trees) {
                Some(inner) => self.group(inner, delimiter),
                None => self.delimited(b"(", &trees, b")"),
            },
            Delimiter::Bracket => self.delimited(b"[", &trees, b"]"),
        }
    }

    fn braces(&mut self, trees: &[TokenTree]) {
        if self.semicolon == Semicolon::Possible {
            self.semicolon = Semicolon::Redundant;
        }
        self.level(trees);
        self.semicolon = Semicolon::Possible;
    }

    fn delimited(&mut self, open: &[u8], trees: &[TokenTree], close: &[u8]) {
        self.write(b'g', open);
        self.level(trees);
        self.semicolon = Semicolon::Possible;
        self.write(b'g', close);
    }

    /// Writes one token. Its end is a byte that no UTF-8 text has, so two tokens never read as one.
    fn write(&mut self, kind: u8, text: &[u8]) {
        if self.semicolon == Semicolon::Pending {
            self.bytes.extend([b'p', b';', END]);
        }
        self.semicolon = Semicolon::Possible;
        self.bytes.push(kind);
        self.bytes.extend(text);
        self.bytes.push(END);
    }
}

fn ends_field(after: &[&TokenTree]) -> bool {
    match after.first() {
        None => true,
        Some(TokenTree::Punct(punct)) => punct.as_char() == ',',
        Some(_) => false,
    }
}

/// The parentheses that are all there is in other ones, if they hold something themselves.
fn only_parentheses(trees: &[TokenTree]) -> Option<&Group> {
    let mut content = trees.iter().filter(|tree| !is_comma(tree));
    match (content.next(), content.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::Parenthesis => {
            (!group.stream().is_empty()).then_some(group)
        }
        _ => None,
    }
}

fn is_comma(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',')
}

fn is_raw(literal: &str) -> bool {
    literal
        .split('"')
        .next()
        .is_some_and(|prefix| prefix.contains('r'))
}

/// Removes every backslash at the end of a line with the white space that Rust skips behind it.
fn without_continuations(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        joined.push_str(before);
        if let Some(after) = escape.strip_prefix("\\\n") {
            rest = after.trim_start();
        } else {
            let length = 1 + escape.chars().nth(1).map_or(0, char::len_utf8);
            joined.push_str(&escape[..length]);
            rest = &escape[length..];
        }
    }
    joined.push_str(rest);
    joined
}
