//! What a database says: where it stands, what it has seen, and what needs attention.

use std::time::Duration;

use super::revisions::{counted, field, line};
use super::{Page, Role, duration};
use crate::command::{
    Check, Current, Edited, HalfApplied, Lock, Log, LoggedRun, MadeBackup, Next, Protect,
    Protection, Resolve, Run, Running, Stamp, Status, Summary, UncertainStep,
};
use crate::migrator::Decision;

/// Where the database stands, one line for each head.
pub fn current(page: &mut Page, report: &Current) {
    if report.current.is_empty() && report.unknown.is_empty() {
        page.put(Role::Muted, "nothing is applied").end();
    }
    for head in &report.current {
        line(page, &head.revision, &head.message).end();
    }
    for unknown in &report.unknown {
        line(page, &unknown.revision, "")
            .plain("  ")
            .put(Role::Warning, "(not in this checkout)")
            .end();
    }
}

/// What one reads at two in the morning: what is wrong comes last, where the eye is, and then what to type.
pub fn status(page: &mut Page, report: &Status) {
    standing(page, report);
    unknown(page, &report.unknown);
    for edited in &report.edited {
        changed(page, edited);
    }
    if let Some(running) = &report.running {
        in_progress(page, running);
    }
    if let Some(half) = &report.half_applied {
        half_applied(page, half);
    }
    if let Some(holder) = &report.lock {
        lock(page, holder);
    }
    next(page, report);
}

/// Whether the database is protected.
pub fn protection(page: &mut Page, report: &Protect) {
    match &report.protection {
        None => drop(page.plain("this database is not protected").end()),
        Some(protection) => {
            page.plain("this database is ");
            protected(page, protection);
            page.plain("  since ")
                .plain(clock(&protection.since))
                .plain(" by ")
                .plain(&protection.by)
                .end();
            page.block(Role::Muted, 2, &protection.reason);
        }
    }
}

fn protected(page: &mut Page, protection: &Protection) {
    page.put(Role::Warning, format!("protected as {}", protection.name))
        .end();
}

fn standing(page: &mut Page, report: &Status) {
    if let Some(protection) = &report.protection {
        field(page, "database");
        protected(page, protection);
    }
    if report.current.is_empty() {
        field(page, "current")
            .put(Role::Muted, "nothing is applied")
            .end();
    }
    listed(page, "current", &report.current);
    if report.pending.is_empty() {
        field(page, "pending").put(Role::Good, "none").end();
    }
    listed(page, "pending", &report.pending);
}

fn listed(page: &mut Page, name: &str, summaries: &[Summary]) {
    for (place, summary) in summaries.iter().enumerate() {
        field(page, if place == 0 { name } else { "" });
        line(page, &summary.revision, &summary.message).end();
    }
}

fn unknown(page: &mut Page, unknown: &[Summary]) {
    if unknown.is_empty() {
        return;
    }
    for (place, summary) in unknown.iter().enumerate() {
        field(page, if place == 0 { "unknown" } else { "" });
        page.put(Role::Revision, &summary.revision).end();
    }
    field(page, "")
        .put(Role::Muted, "this checkout does not have them")
        .end();
}

fn changed(page: &mut Page, edited: &Edited) {
    field(page, "edited");
    line(page, &edited.summary.revision, &edited.summary.message).end();
    field(page, "")
        .put(Role::Warning, "changed after it was applied: ")
        .plain(&edited.path)
        .end();
    for change in &edited.changes {
        page.block(Role::Plain, 16, change);
    }
}

fn in_progress(page: &mut Page, running: &Running) {
    let Running {
        revision,
        direction,
        step,
        steps,
    } = running;
    field(page, "running")
        .put(Role::Revision, revision)
        .plain("  ");
    let step = format!("its {direction}grade is at step {step} of {steps}");
    page.put(Role::Warning, step).end();
}

