//! Names and texts of a database as Rust source: a name can be nothing but a name there.

use migrate_runtime::Op;
use migrate_runtime::autogenerate::render;
use migrate_runtime::prelude::*;
use migrate_runtime::schema::NamingConvention;
use migrate_tests::session::operations;
use proc_macro2::{TokenStream, TokenTree};
use proptest::prelude::Strategy;
use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq};

use migrate_tests::runs;

use crate::mangled;

/// Every kind of place that a name or a text of somebody else has in a migration.
fn migration(op: &mut Op, [table, column, other, text]: &[String; 4]) {
    let second = format!("{other}2");
    let second = second.as_str();
    op.create_table(table.as_str(), |t| {
        t.comment(text);
        t.column(column.as_str(), BigInt)
            .primary_key()
            .comment(text);
        t.column(second, Text).default(text.as_str());
        t.check(text).named(format!("{other} c"));
        t.unique([second]).named(format!("{other} u"));
    });
    op.create_index(table.as_str(), second)
        .named(format!("{other} i"));
    op.create_view(format!("{other} v"), text);
    op.create_enum(format!("{other} e"), [text.as_str(), "b"]);
    op.create_trigger(format!("{other} t"), table.as_str(), "AFTER INSERT", text);
    op.rename_column(table.as_str(), second, format!("{other}3"));
    op.rename_table(table.as_str(), format!("{other} r"));
}

#[test]
fn a_name_in_source_is_a_string_and_nothing_else() {
    let plain = ["table", "column", "other", "text"].map(|word| format!("{word} 0"));
    let expected = shape(&plain).expect("plain names");
    let names = || mangled::pieces().prop_map(|name| format!("{name} x"));
    let inputs = [names(), names(), names(), names()];
    runs::of("source", 2_000, &["written"], &inputs, |names, outcomes| {
        let found = shape(&names)?;
        prop_assert_eq!(
            &found.words,
            &expected.words,
            "other tokens than for plain names"
        );
        let wanted = |text: &String| found.strings.contains(text);
        prop_assert!(
            names.iter().filter(|name| **name != names[2]).all(wanted),
            "{:?} in {:?}",
            names,
            found.strings
        );
        outcomes.count("written");
        Ok(())
    });
}

/// The tokens of a source with its strings put aside.
struct Shape {
    words: Vec<String>,
    strings: Vec<String>,
}

fn shape(names: &[String; 4]) -> Result<Shape, TestCaseError> {
    let operations = operations(|op| migration(op, names));
    let body = render(&operations, &NamingConvention::default());
    prop_assert_eq!(&body.warnings, &Vec::<String>::new());
    let source = body.lines.join("\n");
    let tokens: TokenStream = match source.parse() {
        Ok(tokens) => tokens,
        Err(error) => return Err(TestCaseError::fail(format!("{error}: {source}"))),
    };
    let shown = source
        .chars()
        .find(|letter| letter.is_control() && *letter != '\n');
    prop_assert!(shown.is_none(), "{:?} in {}", shown, source);
    let mut shape = Shape {
        words: Vec::new(),
        strings: Vec::new(),
    };
    walk(tokens, &mut shape);
    proc_macro2::extra::invalidate_current_thread_spans();
    Ok(shape)
}

fn walk(tokens: TokenStream, shape: &mut Shape) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                shape.words.push(format!("{:?}", group.delimiter()));
                walk(group.stream(), shape);
                shape.words.push("end".to_owned());
            }
            TokenTree::Literal(literal) => match migrate_graph::grammar::string(&literal) {
                Some(text) => {
                    shape.words.push("string".to_owned());
                    shape.strings.push(text);
                }
                None => shape.words.push(literal.to_string()),
            },
            other => shape.words.push(other.to_string()),
        }
    }
}
