//! What findings and rules say to write instead is pasted into a migration crate, which must compile.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use migrate_runtime::lint;
use migrate_tests::{Backend, Project, Revision};

use crate::fixture::{all, linted};

#[test]
fn what_to_write_instead_compiles() {
    let mut blocks: BTreeSet<String> = lint::rules()
        .iter()
        .map(|rule| rule.safe.to_owned())
        .collect();
    for fixture in all() {
        for &backend in fixture.backends {
            let report = linted((fixture.bad)(), backend, fixture.rule);
            blocks.extend(report.findings.into_iter().map(|finding| finding.safe));
        }
    }
    let upgrade = blocks.iter().fold(String::new(), |mut body, code| {
        writeln!(body, "{{\n{code}\n}}").expect("writing to a string");
        body
    });
    let project = Project::named("lint_pasted")
        .migration_crate(&Backend::ALL)
        .revision(&Revision {
            id: "a1a1a1a1a1a1",
            down: &[],
            message: "Paste all",
            upgrade: &upgrade,
            downgrade: "op.drop_table(\"users\");",
        })
        .create();
    let _ = project.cargo(["check"]).run().success();
}