fn half_applied(page: &mut Page, half: &HalfApplied) {
    field(page, "half applied")
        .put(Role::Revision, &half.revision)
        .plain("  ");
    let step = format!(
        "its {}grade stopped at step {} of {}",
        half.direction, half.step, half.steps
    );
    page.put(Role::Bad, step).end();
    if half.goes_on_at < half.step {
        let undone = format!(
            "what followed in its transaction was undone: it goes on at step {}",
            half.goes_on_at
        );
        field(page, "").put(Role::Warning, undone).end();
    }
    match &half.sql {
        Some(sql) => drop(page.block(Role::Plain, 16, sql)),
        // The runner may have died between two steps.
        None if half.error.is_none() => {}
        None => drop(field(page, "").put(Role::Muted, "  (Rust code)").end()),
    }
    match &half.error {
        Some(error) => drop(page.block(Role::Bad, 14, error)),
        None => drop(
            field(page, "")
                .put(Role::Bad, "no result was recorded")
                .end(),
        ),
    }
    if let Some(hindrance) = &half.hindrance {
        page.block(Role::Warning, 14, hindrance);
    }
}

fn lock(page: &mut Page, holder: &Lock) {
    let Lock {
        host,
        pid,
        since,
        silent_for,
    } = holder;
    field(page, "lock")
        .put(Role::Warning, format!("held by process {pid} on {host}"))
        .end();
    let silence = duration::spoken(Duration::from_secs(*silent_for));
    field(page, "")
        .plain(format!(
            "since {}, last heard of {silence} ago",
            clock(since)
        ))
        .end();
}

fn next(page: &mut Page, report: &Status) {
    if report.next.is_empty() {
        let remark = if report.unknown.is_empty() {
            "up to date"
        } else {
            "up to date, and ahead of this checkout"
        };
        field(page, "").put(Role::Good, remark).end();
        return;
    }
    for (place, Next { command, purpose }) in report.next.iter().enumerate() {
        field(page, if place == 0 { "next" } else { "" });
        page.put(Role::Command, command)
            .plain("  ")
            .put(Role::Muted, purpose)
            .end();
    }
}

/// The runs, newest first.
pub fn log(page: &mut Page, report: &Log) {
    if report.runs.is_empty() {
        page.put(Role::Muted, "no runs").end();
    }
    for (place, run) in report.runs.iter().enumerate() {
        if place > 0 {
            page.end();
        }
        logged(page, run);
    }
}

fn logged(page: &mut Page, run: &LoggedRun) {
    let (role, outcome) = match run.outcome.as_deref() {
        Some("succeeded") => (Role::Good, "succeeded"),
        Some(outcome) => (Role::Bad, outcome),
        None => (Role::Warning, "running"),
    };
    page.put(Role::Heading, format!("run {}", run.run))
        .plain("  ");
    page.put(Role::Command, &run.command)
        .plain("  ")
        .put(role, outcome)
        .end();
    let until = run
        .finished_at
        .as_deref()
        .map_or_else(String::new, |end| format!(" to {}", clock(end)));
    page.plain(format!("  {}{until}", clock(&run.started_at)))
        .end();
    let account = run.account.iter().map(|account| format!("{account}@"));
    let by = format!(
        "  process {} on {}{}, migrate-runtime {}",
        run.pid,
        account.collect::<String>(),
        run.host,
        run.tool_version
    );
    page.put(Role::Muted, by).end();
    for revision in &run.revisions {
        page.plain("  ").put(Role::Revision, revision).end();
    }
    if let Some(detail) = &run.detail {
        page.block(Role::Plain, 2, detail);
    }
    if let Some(made) = &run.backup {
        backup(page, made);
    }
}

fn backup(page: &mut Page, backup: &MadeBackup) {
    let size = format!("  backup    {} ({} bytes)", backup.path, backup.bytes);
    page.plain(size).end();
    page.plain("  restore   ")
        .put(Role::Command, &backup.restore)
        .end();
}

/// What was found, or that nothing was.
pub fn check(page: &mut Page, report: &Check) {
    if report.findings.is_empty() {
        page.put(Role::Good, "nothing to complain about").end();
    }
    for finding in &report.findings {
        page.put(Role::Warning, &finding.message).end();
        page.plain("  ").put(Role::Muted, &finding.help).end();
    }
    for note in &report.notes {
        page.put(Role::Muted, note).end();
    }
}

