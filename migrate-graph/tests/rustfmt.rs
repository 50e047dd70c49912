//! rustfmt may write a migration as it likes: the source hash stays, while every edit of a token changes it.
//!
//! The files are generated from the constructs that rustfmt rewrites, written badly. A construct that it treats in a
//! new way in some later version shows here first.

#![expect(clippy::print_stderr, reason = "a property test says what it covered")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use migrate_graph::SourceHash;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const FILES: usize = 150;

/// Stable options that change more than white space, each at its ends.
const CONFIGURATIONS: [&str; 9] = [
    "style_edition=2024",
    "style_edition=2015",
    "max_width=60,tab_spaces=2",
    "max_width=200,use_small_heuristics=Max",
    "use_small_heuristics=Off,fn_params_layout=Vertical",
    "hard_tabs=true,newline_style=Windows",
    "match_arm_leading_pipes=Always,match_block_trailing_comma=true",
    "use_field_init_shorthand=true,style_edition=2024",
    "reorder_imports=false,merge_derives=false,remove_nested_parens=false",
];

fn hash(text: &str) -> SourceHash {
    let text = text.replace("\r\n", "\n");
    SourceHash::of_source(
        text.parse()
            .unwrap_or_else(|error| panic!("{error}:\n{text}")),
        &[],
    )
}

fn atom() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "a",
        "op",
        "users",
        "1",
        "-1",
        "0xFF",
        "1.5e3",
        "'c'",
        "\"text\"",
        "b\"bytes\"",
        "r#\"raw \"text\"\"#",
        "()",
        "\"one \\\n          two\"",
        "\"two\nlines\"",
        "\"comma, brace } and | pipe;\"",
        "a . b",
        "A::B",
        "& a",
        "&&a",
        "& mut a",
        "*a",
        "!a",
        "Vec::<Vec<u8> >::new()",
    ])
    .prop_map(str::to_owned)
}

fn expression() -> impl Strategy<Value = String> {
    atom().prop_recursive(4, 24, 3, |inner| {
        let one = inner.clone();
        let list = |ends: &'static [&'static str]| {
            (vec(inner.clone(), 0..4), prop::sample::select(ends.to_vec()))
                .prop_map(|(items, end)| if items.is_empty() { String::new() } else { items.join(",") + end })
        };
        prop_oneof![
            list(&["", ",", " ,\n"]).prop_map(|arguments| format!("f({arguments})")),
            (one.clone(), list(&["", ","])).prop_map(|(this, arguments)| format!("op.g({this}).h({arguments})")),
            one.clone().prop_map(|body| format!("c(|x| {{ {body} }})")),
            one.clone().prop_map(|body| format!("c(move |x, y: u8| {body})")),
            one.clone().prop_map(|body| format!("c(|| {{ |z| {body} }})")),
            one.clone().prop_map(|body| format!("c(|t| {{ t.column({body}) ; }})")),
            one.clone().prop_map(|body| format!("c(|t| {{ return {body} }})")),
            one.clone().prop_map(|body| format!("(({body}))")),
            one.clone().prop_map(|body| format!("f((({body})))")),
            list(&["", ","]).prop_map(|items| format!("vec!({items})")),
            list(&["", ",", ", // last\n"]).prop_map(|items| format!("[{items}]")),
            one.clone().prop_map(|item| format!("[{item}; 3]")),
            (one.clone(), one.clone()).prop_map(|(x, y)| format!("P {{ x: x, y :{x}, z: {y} }}")),
            (one.clone(), one.clone(), prop::sample::select(vec!["+", "-", "*", "|", "||", "&&", "==", "!=", "<<", "..="]))
                .prop_map(|(x, y, operator)| format!("f(({x}){operator}({y}))")),
            (one.clone(), one.clone(), one.clone()).prop_map(|(subject, x, y)| {
                format!("match ({subject}) {{ A => {{ {x} }} | B | C if d => {y}, D(_,) => {{}} _ => (), }}")
            }),
            (one.clone(), one.clone()).prop_map(|(x, y)| format!("match a {{ | E {{ .. }} => {{ {x} }}, _ => {{ {y}; }} }}")),
            (one.clone(), one.clone()).prop_map(|(x, y)| format!("if a {{ {x} }} else if b {{ {y} }} else {{ }}")),
            one.clone().prop_map(|x| format!("{{ let x = {x} ; ; x }}")),
            (list(&["", ","]),).prop_map(|(items,)| format!("format!(\"{{}}\", {items})")),
        ]
    })
}

