//! Whether a function's body visibly does nothing: a `downgrade` like that is a missing one in disguise.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::cursor::{Cursor, attempt};

/// Macros that only say that the code is still to be written.
const PLACEHOLDERS: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];

/// True for `{}`, `Ok(())`, `return`, `let _ = op;`, `todo!()` and the like, and for any sequence of them.
///
/// A look at the tokens, not a proof: whether a plan turns out to be empty is for the runtime to say.
pub(super) fn does_nothing(body: TokenStream) -> bool {
    let trees: Vec<TokenTree> = body.into_iter().collect();
    let mut cursor = Cursor::new(&trees);
    while !cursor.is_at_end() {
        if !statement(&mut cursor) {
            return false;
        }
    }
    true
}

fn statement(cursor: &mut Cursor<'_>) -> bool {
    if cursor.punct(';') || discards_argument(cursor) {
        return true;
    }
    cursor.keyword("return") || value(cursor)
}

/// A value that costs nothing: `()`, `{}`, `Ok(())` or a placeholder.
fn value(cursor: &mut Cursor<'_>) -> bool {
    attempt(cursor, |ahead| {
        let found = empty_block(ahead) || unit(ahead) || placeholder(ahead) || ok_of_unit(ahead);
        found.then_some(())
    })
    .is_some()
}

fn empty_block(cursor: &mut Cursor<'_>) -> bool {
    attempt(cursor, |ahead| {
        does_nothing(ahead.group(Delimiter::Brace)?.stream()).then_some(())
    })
    .is_some()
}

/// `()`, also in further parentheses.
fn unit(cursor: &mut Cursor<'_>) -> bool {
    attempt(cursor, |ahead| {
        let inside: Vec<TokenTree> = ahead
            .group(Delimiter::Parenthesis)?
            .stream()
            .into_iter()
            .collect();
        let mut inside = Cursor::new(&inside);
        (inside.is_at_end() || (value(&mut inside) && inside.is_at_end())).then_some(())
    })
    .is_some()
}

/// `todo!(…)`, `std::unimplemented! {…}` and their kin, whatever they are given.
fn placeholder(cursor: &mut Cursor<'_>) -> bool {
    attempt(cursor, |ahead| {
        let name = path(ahead)?;
        let calls = PLACEHOLDERS.contains(&name.as_str())
            && ahead.punct('!')
            && ahead.any_group().is_some();
        calls.then_some(())
    })
    .is_some()
}

/// `Ok(())`, also as `Result::Ok(())` or `Ok::<(), Error>(())`.
fn ok_of_unit(cursor: &mut Cursor<'_>) -> bool {
    attempt(cursor, |ahead| {
        (path(ahead)? == "Ok" && unit(ahead)).then_some(())
    })
    .is_some()
}

/// `let _ = op;` and `_ = op;`, the ways to silence an unused argument.
fn discards_argument(cursor: &mut Cursor<'_>) -> bool {
    attempt(cursor, |ahead| {
        ahead.keyword("let");
        let discards = ahead.keyword("_") && ahead.punct('=');
        ahead.punct('&');
        (discards && (ahead.ident().is_some() || unit(ahead)) && ahead.punct(';')).then_some(())
    })
    .is_some()
}

/// Reads a path and answers its last name; generic arguments are skipped.
fn path(cursor: &mut Cursor<'_>) -> Option<String> {
    separator(cursor);
    let mut name = cursor.ident()?.to_string();
    while attempt(cursor, |ahead| separator(ahead).then_some(())).is_some() {
        if cursor.punct('<') {
            skip_generic_arguments(cursor)?;
        } else {
            name = cursor.ident()?.to_string();
        }
    }
    Some(name)
}

fn separator(cursor: &mut Cursor<'_>) -> bool {
    attempt(cursor, |ahead| {
        (ahead.punct(':') && ahead.punct(':')).then_some(())
    })
    .is_some()
}

/// Skips to behind the `>` that closes an already opened `<`.
fn skip_generic_arguments(cursor: &mut Cursor<'_>) -> Option<()> {
    let mut depth = 1;
    while depth > 0 {
        match cursor.next()? {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth -= 1,
            _ => {}
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::does_nothing;

    fn nothing(body: &str) -> bool {
        does_nothing(body.parse().expect("the test's body is made of tokens"))
    }

    #[test]
    fn idle_bodies_are_seen_through() {
        for body in [
            "",
            "()",
            "(())",
            "{ }",
            "{ { } };",
            ";;",
            "Ok(())",
            "Ok(());",
            "Result::Ok(())",
            "::std::result::Result::Ok(())",
            "Ok::<(), Error>(())",
            "Ok::<(), Box<dyn Error>>(())",
            "return",
            "return;",
            "return ();",
            "return Ok(())",
            "return Ok(());",
            "let _ = op;",
            "let _ = op; Ok(())",
            "_ = op;",
            "let _ = &op;",
            "todo!()",
            "todo!(\"later: {}\", 1);",
            "std::todo!()",
            "::core::unimplemented!()",
            "unreachable![]",
            "panic! { \"no way back\" }",
            "let _ = op; { todo!() } return Ok(());",
            "return todo!()",
        ] {
            assert!(nothing(body), "{body}");
        }
    }

    #[test]
    fn working_bodies_are_left_alone() {
        for body in [
            "op.drop_table(\"users\");",
            "let _ = op.drop_table(\"users\");",
            "let _ = op; op.execute(\"x\")",
            "down(op)",
            "Ok(down(op))",
            "return down(op)",
            "{ op.execute(\"x\") }",
            "if false { todo!() }",
            "for table in [\"a\"] { op.drop_table(table); }",
            "Err(\"no\".into())",
            "todo(op)",
            "let conn = op;",
            "my_macro!(op)",
        ] {
            assert!(!nothing(body), "{body}");
        }
    }
}
