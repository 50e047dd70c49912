//! The head of `upgrade` and `downgrade`: what is wrong with it can be said before a type is known.

use proc_macro2::{Delimiter, Group, Ident, TokenTree};

use super::body;
use super::cursor::Cursor;
use super::diagnostic::Diagnostic;

/// A function of the module, read as far as its rules need.
pub(super) struct Function {
    pub(super) name: Ident,
    qualifier: Option<Ident>,
    generic: Option<TokenTree>,
    arguments: Option<Group>,
    body: Option<Group>,
}

impl Function {
    /// Reads on behind the word `fn`; `qualifier` is what stood before it, if that is not allowed here.
    pub(super) fn parse(cursor: &mut Cursor<'_>, qualifier: Option<Ident>) -> Option<Self> {
        let name = cursor.ident()?.clone();
        let mut function = Self {
            name,
            qualifier,
            generic: None,
            arguments: None,
            body: None,
        };
        while let Some(tree) = cursor.next() {
            match tree {
                TokenTree::Group(group) => match group.delimiter() {
                    Delimiter::Brace => {
                        function.body = Some(group.clone());
                        break;
                    }
                    Delimiter::Parenthesis if function.arguments.is_none() => {
                        function.arguments = Some(group.clone());
                    }
                    _ => {}
                },
                TokenTree::Punct(punct) if punct.as_char() == ';' => break,
                TokenTree::Punct(punct)
                    if punct.as_char() == '<' && function.arguments.is_none() =>
                {
                    function.generic.get_or_insert_with(|| tree.clone());
                }
                TokenTree::Ident(word) if word == "where" => {
                    function.generic.get_or_insert_with(|| tree.clone());
                }
                _ => {}
            }
        }
        Some(function)
    }

    /// True if the body visibly does nothing.
    pub(super) fn does_nothing(&self) -> bool {
        (self.body.as_ref()).is_some_and(|body| body::does_nothing(body.stream()))
    }

    /// True if the argument is visibly a `&mut` reference, as in every signature that is accepted.
    pub(super) fn takes_mutable_reference(&self) -> bool {
        let Some(arguments) = &self.arguments else {
            return false;
        };
        let mut trees = (arguments.stream().into_iter())
            .skip_while(|tree| !matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ':'))
            .skip(1);
        let reference = trees.next();
        let mutable = trees.next();
        matches!(reference, Some(TokenTree::Punct(punct)) if punct.as_char() == '&')
            && matches!(mutable, Some(TokenTree::Ident(word)) if word == "mut")
    }

    /// Adds what is wrong with the head.
    pub(super) fn check(&self, problems: &mut Vec<Diagnostic>) {
        if let Some(word) = &self.qualifier {
            problems.push(self.wrong_qualifier(word));
        }
        if let Some(tree) = &self.generic {
            problems.push(self.is_generic(tree));
        }
        if let Some(arguments) = &self.arguments {
            self.check_arguments(arguments, problems);
        }
    }

    fn check_arguments(&self, arguments: &Group, problems: &mut Vec<Diagnostic>) {
        let trees: Vec<TokenTree> = arguments.stream().into_iter().collect();
        let count = count_arguments(&trees);
        if count != 1 {
            problems.push(Diagnostic::new(
                arguments.span(),
                format!("`{}` takes one argument, not {count}", self.name),
                self.accepted(),
            ));
        } else if let Some(word) = find(&trees, "self") {
            problems.push(Diagnostic::new(
                word.span(),
                format!("`{}` is a plain function, it has no `self`", self.name),
                self.accepted(),
            ));
        } else if let Some(word) = find(&trees, "impl") {
            problems.push(self.is_generic(word));
        }
    }

    fn wrong_qualifier(&self, word: &Ident) -> Diagnostic {
        let message = format!("`{}` must not be `{word}`", self.name);
        let help = if word == "async" {
            "write a plain function; the async backends run it over a blocking connection"
                .to_owned()
        } else {
            self.accepted()
        };
        Diagnostic::new(word.span(), message, help)
    }

    fn is_generic(&self, at: &TokenTree) -> Diagnostic {
        let message = format!("`{}` must not be generic", self.name);
        let help = format!(
            "name the one type it works on: `fn {0}(op: &mut Op)`, or `fn {0}(conn: &mut Conn) -> QueryResult<()>`",
            self.name
        );
        Diagnostic::new(at.span(), message, help)
    }

    fn accepted(&self) -> String {
        format!(
            "write `fn {0}(op: &mut Op)`, `fn {0}(op: &mut Op) -> Result<(), E>`, or a plain Diesel function \
             `fn {0}(conn: &mut Conn) -> QueryResult<()>`",
            self.name
        )
    }
}

fn find<'tokens>(trees: &'tokens [TokenTree], word: &str) -> Option<&'tokens TokenTree> {
    (trees.iter()).find(|tree| matches!(tree, TokenTree::Ident(ident) if ident == word))
}

/// Counts the arguments at this level: commas inside `<…>` separate types, and the `>` of `->` closes nothing.
fn count_arguments(trees: &[TokenTree]) -> usize {
    let mut depth = 0_usize;
    let mut count = 0;
    let mut open = false;
    let mut after_dash = false;
    for tree in trees {
        let symbol = match tree {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match symbol {
            '<' => depth += 1,
            '>' if !after_dash => depth = depth.saturating_sub(1),
            _ => {}
        }
        after_dash = symbol == '-';
        let separates = symbol == ',' && depth == 0;
        if open && separates {
            count += 1;
        }
        open = !separates;
    }
    count + usize::from(open)
}

#[cfg(test)]
mod tests {
    use super::count_arguments;
    use proc_macro2::{TokenStream, TokenTree};

    fn trees(text: &str) -> Vec<TokenTree> {
        let stream: TokenStream = text.parse().expect("the test's text is made of tokens");
        stream.into_iter().collect()
    }

    #[test]
    fn arguments_are_counted_outside_of_generics() {
        for (arguments, count) in [
            ("", 0),
            ("op: &mut Op", 1),
            ("op: &mut Op,", 1),
            ("a: A, b: B", 2),
            ("map: &mut HashMap<String, Vec<u8>>", 1),
            ("call: &mut dyn Fn(A, B) -> C, other: D", 2),
            ("pair: (A, B)", 1),
        ] {
            assert_eq!(count_arguments(&trees(arguments)), count, "{arguments}");
        }
    }
}
