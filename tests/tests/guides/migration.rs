//! Code of a guide, as the one migration that is new.

use migrate_tests::{Project, Transcript, on};

use crate::BEGIN;
use crate::block::Block;

const FILE: &str = "migrations/src/versions/b2b2b2b2b2b2_block.rs";

/// What does not hold of it.
pub(crate) fn complaint(block: &Block, project: &Project) -> Option<String> {
    project.write(FILE, &source(block));
    let lint = lint(block, project);
    if !matches!(lint.status, Some(0 | 3)) {
        return Some(lint.to_string());
    }
    let mut complaint = None;
    if !block.is("bad") {
        if lint.status != Some(0) {
            return Some(lint.to_string());
        }
        on(block.backend(), |database| {
            let proof = test(project, database.url());
            complaint = (proof.status != Some(0)).then(|| proof.to_string());
        });
        return complaint;
    }
    for rule in block.rules() {
        if !lint.out().contains(&format!(" {rule}")) {
            return Some(format!("`lint` does not find {rule}\n{lint}"));
        }
    }
    if block.is("test") {
        on(block.backend(), |database| {
            let proof = test(project, database.url());
            complaint = (proof.status != Some(3)).then(|| proof.to_string());
        });
    } else if block.rules().next().is_none() {
        return Some("nothing says what is bad".to_owned());
    }
    complaint
}

fn lint(block: &Block, project: &Project) -> Transcript {
    let backend = block.backend().name();
    project
        .migrate(["lint", "--since", BEGIN.id, "--backend", backend])
        .run()
}

fn test(project: &Project, url: &str) -> Transcript {
    project
        .migrate([
            "test",
            "--since",
            BEGIN.id,
            "--rows",
            "20",
            "--database",
            url,
        ])
        .run()
}

/// The whole file. A block without a way back does not show it.
fn source(block: &Block) -> String {
    let irreversible = if block.text.contains("fn downgrade(") {
        ""
    } else {
        ", irreversible = \"the guide does not show it\""
    };
    let lines = block.text.lines().flat_map(|line| ["    ", line, "\n"]);
    let body: String = lines.collect();
    let id = BEGIN.id;
    format!(
        "//! A block of a guide\n\nuse migrate_runtime::prelude::*;\n\n\
         #[migration(revision = \"b2b2b2b2b2b2\", down_revision = \"{id}\"{irreversible})]\n\
         mod block {{\n    use super::*;\n\n{body}}}\n"
    )
}
