//! What changes the hash of a migration's source, and what does not.

use migrate_graph::SourceHash;

fn hash(text: &str) -> SourceHash {
    let text = text.replace("\r\n", "\n");
    SourceHash::of_source(
        text.parse()
            .unwrap_or_else(|error| panic!("{text}: {error}")),
        &[],
    )
}

/// Each pair is one source, written in two ways that mean the same and that rustfmt may turn into each other.
const SAME: &[(&str, &str)] = &[
    ("fn f(a: A) {}", "fn f(\n    a: A,\n) {\n}"),
    (
        "//! Message\nfn f() {}",
        "//! Another\n/// one\nfn f() { /* and */ } // more",
    ),
    ("a(b);\n", "a(b);\r\n"),
    (
        "match a { B => { c } D => e, }",
        "match a { B => c, D => e }",
    ),
    ("match a { | B | C => d }", "match a { B | C => d }"),
    ("a(|b| { c(b) })", "a(|b| c(b))"),
    ("a(|b| { |c| d })", "a(|b| |c| d)"),
    ("fn f() { return a }", "fn f() { return a; }"),
    ("a;; b;", "a; b;"),
    ("let f = |a| { b };", "let f = |a| b;"),
    ("f(((a)))", "f((a))"),
    ("f(((a)),)", "f((a))"),
    ("vec!(1, 2)", "vec![1, 2,]"),
    ("Point { x: x, y }", "Point { x, y }"),
    (
        "#[derive(A)] #[derive(B)] struct S;",
        "#[derive(A, B)] struct S;",
    ),
    ("use b::c; use a; f();", "use a; use b::c; f();"),
    ("use a::{c, b};", "use a::{b, c};"),
    ("use a::b; use a::c::{self, d};", "use a::{b, c, c::d};"),
    ("use a::{b};", "use a::b;"),
    (
        "pub use b; #[cfg(test)] use a;",
        "#[cfg(test)] use a; pub use b;",
    ),
    ("mod b; mod a;", "mod a; mod b;"),
    (
        "fn f() { use b; use a; g() }",
        "fn f() { use a; use b; g() }",
    ),
    ("f(\"a \\\n      b\")", "f(\"a \\\n  b\")"),
    ("a&&b", "a && b"),
    ("-1", "- 1"),
    ("a::<Vec<Vec<B>>>()", "a::<Vec<Vec<B> > >()"),
];

/// Each pair is an edit that somebody may want to make to a migration.
const DIFFERENT: &[(&str, &str)] = &[
    ("f(1)", "f(2)"),
    ("f(1)", "f(-1)"),
    ("f(\"a\")", "f(\"b\")"),
    ("f(\"a\")", "f(\"a \")"),
    ("f(\"a\")", "f(b\"a\")"),
    ("f(\"a\\\\\n b\")", "f(\"a\\\\\nb\")"),
    ("f(r\"a\\\n b\")", "f(r\"a\\\nb\")"),
    ("f(\"a b\")", "f(\"a\", \"b\")"),
    ("f('a')", "f(\"a\")"),
    ("f(a)", "f(b)"),
    ("f(a)", "g(a)"),
    ("f(a)", "f(a, b)"),
    ("f(ab)", "f(a, b)"),
    ("f(r#a)", "f(a)"),
    ("a + b", "a - b"),
    ("a == b", "a != b"),
    ("a | b", "a || b"),
    ("a | b", "a & b"),
    ("a & b", "a ^ b"),
    ("a < b", "a <= b"),
    ("a.b()", "a.b().c()"),
    ("a; b;", "b; a;"),
    ("[a; 3]", "[a, 3]"),
    ("f(a)", "f[a]"),
    ("f(a)(b)", "f(a, b)"),
    ("if a { b }", "if !a { b }"),
    ("x?;", "x;"),
    ("use a::b;", "use a::c;"),
    ("use a::b;", "use b::a;"),
    ("use a::b;", "use a::b as c;"),
    ("use a;", "pub use a;"),
    ("#[cfg(a)] use b; use c;", "use b; #[cfg(a)] use c;"),
    ("#[a] fn f() {}", "fn f() {}"),
    ("#[derive(A)] struct S;", "#[derive(B)] struct S;"),
    ("#[doc(hidden)] fn f() {}", "fn f() {}"),
    ("Point { x: x }", "Point { x: y }"),
    ("let a: A = b;", "let a: B = b;"),
];

#[test]
fn formatting_means_nothing() {
    for (one, other) in SAME {
        assert_eq!(hash(one), hash(other), "{one}\n\nand\n\n{other}");
    }
}

#[test]
fn an_edit_shows() {
    for (one, other) in DIFFERENT {
        assert_ne!(hash(one), hash(other), "{one}\n\nand\n\n{other}");
    }
}

#[test]
fn the_hash_is_the_same_on_every_machine_and_in_every_version() {
    let text = "#[migration(revision = \"a1\", down_revision = None)]\nmod m { fn upgrade(op: &mut Op) { op.execute(\"x\"); } }";
    // Computed by hand from the tokens: kind, text, the byte 0xFF.
    assert_eq!(
        hash(text).to_string(),
        "79cc65abc691403bbeed119ab95094119248b864fdd9872626ef0c33220ac266"
    );
}
