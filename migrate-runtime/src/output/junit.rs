//! A proof's result as `JUnit` XML, which servers of continuous integration read.

use std::fmt::Write as _;
use std::time::Duration;

use crate::testing::{Finding, Outcome, Report, RevisionReport};

/// The whole document: a test case for each revision, and one for the history as a whole.
#[must_use]
pub fn junit(report: &Report) -> String {
    let mut cases = String::new();
    for revision in &report.revisions {
        push_revision(&mut cases, revision);
    }
    push_case(
        &mut cases,
        "the whole history",
        "",
        Duration::ZERO,
        &report.findings,
    );
    let failed = report
        .revisions
        .iter()
        .filter(|one| !one.findings.is_empty());
    let failures = failed.count() + usize::from(!report.findings.is_empty());
    let tests = report.revisions.len() + 1;
    let time = report.duration.as_secs_f64();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites>\n<testsuite name=\"cargo migrate test on {}\" tests=\"{tests}\" failures=\"{failures}\" time=\"{time:.3}\">\n\
         {cases}</testsuite>\n</testsuites>\n",
        escaped(&report.server)
    )
}

fn push_revision(cases: &mut String, revision: &RevisionReport) {
    let name = format!("{} {}", revision.revision, revision.message);
    if revision.outcome == Outcome::NotReached {
        // Writing to a string does not fail.
        let _ = writeln!(
            cases,
            "<testcase classname=\"migrations\" name=\"{}\" file=\"{}\"><skipped/></testcase>",
            escaped(&name),
            escaped(&revision.path)
        );
        return;
    }
    push_case(
        cases,
        &name,
        &revision.path,
        revision.duration,
        &revision.findings,
    );
}

fn push_case(cases: &mut String, name: &str, path: &str, time: Duration, findings: &[Finding]) {
    let file = if path.is_empty() {
        String::new()
    } else {
        format!(" file=\"{}\"", escaped(path))
    };
    let _ = write!(
        cases,
        "<testcase classname=\"migrations\" name=\"{}\"{file} time=\"{:.3}\"",
        escaped(name),
        time.as_secs_f64()
    );
    if findings.is_empty() {
        cases.push_str("/>\n");
        return;
    }
    cases.push_str(">\n");
    for finding in findings {
        let _ = writeln!(
            cases,
            "<failure type=\"{}\" message=\"{}\">{}</failure>",
            finding.check.as_str(),
            escaped(&finding.message),
            escaped(&detail(finding))
        );
    }
    cases.push_str("</testcase>\n");
}

fn detail(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    for difference in &finding.differences {
        let _ = write!(text, "\n- {difference}");
    }
    for row in &finding.rows {
        let _ = write!(text, "\nover {row}");
    }
    let _ = write!(text, "\n{}", finding.help);
    for line in &finding.fix {
        let _ = write!(text, "\n    {line}");
    }
    text
}

/// Text between tags and in attributes; what XML cannot hold at all becomes a replacement character.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push(' '),
            character if character.is_control() => safe.push('\u{fffd}'),
            character => safe.push(character),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Check;

    #[test]
    fn a_finding_is_a_failure_and_nothing_breaks_the_document() {
        let finding = Finding {
            check: Check::Stairway,
            message: "its downgrade forgets".into(),
            differences: vec!["drop index `a<b>\u{7}`".into()],
            rows: Vec::new(),
            help: "do it".into(),
            fix: vec!["op.drop_index(\"t\", [\"a\"]);".into()],
        };
        let report = Report {
            server: "SQLite 3.50.4".into(),
            seed: 1,
            revisions: vec![RevisionReport {
                revision: "a1".into(),
                message: "Add \"x\" & y".into(),
                path: "src/versions/a1_x.rs".into(),
                outcome: Outcome::Failed,
                irreversible: None,
                findings: vec![finding],
                duration: Duration::from_millis(1_500),
            }],
            findings: Vec::new(),
            notes: Vec::new(),
            cells: 0,
            duration: Duration::from_secs(2),
        };
        assert_eq!(
            junit(&report),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites>\n\
             <testsuite name=\"cargo migrate test on SQLite 3.50.4\" tests=\"2\" failures=\"1\" time=\"2.000\">\n\
             <testcase classname=\"migrations\" name=\"a1 Add &quot;x&quot; &amp; y\" file=\"src/versions/a1_x.rs\" time=\"1.500\">\n\
             <failure type=\"stairway\" message=\"its downgrade forgets\">its downgrade forgets&#10;- drop index \
             `a&lt;b&gt;\u{fffd}`&#10;do it&#10;    op.drop_index(&quot;t&quot;, [&quot;a&quot;]);</failure>\n\
             </testcase>\n\
             <testcase classname=\"migrations\" name=\"the whole history\" time=\"0.000\"/>\n\
             </testsuite>\n</testsuites>\n"
        );
    }
}
