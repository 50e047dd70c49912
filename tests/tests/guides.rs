//! The guides in `docs/` keep their word: their commands run, their good code is proven, their bad code is found.
//!
//! A block says with the words behind its language how it is meant:
//!
//! - `rust`: the functions of a migration. `lint` finds no error in it, and `test` proves it.
//! - `rust,bad,LK01`: `lint` finds that; `rust,bad,test`: `test` fails.
//! - `console`: commands behind `$ ` and what they print; `…` stands for anything. A command fails if an error is shown.
//! - `postgres`, `mysql`: the database; SQLite where none is named.
//!
//! A comment `<!-- given … -->` before a block is a script that runs first.

#[path = "guides/block.rs"]
mod block;
#[path = "guides/console.rs"]
mod console;
#[path = "guides/migration.rs"]
mod migration;

use std::collections::BTreeSet;
use std::fs;

use migrate_tests::{Backend, Project, Revision, checkout};

use block::{Block, Language};

/// What every block stands on.
const BEGIN: Revision<'_> = Revision {
    id: "a1a1a1a1a1a1",
    down: &[],
    message: "Begin",
    upgrade: r#"op.create_table("users", |t| {
            t.column("id", BigInt).primary_key();
            t.column("name", varchar(200));
            t.column("email", varchar(200)).nullable();
        });
        op.create_table("posts", |t| {
            t.column("id", BigInt).primary_key();
            t.column("user_id", BigInt);
            t.column("title", Text);
        });"#,
    downgrade: r#"op.drop_table("posts");
        op.drop_table("users");"#,
};

/// All blocks share one folder, so that one runs after the other.
fn project() -> Project {
    Project::named("guides")
        .migration_crate(&Backend::ALL)
        .revision(&BEGIN)
        .file(".gitignore", "target/\n")
        .create()
}

fn read(guide: &str) -> String {
    let path = checkout::root().join("docs").join(guide);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Runs every block and tells of all that do not hold.
fn holds(guide: &str, at_least: usize) {
    let blocks = block::blocks(&read(guide));
    assert!(
        blocks.len() >= at_least,
        "{guide} has {} blocks",
        blocks.len()
    );
    let complaints: Vec<_> = blocks
        .iter()
        .filter_map(|block| {
            Some(format!(
                "docs/{guide}:{}: {}",
                block.line,
                complaint(block)?
            ))
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

fn complaint(block: &Block) -> Option<String> {
    let project = project();
    match block.language {
        Language::Rust => migration::complaint(block, &project),
        Language::Console => console::complaint(block, &project),
    }
}

#[test]
fn migration_guide() {
    holds("guide.md", 25);
}

#[test]
fn deployment_playbook() {
    holds("deployment.md", 5);
}

#[test]
fn staging() {
    holds("staging.md", 3);
}

/// A link leads to a file of the repository, and to a heading that it has.
#[test]
fn links_lead_somewhere() {
    let link = regex::Regex::new(r"\]\(([a-z.]+\.md)(?:#([a-z0-9-]+))?\)").expect("a pattern");
    for guide in ["guide.md", "deployment.md", "staging.md"] {
        for found in link.captures_iter(&read(guide)) {
            let target = read(&found[1]);
            let Some(anchor) = found.get(2) else {
                continue;
            };
            let headings: BTreeSet<_> = (target.lines())
                .filter(|line| line.starts_with('#'))
                .map(|line| {
                    line.trim_start_matches('#')
                        .trim()
                        .to_lowercase()
                        .replace(' ', "-")
                })
                .collect();
            assert!(headings.contains(anchor.as_str()), "{guide}: {}", &found[0]);
        }
    }
}
