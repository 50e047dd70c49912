//! What `lint` found, for people and for forges, and what its rules say.

use std::fmt::Write as _;
use std::path::Path;

use super::revisions::{counted, field};
use super::{Page, Role};
use crate::command::{ClaimedLock, LintClaim, LintRule, LintRules};
use crate::lint::{Allowed, Finding, Level, Report, Sized, TakenLock, Unused};
use crate::plan::Direction;

/// Every finding in full, and how many there are.
pub fn report(page: &mut Page, report: &Report) {
    for one in &report.findings {
        finding(page, one);
        page.end();
    }
    for one in &report.unused {
        unused(page, one);
    }
    for one in &report.allowed {
        allowed(page, one);
    }
    total(page, report);
}

fn finding(page: &mut Page, finding: &Finding) {
    page.put(
        role(finding.level),
        format!("{} {}", finding.level.as_str(), finding.rule),
    )
    .plain("  ")
    .put(Role::Heading, &finding.message)
    .end();
    field(page, "  at")
        .plain(format!("{}:{}  ", finding.file, finding.line))
        .put(Role::Revision, &finding.revision)
        .plain(format!(
            "  step {} of `{}`",
            finding.step,
            function(finding)
        ))
        .end();
    if let Some(statement) = &finding.statement {
        said(page, "  sql", Role::Muted, statement);
    }
    for lock in &finding.locks {
        field(page, "  lock").plain(taken(lock));
        if let Some(work) = finding.work {
            page.plain(format!(", while the server {}", work.words()));
        }
        page.end();
    }
    for table in &finding.tables {
        field(page, "  size").plain(size(table)).end();
    }
    said(page, "  why", Role::Plain, finding.why);
    said(page, "  instead", Role::Good, &finding.safe);
}

/// The function that holds the step, as its author calls it.
const fn function(finding: &Finding) -> &'static str {
    match finding.direction {
        Direction::Up => "upgrade",
        Direction::Down => "downgrade",
    }
}

const fn role(level: Level) -> Role {
    match level {
        Level::Error => Role::Bad,
        Level::Warning | Level::Off => Role::Warning,
    }
}

fn taken(lock: &TakenLock) -> String {
    format!("{} on `{}` blocks {}", lock.mode, lock.table, lock.blocks)
}

fn size(sized: &Sized) -> String {
    let rows = format!("`{}` has about {}", sized.table, rows(sized.rows));
    match sized.bytes {
        Some(bytes) => format!("{rows}, {} MB", bytes.div_ceil(1024 * 1024)),
        None => rows,
    }
}

fn rows(count: u64) -> String {
    match count {
        1 => "1 row".to_owned(),
        _ => format!("{count} rows"),
    }
}

/// A field whose value may have several lines.
fn said(page: &mut Page, name: &str, role: Role, text: &str) {
    for (place, line) in text.lines().enumerate() {
        field(page, if place == 0 { name } else { "" })
            .put(role, line.trim_end())
            .end();
    }
}

fn unused(page: &mut Page, unused: &Unused) {
    page.put(Role::Warning, "warning")
        .plain(format!(
            "  `allow({})` of revision {} is not needed ({})",
            unused.rule, unused.revision, unused.file
        ))
        .end();
}

fn allowed(page: &mut Page, allowed: &Allowed) {
    let Finding {
        rule, file, line, ..
    } = &allowed.finding;
    let text = format!("allowed {rule} at {file}:{line}: {}", allowed.reason);
    page.put(Role::Muted, text).end();
}

fn total(page: &mut Page, report: &Report) {
    let looked = format!(
        "in {} for {}",
        counted(report.revisions.len(), "revision"),
        report.server
    );
    let (errors, warnings) = (report.count(Level::Error), report.warnings());
    if errors + warnings == 0 {
        page.put(Role::Good, "no findings")
            .plain(format!(" {looked}"))
            .end();
        return;
    }
    let counts = [(errors, "error"), (warnings, "warning")];
    let counts: Vec<_> = (counts.into_iter())
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| counted(count, noun))
        .collect();
    page.plain(format!("{} {looked}", counts.join(", "))).end();
}