fn statement() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => expression().prop_map(|value| format!("f({value});")),
        2 => expression().prop_map(|value| format!("let x = {value};")),
        1 => expression().prop_map(|value| format!("let Some(x) = f({value}) else {{ return }};")),
        1 => expression().prop_map(|value| format!("let y: Vec<Vec<u8> >= f({value}) ; ;")),
        1 => expression().prop_map(|value| format!("for x in f({value}) {{ if x {{ continue }} break }}")),
        1 => Just("use z::y; use a::{d, b::{self, c}}; use m::{n};".to_owned()),
        1 => Just("/* a comment */ // and another\n".to_owned()),
        1 => Just("#[derive(B, A)]\n#[derive(C)] struct P { x: u8, pub y: Vec<u8> }".to_owned()),
        1 => expression().prop_map(|value| format!("fn inner<T: A+B>(a: T,) -> u8 where T: C {{ return f({value}) }}")),
        1 => Just("impl A for P { fn f(&self) { } }".to_owned()),
        1 => Just("if a { return };".to_owned()),
    ]
}

fn source() -> impl Strategy<Value = String> {
    (vec(statement(), 1..6), vec(statement(), 1..4), expression()).prop_map(|(upgrade, downgrade, end)| {
        format!(
            "//! A message\n\nuse migrate_runtime::prelude::*;use diesel::{{sql_types::{{Text,BigInt}},prelude::*}};\n\
             pub(crate) use b; #[cfg(test)] use a;\n\
             #[migration(revision = \"a1\",down_revision = [\"b2\",\"c3\",],)]\n/// Documented\nmod m {{\n    use super::*;\n\
             fn upgrade(op : &mut Op) {{ {} }}\n\n\n    fn downgrade( op: &mut Op ,) -> Result<()> {{ {}\n return f({end}) }} }}\n",
            upgrade.join("\n"),
            downgrade.join(" ")
        )
    })
}

fn sources() -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    (0..FILES)
        .map(|_| {
            source()
                .new_tree(&mut runner)
                .expect("the strategy rejects nothing")
                .current()
        })
        .collect()
}

/// The texts as rustfmt writes them.
fn format(sources: &[String], configuration: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths: Vec<PathBuf> = (0..sources.len())
        .map(|index| folder.path().join(format!("f{index}.rs")))
        .collect();
    for (path, source) in paths.iter().zip(sources) {
        fs::write(path, source).expect("writing a file");
    }
    let output = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", configuration])
        .args(&paths)
        .current_dir(folder.path())
        .output()
        .expect("rustfmt is installed");
    assert!(
        output.status.success(),
        "{configuration}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    paths
        .iter()
        .map(|path| fs::read_to_string(path).expect("rustfmt keeps the file"))
        .collect()
}

/// The text behind the imports, which are sorted in every file, without its white space.
fn body(text: &str) -> String {
    let (_, body) = text.split_once("mod m").expect("every file has the module");
    body.split_whitespace().collect()
}

#[test]
fn rustfmt_does_not_change_the_hash() {
    let sources = sources();
    let mut covered = String::new();
    for configuration in CONFIGURATIONS {
        let formatted = format(&sources, configuration);
        let mut rewritten = 0;
        for (source, formatted) in sources.iter().zip(&formatted) {
            assert_eq!(
                hash(source),
                hash(formatted),
                "{configuration}\n{source}\n--- became\n{formatted}"
            );
            rewritten += usize::from(body(source) != body(formatted));
        }
        writeln!(
            covered,
            "{configuration}: tokens changed in {rewritten} of {FILES} files"
        )
        .expect("writing to a string");
        assert!(
            rewritten >= FILES / 3,
            "too little for rustfmt to do:\n{covered}"
        );
    }
    eprint!("{covered}");
}

/// The place and the replacement of every token that means something.
fn edits(tokens: TokenStream, found: &mut Vec<(std::ops::Range<usize>, String)>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for tree in &trees {
        let range = tree.span().byte_range();
        match tree {
            TokenTree::Ident(name) => found.push((range, format!("{name}_x"))),
            TokenTree::Literal(_) => found.push((range, "\"edited\"".to_owned())),
            TokenTree::Punct(punct) if "+-*=<>&!?.".contains(punct.as_char()) => {
                found.push((range, "^".to_owned()));
            }
            TokenTree::Punct(_) => {}
            TokenTree::Group(group) if is_documentation(group) => {}
            TokenTree::Group(group) => edits(group.stream(), found),
        }
    }
}

fn is_documentation(group: &proc_macro2::Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket
        && matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
}

#[test]
fn every_edit_of_a_token_changes_the_hash() {
    let mut count = 0;
    for source in sources().into_iter().take(40) {
        let original = hash(&source);
        let mut found = Vec::new();
        edits(source.parse().expect("it was read before"), &mut found);
        for (range, replacement) in found {
            let mut edited = source.clone();
            edited.replace_range(range.clone(), &replacement);
            assert_ne!(
                hash(&edited),
                original,
                "{:?} became {replacement} in\n{source}",
                &source[range]
            );
            count += 1;
        }
        proc_macro2::extra::invalidate_current_thread_spans();
    }
    eprintln!("{count} edits, each with a hash of its own");
    assert!(count > 4000, "only {count} edits");
}
