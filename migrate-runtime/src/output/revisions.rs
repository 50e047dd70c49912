//! Lists of revisions that are shorter than a history: heads, branches, plans, and one revision in full.

use super::{Page, Role, history::first_line};
use crate::command::{Branches, Details, Heads, Plan, PlannedRevision, Refused, Show, Summary};
use crate::plan::Direction;

/// One line for each head.
pub fn heads(page: &mut Page, report: &Heads) {
    if report.heads.is_empty() {
        page.put(Role::Muted, "no revisions").end();
    }
    for head in &report.heads {
        line(page, &head.revision, &head.message);
        if !head.branch_labels.is_empty() {
            page.plain("  ").put(
                Role::Name,
                format!("(branch {})", head.branch_labels.join(", ")),
            );
        }
        page.end();
    }
}

/// Each branch point with what follows it.
pub fn branches(page: &mut Page, report: &Branches) {
    if report.branches.is_empty() {
        page.put(Role::Muted, "no branches").end();
    }
    for point in &report.branches {
        line(page, &point.revision, &point.message).end();
        for child in &point.children {
            page.plain("  -> ");
            line(page, &child.revision, &child.message).end();
        }
    }
}

/// The revisions of a plan in the order in which they would run.
pub fn plan(page: &mut Page, report: &Plan) {
    for planned in &report.revisions {
        planned_revision(page, planned);
    }
    after(page, report);
}

/// The same with what each revision would send to the database.
pub fn plan_with_sql(page: &mut Page, report: &Plan) {
    for planned in &report.revisions {
        planned_revision(page, planned);
        for statement in &planned.sql {
            page.block(Role::Muted, 6, statement);
        }
    }
    after(page, report);
}

fn planned_revision(page: &mut Page, planned: &PlannedRevision) {
    let role = match planned.direction {
        Direction::Up => Role::Good,
        Direction::Down => Role::Warning,
    };
    let word = planned.direction.as_str();
    page.put(role, format!("{word:<4}")).plain("  ");
    line(page, &planned.revision, &planned.message).end();
    if let Some(step) = planned.goes_on_at {
        page.plain("      ")
            .put(Role::Warning, format!("goes on at step {step}"))
            .end();
    }
}

/// Why it would not run as things are.
fn refused(page: &mut Page, refused: &Refused) {
    page.put(Role::Bad, "refused")
        .plain(format!("  {}", refused.message))
        .end();
    if let Some(help) = &refused.help {
        page.put(Role::Good, "help")
            .plain(format!("     {help}"))
            .end();
    }
}

fn after(page: &mut Page, report: &Plan) {
    let after = match report.applied_after.as_slice() {
        [] => "base".to_owned(),
        heads => heads.join(", "),
    };
    match report.revisions.len() {
        0 => page.plain("nothing to do: at ").put(Role::Revision, after),
        count => page
            .plain(format!("{}; then at ", counted(count, "revision")))
            .put(Role::Revision, after),
    };
    page.end();
    if let Some(why) = &report.refused {
        refused(page, why);
    }
}

/// Everything about each revision.
pub fn show(page: &mut Page, report: &Show) {
    if report.revisions.is_empty() {
        page.put(Role::Muted, "no revision: this is the base").end();
    }
    for (place, details) in report.revisions.iter().enumerate() {
        if place > 0 {
            page.end();
        }
        one(page, details);
    }
}

fn one(page: &mut Page, details: &Details) {
    field(page, "revision").put(Role::Revision, &details.revision);
    if !details.marks.is_empty() {
        let marks: Vec<&str> = details.marks.iter().map(|mark| mark.label()).collect();
        page.plain("  ")
            .put(Role::Name, format!("({})", marks.join("; ")));
    }
    page.end();
    for (place, text) in details.message.lines().enumerate() {
        field(page, if place == 0 { "message" } else { "" })
            .plain(text.trim_end())
            .end();
    }
    summaries(page, "follows", &details.down_revision);
    summaries(page, "depends on", &details.depends_on);
    summaries(page, "followed by", &details.children);
    if !details.branch_labels.is_empty() {
        field(page, "labels")
            .put(Role::Name, details.branch_labels.join(", "))
            .end();
    }
    if !details.on_branches.is_empty() {
        field(page, "on branches")
            .put(Role::Name, details.on_branches.join(", "))
            .end();
    }
    if let Some(reason) = &details.irreversible {
        field(page, "no downgrade").put(Role::Warning, reason).end();
    }
    if let Some(path) = &details.path {
        field(page, "file").plain(path).end();
    }
    if let Some(hash) = &details.source_hash {
        field(page, "source hash").put(Role::Muted, hash).end();
    }
}

fn summaries(page: &mut Page, name: &str, revisions: &[Summary]) {
    for (place, summary) in revisions.iter().enumerate() {
        field(page, if place == 0 { name } else { "" });
        line(page, &summary.revision, &summary.message).end();
    }
}

/// The name of a field, in a column that fits every name used here.
pub(super) fn field<'a>(page: &'a mut Page, name: &str) -> &'a mut Page {
    page.put(Role::Muted, format!("{name:<12}")).plain("  ")
}

/// A revision and the first line of its message; the line is left open.
pub(super) fn line<'a>(page: &'a mut Page, revision: &str, message: &str) -> &'a mut Page {
    page.put(Role::Revision, revision);
    match first_line(message) {
        "" => page,
        message => page.plain("  ").plain(message),
    }
}

/// `1 revision`, `2 revisions`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