/// What was recorded and what was forgotten.
pub fn stamp(page: &mut Page, report: &Stamp) {
    for revision in &report.removed {
        page.put(Role::Warning, "forgotten")
            .plain("  ")
            .put(Role::Revision, revision)
            .end();
    }
    for revision in &report.added {
        page.put(Role::Good, "recorded ")
            .plain("  ")
            .put(Role::Revision, revision)
            .end();
    }
    if report.added.is_empty() && report.removed.is_empty() {
        page.plain("nothing to record; ");
    }
    page.plain("at ")
        .put(Role::Revision, place(&report.applied_after))
        .end();
}

/// What was decided, or what there is to decide.
pub fn resolve(page: &mut Page, report: &Resolve) {
    let revision = report.revision.as_deref().unwrap_or_default();
    if let Some(step) = &report.step {
        in_doubt(page, revision, step);
    }
    if let Some(holder) = &report.released {
        let whose = format!("the lock of process {} on {}", holder.pid, holder.host);
        field(page, "released").put(Role::Good, whose).end();
    }
    match report.decision {
        Some(decision) => {
            let says = match decision {
                Decision::Done => "it took effect: the next run goes on behind it",
                Decision::Redo => "it had no effect: the next run runs it again",
                Decision::Undone => "nothing of it is there: it is pending again",
                Decision::Accept => "it is right as it is now",
            };
            field(page, "recorded")
                .put(Role::Revision, revision)
                .plain("  ")
                .put(Role::Good, says)
                .end();
        }
        None if report.step.is_some() => {
            for (name, flag, purpose) in [
                ("next", "done", "if it took effect"),
                ("", "redo", "if it had none"),
            ] {
                let command = format!("cargo migrate resolve {revision} --{flag} --reason <why>");
                field(page, name)
                    .put(Role::Command, command)
                    .plain("  ")
                    .put(Role::Muted, purpose)
                    .end();
            }
        }
        None => {}
    }
    if let Some(direction) = report.goes_on {
        field(page, "next")
            .put(
                Role::Command,
                format!("cargo migrate {direction} {revision}"),
            )
            .plain("  ")
            .put(Role::Muted, "to go on")
            .end();
    }
}

fn in_doubt(page: &mut Page, revision: &str, step: &UncertainStep) {
    let place = format!(
        "its {}grade, step {} of {}",
        step.direction, step.step, step.steps
    );
    field(page, "uncertain")
        .put(Role::Revision, revision)
        .plain("  ")
        .put(Role::Bad, place)
        .end();
    match &step.sql {
        Some(sql) => drop(page.block(Role::Plain, 16, sql)),
        None => drop(field(page, "").put(Role::Muted, "  (Rust code)").end()),
    }
    field(page, "")
        .plain(format!(
            "begun {}; no result was recorded",
            clock(&step.begun_at)
        ))
        .end();
    field(page, "")
        .put(
            Role::Warning,
            "the database cannot tell whether it took effect, and no `.done_when(query)` was written",
        )
        .end();
}

/// The last line of a run, which showed its revisions while it went.
pub fn total(page: &mut Page, report: &Run) {
    let at = place(&report.applied_after);
    match report.revisions.len() {
        0 => page.plain("nothing to do: at "),
        count => {
            let time = duration::spoken(Duration::from_millis(report.duration_ms));
            page.plain(format!("{} in {time}; now at ", counted(count, "revision")))
        }
    };
    page.put(Role::Revision, at).end();
    if let Some(made) = &report.backup {
        backup(page, made);
    }
}

/// A moment as the ledger writes it, in the form in which people read it: to the second, `2026-01-31 12:00:00 UTC`.
fn clock(moment: &str) -> String {
    match (moment.get(..10), moment.get(11..19)) {
        (Some(day), Some(time)) => format!("{day} {time} UTC"),
        _ => moment.to_owned(),
    }
}

fn place(heads: &[String]) -> String {
    match heads {
        [] => "base".to_owned(),
        heads => heads.join(", "),
    }
}
