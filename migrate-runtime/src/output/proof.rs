//! What a proof found: a line for each revision, what is wrong under it, and how far it is while it goes.

use std::io::{self, IsTerminal as _};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::history::first_line;
use super::revisions::{counted, line};
use super::{Output, Page, Reader, Role, Verbosity, duration};
use crate::testing::{Finding, Outcome, Progress, Report, RevisionReport};

/// How long a proof may say nothing where nobody watches a terminal.
const SILENCE: Duration = Duration::from_secs(10);

/// What each revision showed, what is wrong with the whole, and the total.
pub fn proof(page: &mut Page, report: &Report) {
    for proven in &report.revisions {
        revision(page, proven);
    }
    for found in &report.findings {
        finding(page, found);
    }
    for note in &report.notes {
        page.put(Role::Muted, note).end();
    }
    total(page, report);
}

fn revision(page: &mut Page, report: &RevisionReport) {
    let (role, word) = match report.outcome {
        Outcome::Proven => (Role::Good, "proven"),
        Outcome::UpOnly => (Role::Warning, "up only"),
        Outcome::Failed => (Role::Bad, "FAILED"),
        Outcome::Known => (Role::Muted, "known"),
        Outcome::NotReached => (Role::Warning, "not reached"),
    };
    page.put(role, format!("{word:<11}")).plain("  ");
    line(page, &report.revision, first_line(&report.message)).end();
    if !report.findings.is_empty() {
        page.put(Role::Muted, format!("  {}", report.path)).end();
    }
    for found in &report.findings {
        finding(page, found);
    }
}

fn finding(page: &mut Page, finding: &Finding) {
    page.plain("  ")
        .put(Role::Bad, finding.check.to_string())
        .plain(": ");
    let mut lines = finding.message.lines();
    page.plain(lines.next().unwrap_or_default());
    page.plain(if finding.differences.is_empty() {
        ""
    } else {
        ":"
    })
    .end();
    for line in lines {
        page.block(Role::Plain, 4, line);
    }
    for difference in &finding.differences {
        page.plain("    - ").plain(difference).end();
    }
    if !finding.rows.is_empty() {
        page.plain("    over these rows:").end();
    }
    for row in &finding.rows {
        page.block(Role::Plain, 6, row);
    }
    page.block(Role::Muted, 4, &finding.help);
    for line in &finding.fix {
        page.block(Role::Command, 8, line);
    }
}

fn total(page: &mut Page, report: &Report) {
    let revisions = counted(report.revisions.len(), "revision");
    let time = duration::spoken(report.duration);
    let tested = report.tested();
    match report.count() {
        // A note says that nothing is new.
        0 if tested == 0 && !report.revisions.is_empty() => return,
        0 if tested < report.revisions.len() => {
            page.put(Role::Good, format!("{tested} of {revisions} proven"))
        }
        0 => page.put(Role::Good, format!("{revisions} proven")),
        found => page
            .put(Role::Bad, counted(found, "finding"))
            .plain(format!(" in {revisions}")),
    };
    page.plain(format!(" on {} in {time}", report.server)).end();
}

/// Tells people how far a proof is: on one line of a terminal, or now and then where nobody watches.
pub struct Proving<'a> {
    shown: Mutex<Shown<'a>>,
}

struct Shown<'a> {
    output: &'a mut Output,
    live: bool,
    /// When it was last said, and on a terminal whether a line stands there.
    told: Instant,
    open: bool,
}

impl<'a> Proving<'a> {
    /// Tells it on stderr, unless nobody wants to know.
    pub fn new(output: &'a mut Output) -> Self {
        let live = io::stderr().is_terminal();
        Self {
            shown: Mutex::new(Shown {
                output,
                live,
                told: Instant::now(),
                open: false,
            }),
        }
    }

    /// Called at each revision that is done, from any thread.
    pub fn tell(&self, progress: Progress<'_>) {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.tell(&progress);
    }
}

impl Shown<'_> {
    fn tell(&mut self, progress: &Progress<'_>) {
        let is_watched =
            self.output.reader() == Reader::Person && self.output.verbosity() > Verbosity::Quiet;
        let waits = !self.live && self.told.elapsed() < SILENCE;
        if !is_watched || waits {
            return;
        }
        self.told = Instant::now();
        let words = words(progress);
        if self.live {
            self.output.live_line(&words);
            self.open = true;
        } else {
            self.output.note(&words);
        }
    }
}

/// `12 of 100 revisions, at a1b2c3d4e5f6, 1.2 s left`
fn words(progress: &Progress<'_>) -> String {
    let Progress {
        revision,
        done,
        total,
        left,
    } = progress;
    let left = duration::spoken(*left);
    format!(
        "{done} of {}, at {revision}, {left} left",
        counted(*total, "revision")
    )
}

/// What comes next begins on a free line.
impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if self.open {
            self.output.live_line("");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_says_how_long_it_will_take() {
        let progress = Progress {
            revision: "a1",
            done: 3,
            total: 12,
            left: Duration::from_millis(4_500),
        };
        assert_eq!(words(&progress), "3 of 12 revisions, at a1, 4.5 s left");
    }
}
