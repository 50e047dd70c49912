//! The rules of ARCHITECTURE.md that a machine can check, read off the sources.

use std::fs;
use std::path::{Path, PathBuf};

use migrate_tests::checkout;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The crates that users get; the tests and the examples are not among them.
const CRATES: [&str; 4] = [
    "cargo-migrate",
    "migrate-graph",
    "migrate-macros",
    "migrate-runtime",
];

/// Where printing is allowed: modules by their path without `.rs`.
const PRINTERS: [&str; 3] = [
    "migrate-runtime/src/output",
    "migrate-runtime/src/cli",
    "cargo-migrate/src/terminal",
];

/// Where files stand that only become Rust when the plugin writes them.
const TEMPLATES: &str = "cargo-migrate/templates/";

#[test]
fn modules_of_the_runtime_import_only_from_floors_below() {
    let source = checkout::root().join("migrate-runtime/src");
    let floors = declared_modules(&tokens(&source.join("lib.rs")));
    assert!(floors.len() > 3, "lib.rs lists the floors: {floors:?}");
    let mut broken = Vec::new();
    for file in sources(&source) {
        let place = module_path(file.strip_prefix(&source).expect("below the source folder"));
        let Some(own) = place.first().and_then(|module| floor(&floors, module)) else {
            continue;
        };
        for import in crate_imports(tokens(&file), place.len()) {
            if floor(&floors, &import).is_none_or(|imported| imported > own) {
                broken.push(format!("{} imports crate::{import}", shown(&file)));
            }
        }
    }
    assert_none(&broken, "imports from a floor that is not below");
}

#[test]
fn every_file_opens_by_saying_why_it_exists() {
    let silent: Vec<_> = sources(checkout::root())
        .into_iter()
        .filter(|file| !shown(file).starts_with(TEMPLATES) && !read(file).starts_with("//! "))
        .map(|file| shown(&file))
        .collect();
    assert_none(&silent, "files that do not open with `//! `");
}

#[test]
fn no_file_is_a_drawer_for_leftovers() {
    let drawers: Vec<_> = sources(checkout::root())
        .into_iter()
        .filter(|file| module_path(file).last().is_some_and(|name| is_drawer(name)))
        .map(|file| shown(&file))
        .collect();
    assert_none(&drawers, "files named after no concept");
}

#[test]
fn only_the_output_modules_print() {
    let printers: Vec<_> = shipped_sources()
        .map(|file| (shown(&file), file))
        .filter(|(shown, _)| !PRINTERS.iter().any(|printer| shown.starts_with(printer)))
        .filter(|(_, file)| any(&tokens(file), &is_printing))
        .map(|(shown, _)| shown)
        .collect();
    assert_none(&printers, "files that print");
}

#[test]
fn nothing_is_left_to_do_in_what_ships() {
    let unfinished: Vec<_> = shipped_sources()
        .filter(|file| {
            any(&tokens(file), &|trees, at| {
                is_macro(trees, at, &["todo", "unimplemented", "dbg"])
            })
        })
        .map(|file| shown(&file))
        .collect();
    assert_none(
        &unfinished,
        "files with `todo!`, `unimplemented!` or `dbg!`",
    );
}

#[test]
fn architecture_md_names_every_floor_and_dependency() {
    let document = read(&checkout::root().join("ARCHITECTURE.md"));
    let floors = declared_modules(&tokens(
        &checkout::root().join("migrate-runtime/src/lib.rs"),
    ));
    let unnamed: Vec<_> = floors
        .into_iter()
        .filter(|name| name != "prelude")
        .chain(
            CRATES
                .iter()
                .flat_map(|name| dependencies(&checkout::root().join(name).join("Cargo.toml"))),
        )
        .filter(|name| !document.contains(&format!("`{name}`")))
        .collect();
    assert_none(
        &unnamed,
        "floors and dependencies that ARCHITECTURE.md does not name",
    );
}

#[test]
fn architecture_md_points_at_what_exists() {
    let document = read(&checkout::root().join("ARCHITECTURE.md"));
    let lost: Vec<_> = document
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| code.contains('/') && !code.contains(char::is_whitespace))
        .filter(|path| !checkout::root().join(path).exists())
        .map(str::to_owned)
        .collect();
    assert_none(&lost, "paths of ARCHITECTURE.md that do not exist");
}

