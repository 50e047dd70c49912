//! Shows a run while it goes: each revision with its time and, for who wants it, each step with its SQL.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use super::rows::Rows;
use super::{Output, Page, Reader, Role, Verbosity, duration, history::first_line};
use crate::backend::Blocker;
use crate::executor::{Event, Observer};
use crate::plan::{PlannedRevision, PlannedStep};

/// The width that long lines should keep to.
const WIDTH: usize = 80;

/// How long a step may say nothing.
const SILENCE: Duration = Duration::from_secs(10);

/// What a time may take of it, at the end of a line.
const TIME: usize = 12;

/// Follows a run and prints it. Says nothing to a program, which gets the report at the end.
pub struct Progress<'a> {
    output: &'a mut Output,
    /// Whether a revision's line is shown while the revision runs, to be written again with its time.
    live: bool,
    /// Whether such a line stands there unfinished.
    open: bool,
    /// When a long step last said how far it is, to who does not watch a terminal.
    told: Instant,
}

impl<'a> Progress<'a> {
    /// Prints to `output`.
    pub fn new(output: &'a mut Output) -> Self {
        let live = io::stdout().is_terminal() && output.verbosity() == Verbosity::Normal;
        Self {
            output,
            live,
            open: false,
            told: Instant::now(),
        }
    }

    fn started(&mut self, revision: &PlannedRevision) {
        let mut page = Page::default();
        name(&mut page, revision);
        if self.live {
            self.print(&page);
            self.open = true;
        } else if self.output.verbosity() == Verbosity::Verbose {
            self.output.aside(page.end());
        }
    }

    fn finished(&mut self, revision: &PlannedRevision, duration: Duration) {
        if self.open {
            self.output.restart_line();
            self.open = false;
        }
        let mut page = Page::default();
        let width = name(&mut page, revision);
        let time = duration::spoken(duration);
        let gap = WIDTH.saturating_sub(width + TIME).max(2);
        page.plain(" ".repeat(gap)).put(Role::Muted, time).end();
        self.print(&page);
    }

    fn step(&mut self, step: &PlannedStep, duration: Duration) {
        let mut page = Page::default();
        for statement in &step.statements {
            page.block(Role::Plain, 6, &statement.sql);
        }
        let code = if step.together.are_several() {
            format!("{} at ", step.together)
        } else if step.statements.is_empty() {
            "Rust code at ".to_owned()
        } else {
            String::new()
        };
        let place = format!(
            "      -- {code}{}, {}",
            step.location,
            duration::spoken(duration)
        );
        page.put(Role::Muted, place).end();
        self.output.aside(&page);
    }

    fn skipped(&mut self, step: &PlannedStep) {
        self.close();
        let what = format!(
            "step {} left out: {}",
            step.number,
            step.operation.describe()
        );
        self.output.note(&what);
    }

    /// Says who keeps a step waiting, and when it is tried again.
    fn held_up(&mut self, step: &PlannedStep, blockers: &[Blocker], pause: Duration) {
        self.close();
        let who = match blockers {
            [] => String::new(),
            [oldest, ..] => format!(": {oldest}"),
        };
        let what = format!(
            "others hold the locks that {} needs{who}; trying again in {}",
            step.together,
            duration::spoken(pause)
        );
        self.output.note(&what);
    }

    /// Shows how far a backfill is: on its revision's line, or now and then where nobody watches.
    fn batch(&mut self, revision: &PlannedRevision, rows: &Rows) {
        let mut page = Page::default();
        if self.open {
            self.output.restart_line();
            name(&mut page, revision);
            page.plain("  ").put(Role::Muted, rows.to_string());
            self.print(&page);
        } else if self.told.elapsed() >= SILENCE {
            self.told = Instant::now();
            page.put(Role::Muted, format!("      -- {rows}")).end();
            self.output.aside(&page);
        }
    }

    /// A remark must not stand in an unfinished line.
    fn close(&mut self) {
        if self.open {
            let mut end = Page::default();
            end.end();
            self.print(&end);
            self.open = false;
        }
    }

    fn print(&mut self, page: &Page) {
        // The run matters more than its being watched.
        let _ = self.output.page(page);
    }
}

impl Observer for Progress<'_> {
    fn observe(&mut self, event: Event<'_>) {
        if self.output.verbosity() == Verbosity::Quiet || self.output.reader() == Reader::Program {
            return;
        }
        match event {
            Event::Waiting { holder } => {
                let who = holder.map_or_else(|| "another run".to_owned(), ToString::to_string);
                self.output
                    .note(&format!("waiting for the migration lock, held by {who}"));
            }
            Event::RevisionStarted { revision, .. } => self.started(revision),
            Event::RevisionFinished {
                revision, duration, ..
            } => self.finished(revision, duration),
            Event::BatchFinished {
                revision,
                rows,
                total,
                earlier,
                elapsed,
                ..
            } => self.batch(
                revision,
                &Rows {
                    done: rows,
                    total,
                    earlier,
                    elapsed,
                },
            ),
            Event::StepFinished { step, duration, .. } => {
                if self.output.verbosity() == Verbosity::Verbose {
                    self.step(step, duration);
                }
            }
            Event::StepSkipped { step, .. } => self.skipped(step),
            Event::HeldUp {
                step,
                blockers,
                pause,
                ..
            } => self.held_up(step, blockers, pause),
            Event::Note { message } => {
                self.close();
                self.output.note(message);
            }
            Event::Planned { .. } | Event::StepStarted { .. } | Event::Finished { .. } => {}
        }
    }
}

/// A failure is reported on a line of its own.
impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.close();
    }
}

/// Writes the direction, the id and as much of the message as fits beside a time; answers the width.
fn name(page: &mut Page, revision: &PlannedRevision) -> usize {
    let word = format!("{:<4}", revision.direction.as_str());
    let id = revision.revision.to_string();
    let room = WIDTH.saturating_sub(word.len() + id.len() + 6 + TIME);
    let message = shortened(first_line(&revision.message), room);
    page.put(Role::Good, &word)
        .plain("  ")
        .put(Role::Revision, &id)
        .plain("  ")
        .plain(&message);
    word.len() + id.len() + 4 + message.chars().count()
}

fn shortened(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_is_cut_and_says_so() {
        assert_eq!(shortened("add users", 20), "add users");
        assert_eq!(shortened("add users and more", 11), "add users…");
    }
}
