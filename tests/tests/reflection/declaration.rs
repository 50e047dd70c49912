//! What is printed as `table!`, the declaration reads back as the schema that was printed.

use std::path::Path;
use std::process::Command;

use migrate_runtime::autogenerate::{
    Declared, Difference, Ownership, Style, compare, declaration, declared,
};
use migrate_runtime::backend::Reflected;
use migrate_runtime::connection::BackendKind;
use migrate_runtime::registry::Declaration;
use migrate_runtime::schema::{Name, NamingConvention, Rule, Schema};
use migrate_tests::Database;

use crate::generate;
use crate::palette::Palette;
use crate::round_trip::{each_seed, same};

/// Prints the palette's number of schemas and reads them back.
pub(crate) fn run(palette: &dyn Palette, database: &Database) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    each_seed(palette.schemas(), |seed| {
        let mut session = palette.session(database, &format!("seed {seed}"));
        session.apply(generate::operations(seed, palette));
        let found = session.reflect();
        let convention = NamingConvention::default();
        let printed = declaration(&found, &session.server, &convention, Style::Full);
        let read = read_back(&printed.source, session.server.kind);
        same(&session, &read.schema, &said(&found));
        let again = declaration(
            &session.reflect(),
            &session.server,
            &convention,
            Style::Full,
        );
        assert_eq!(again, printed, "printed twice");
        let plain = declaration(&found, &session.server, &convention, Style::Plain);
        read_back(&plain.source, session.server.kind);
        for (style, text) in [("full", &printed.source), ("plain", &plain.source)] {
            let path = folder.path().join(format!("{style}_{seed}.rs"));
            std::fs::write(path, text).expect("a temporary file");
        }
        // A reference to a table that cannot be declared cannot be declared either, and so seems to be one too many.
        if printed
            .unsaid
            .iter()
            .any(|what| what.starts_with("a constraint"))
        {
            return;
        }
        let compared = compare(
            &found,
            &read,
            &Ownership::default(),
            &session.server,
            &convention,
        );
        let words: Vec<_> = compared
            .differences
            .iter()
            .map(Difference::describe)
            .collect();
        assert_eq!(words, [""; 0], "{}", printed.source);
    });
    leaves_nothing_to_rustfmt(folder.path());
}

/// Insists that rustfmt prints the files as they are.
fn leaves_nothing_to_rustfmt(folder: &Path) {
    let entries = std::fs::read_dir(folder).expect("a temporary folder");
    let paths: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    for some in paths.chunks(100) {
        let checked = Command::new("rustfmt")
            .args(["--edition", "2024", "--check"])
            .args(some)
            .output()
            .expect("rustfmt is a part of every toolchain");
        let differences = String::from_utf8_lossy(&checked.stdout);
        assert!(checked.status.success(), "{differences}");
    }
}

fn read_back(source: &str, kind: BackendKind) -> Declared {
    let file = Declaration {
        crate_name: "app",
        path: "src/schema.rs",
        text: source.to_owned().leak(),
    };
    declared(&[file], kind, &NamingConvention::default())
        .unwrap_or_else(|error| panic!("{error}\n{source}"))
}

/// The part of a schema that `table!` has words for.
fn said(found: &Reflected) -> Schema {
    let mut said = Schema {
        tables: found.schema.tables.clone(),
        enums: found.schema.enums.clone(),
        ..Schema::default()
    };
    let is_word = |name: &str| {
        name.chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
            && !name.starts_with(|first: char| first.is_ascii_digit())
    };
    let declarable = |schema: Option<&str>| schema.is_none_or(is_word);
    said.tables
        .retain(|name, _| declarable(name.schema.as_ref().map(Name::as_str)));
    let tables = said.tables.clone();
    for table in said.tables.values_mut() {
        table
            .constraints
            .retain(|constraint| match &constraint.rule {
                Rule::ForeignKey(key) => tables.contains_key(&key.table),
                Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Check(_) | Rule::Exclude(_) => true,
            });
    }
    let used = said.clone();
    said.enums.retain(|name, made| {
        made.comment = None;
        used.tables_with_enum(name).next().is_some()
    });
    said
}