#[test]
fn imports_are_found_in_every_form() {
    let code = "
        use crate::schema::Table;
        use crate::{op, plan::Walk, error::{Error, Kind}};
        use super::super::ledger;
        use super::sibling;
        fn f() { crate::executor::run(\"crate::cli\") } // crate::output
        mod tests { use crate::testing; }
    ";
    let found = crate_imports(code.parse().expect("valid tokens"), 2);
    assert_eq!(
        found,
        ["schema", "op", "plan", "error", "ledger", "executor"]
    );
}

#[test]
fn printing_is_found_in_every_form() {
    let prints = |code: &str| any(&code.parse().expect("valid tokens"), &is_printing);
    for code in [
        "println!()",
        "{ eprint!(\"x\") }",
        "std::io::stdout().lock()",
        "io::stderr()",
    ] {
        assert!(prints(code), "{code}");
    }
    for code in [
        "// println!()",
        "command.stdout(Stdio::piped())",
        "let stdout = 1;",
        "writeln!(f)",
        "\"println!\"",
    ] {
        assert!(!prints(code), "{code}");
    }
}

/// The names under `[dependencies]` of a manifest.
fn dependencies(manifest: &Path) -> Vec<String> {
    let manifest: toml::Table = toml::from_str(&read(manifest)).expect("cargo reads it too");
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    dependencies
        .into_iter()
        .flat_map(toml::Table::keys)
        .cloned()
        .collect()
}

fn is_drawer(name: &str) -> bool {
    ["common", "helper", "helpers", "misc", "util", "utils"].contains(&name)
}

fn is_printing(trees: &[TokenTree], at: usize) -> bool {
    is_macro(trees, at, &["print", "println", "eprint", "eprintln"])
        || is_standard_stream(trees, at)
}

/// A call of `stdout()` or `stderr()` that is neither a method nor a definition.
fn is_standard_stream(trees: &[TokenTree], at: usize) -> bool {
    let named = ident(trees, at).is_some_and(|name| name == "stdout" || name == "stderr");
    let called = matches!(trees.get(at + 1), Some(TokenTree::Group(group))
        if group.delimiter() == Delimiter::Parenthesis && group.stream().is_empty());
    let before = at
        .checked_sub(1)
        .and_then(|before| trees.get(before))
        .map(ToString::to_string);
    named && called && !matches!(before.as_deref(), Some("." | "fn"))
}

fn is_macro(trees: &[TokenTree], at: usize, names: &[&str]) -> bool {
    ident(trees, at).is_some_and(|name| names.contains(&name.as_str())) && punct(trees, at + 1, '!')
}

/// Whether a pattern holds anywhere in a stream, groups included, modules of tests excluded.
fn any(stream: &TokenStream, pattern: &dyn Fn(&[TokenTree], usize) -> bool) -> bool {
    let trees: Vec<_> = stream.clone().into_iter().collect();
    (0..trees.len()).any(|at| {
        let inner = group(&trees, at).filter(|_| !holds_tests(&trees, at));
        pattern(&trees, at) || inner.is_some_and(|inner| any(&inner, pattern))
    })
}

/// The names of the modules that a file declares, in order.
fn declared_modules(stream: &TokenStream) -> Vec<String> {
    let trees: Vec<_> = stream.clone().into_iter().collect();
    (0..trees.len())
        .filter(|&at| {
            ident(&trees, at).is_some_and(|word| word == "mod") && punct(&trees, at + 2, ';')
        })
        .filter_map(|at| ident(&trees, at + 1))
        .collect()
}

/// The first segment after the crate root of every path that starts there, for a module at some depth below the root.
fn crate_imports(stream: TokenStream, depth: usize) -> Vec<String> {
    let trees: Vec<_> = stream.into_iter().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < trees.len() {
        if let Some(after) = root_path(&trees, at, depth) {
            found.extend(first_segments(&trees, after));
            at = after;
        } else if let Some(inner) = group(&trees, at).filter(|_| !holds_tests(&trees, at)) {
            found.extend(crate_imports(inner, depth));
        }
        at += 1;
    }
    found
}

/// The index after `crate::`, or after as many `super::` as lead out of the module.
fn root_path(trees: &[TokenTree], at: usize, depth: usize) -> Option<usize> {
    let step = |at: usize, word: &str| {
        (ident(trees, at)? == word && punct(trees, at + 1, ':') && punct(trees, at + 2, ':'))
            .then_some(at + 3)
    };
    step(at, "crate").or_else(|| (0..depth).try_fold(at, |at, _| step(at, "super")))
}

fn first_segments(trees: &[TokenTree], at: usize) -> Vec<String> {
    let Some(inner) = group(trees, at) else {
        return ident(trees, at).into_iter().collect();
    };
    let inner: Vec<_> = inner.into_iter().collect();
    (0..inner.len())
        .filter(|&index| index == 0 || punct(&inner, index - 1, ','))
        .filter_map(|index| ident(&inner, index))
        .collect()
}

/// Whether the group at an index is the body of `mod tests`.
fn holds_tests(trees: &[TokenTree], at: usize) -> bool {
    at >= 2
        && ident(trees, at - 2).is_some_and(|word| word == "mod")
        && ident(trees, at - 1).is_some_and(|word| word == "tests")
}

fn ident(trees: &[TokenTree], at: usize) -> Option<String> {
    match trees.get(at)? {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    }
}

fn punct(trees: &[TokenTree], at: usize, character: char) -> bool {
    matches!(trees.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

fn group(trees: &[TokenTree], at: usize) -> Option<TokenStream> {
    match trees.get(at)? {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    }
}

fn floor(floors: &[String], module: &str) -> Option<usize> {
    floors.iter().position(|floor| floor == module)
}

/// The modules that a file's relative path stands for: `op/mod.rs` is `op`, `op/table.rs` is `op`, `table`.
fn module_path(file: &Path) -> Vec<String> {
    let mut modules: Vec<_> = file
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    modules.pop_if(|last| last == "mod" || last == "lib");
    modules
}

fn shipped_sources() -> impl Iterator<Item = PathBuf> {
    CRATES
        .iter()
        .flat_map(|name| sources(&checkout::root().join(name).join("src")))
}

/// Every `.rs` file below a folder, sorted, but for what cargo and git keep.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in
            fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display()))
        {
            let path = entry.expect("listing the sources").path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() && !path.join("CACHEDIR.TAG").exists() && !name.starts_with('.') {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn tokens(file: &Path) -> TokenStream {
    read(file)
        .parse()
        .unwrap_or_else(|error| panic!("{}: {error}", shown(file)))
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", shown(file)))
}

fn shown(file: &Path) -> String {
    file.strip_prefix(checkout::root())
        .unwrap_or(file)
        .display()
        .to_string()
}

#[track_caller]
fn assert_none(found: &[String], what: &str) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}