/// Findings as workflow commands of GitHub Actions, which shows them beside the code. Their files begin at the root of the
/// repository, where the workspace stands in the folder `workspace`.
#[must_use]
pub fn github(report: &Report, workspace: &str) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let place = format!(
            "file={},line={},title={}",
            property(&below(workspace, &finding.file)),
            finding.line,
            property(&format!("{}: {}", finding.rule, finding.title))
        );
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "::{} {place}::{}",
            finding.level.as_str(),
            value(&message(finding))
        );
    }
    for one in &report.unused {
        let said = format!(
            "`allow({})` of revision {} is not needed",
            one.rule, one.revision
        );
        let _ = writeln!(
            text,
            "::warning file={}::{}",
            property(&below(workspace, &one.file)),
            value(&said)
        );
    }
    text
}

/// A file's path inside the repository; one that stands outside of the workspace has a path of its own.
fn below(workspace: &str, file: &str) -> String {
    if workspace.is_empty() || Path::new(file).is_absolute() {
        file.to_owned()
    } else {
        format!("{workspace}/{file}")
    }
}

fn message(finding: &Finding) -> String {
    let mut lines = vec![finding.message.clone()];
    lines.extend(finding.locks.iter().map(taken));
    lines.push(finding.why.to_owned());
    lines.push(format!("Instead:\n{}", finding.safe));
    lines.join("\n")
}

/// A command ends with its line, and a percent sign begins an escape.
fn value(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Colons and commas end a property.
fn property(text: &str) -> String {
    value(text).replace(':', "%3A").replace(',', "%2C")
}

/// One line for each rule, under the heading of its group.
pub fn rules(page: &mut Page, report: &LintRules) {
    let mut group = "";
    for rule in &report.rules {
        if rule.group != group {
            if !group.is_empty() {
                page.end();
            }
            group = rule.group;
            page.put(Role::Heading, group).end();
        }
        let servers: Vec<_> = rule
            .holds_for
            .iter()
            .map(|claim| claim.server.as_str())
            .collect();
        page.put(Role::Name, rule.id)
            .put(role(rule.level), format!("  {:<7}", rule.level.as_str()))
            .plain(format!("  {}  ", rule.title))
            .put(Role::Muted, servers.join(", "))
            .end();
    }
}

/// Everything that a rule says.
pub fn explanation(page: &mut Page, rule: &LintRule) {
    page.put(Role::Name, rule.id)
        .plain("  ")
        .put(Role::Heading, rule.title)
        .end();
    field(page, "group").plain(rule.group).end();
    field(page, "level")
        .put(role(rule.level), rule.level.as_str())
        .end();
    for claim in &rule.holds_for {
        field(page, "on").plain(claimed(claim)).end();
    }
    said(page, "why", Role::Plain, rule.why);
    said(page, "instead", Role::Good, rule.safe);
    let accept = format!(
        "#[migration(…, allow({} = \"why it is acceptable here\"))]",
        rule.id
    );
    field(page, "accept").put(Role::Command, accept).end();
}

fn claimed(claim: &LintClaim) -> String {
    let locks: Vec<_> = claim.locks.iter().map(locked).collect();
    match claim.work {
        None => claim.server.clone(),
        Some(work) => format!(
            "{}: {}, while the server {}",
            claim.server,
            locks.join(" and "),
            work.words()
        ),
    }
}

fn locked(lock: &ClaimedLock) -> String {
    let on = match lock.on {
        "referenced" => "the referenced table",
        _ => "the table",
    };
    format!("{} on {on} blocks {}", lock.mode, lock.blocks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_begin_at_the_repository() {
        assert_eq!(below("", "migrations/a.rs"), "migrations/a.rs");
        assert_eq!(
            below("back/end", "migrations/a.rs"),
            "back/end/migrations/a.rs"
        );
        assert_eq!(below("back/end", "/elsewhere/a.rs"), "/elsewhere/a.rs");
    }

    #[test]
    fn annotations_keep_to_their_line_and_their_fields() {
        assert_eq!(value("100 %\r\nof it"), "100 %25%0D%0Aof it");
        assert_eq!(property("a,b:c"), "a%2Cb%3Ac");
    }
}
