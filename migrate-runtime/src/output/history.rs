//! The revisions as a list or as a drawing.

use std::collections::BTreeSet;

use super::rails::{Knot, draw};
use super::{Page, Role};
use crate::command::{Entry, History, Mark};

/// One line for each revision. Parents are named only where the next line is not the one parent.
pub fn list(page: &mut Page, history: &History) {
    if empty(page, history) {
        return;
    }
    let next = history.revisions.iter().skip(1).map(Some).chain([None]);
    for (entry, next) in history.revisions.iter().zip(next) {
        line(page, entry, parents(entry, next));
    }
}

/// The graph, in the manner of `git log --graph`.
pub fn drawing(page: &mut Page, history: &History) {
    if empty(page, history) {
        return;
    }
    let listed: BTreeSet<&str> = history
        .revisions
        .iter()
        .map(|entry| entry.revision.as_str())
        .collect();
    let knots: Vec<Knot<'_>> = history
        .revisions
        .iter()
        .map(|entry| Knot {
            name: &entry.revision,
            parents: entry
                .down_revision
                .iter()
                .map(String::as_str)
                .filter(|parent| listed.contains(parent))
                .collect(),
        })
        .collect();
    for row in draw(&knots) {
        page.put(Role::Muted, row.rails);
        match row.knot.and_then(|place| history.revisions.get(place)) {
            Some(entry) => line(page, entry, None),
            None => drop(page.end()),
        }
    }
}

fn empty(page: &mut Page, history: &History) -> bool {
    if history.revisions.is_empty() {
        page.put(Role::Muted, "no revisions").end();
    }
    history.revisions.is_empty()
}

fn parents(entry: &Entry, next: Option<&Entry>) -> Option<String> {
    match entry.down_revision.as_slice() {
        [] => None,
        [parent] if next.is_some_and(|next| next.revision == *parent) => None,
        [parent] => Some(format!("on {parent}")),
        parents => Some(format!("merge of {}", parents.join(", "))),
    }
}

fn line(page: &mut Page, entry: &Entry, parents: Option<String>) {
    page.put(Role::Revision, &entry.revision);
    match first_line(&entry.message) {
        "" => page.plain("  ").put(Role::Muted, "(no message)"),
        message => page.plain("  ").plain(message),
    };
    let merge_is_said = parents.is_some();
    let marks = entry
        .marks
        .iter()
        .filter(|mark| !(merge_is_said && **mark == Mark::Merge))
        .map(|mark| mark.label().to_owned());
    let labels = entry
        .branch_labels
        .iter()
        .map(|label| format!("branch {label}"));
    let dependencies = match entry.depends_on.as_slice() {
        [] => None,
        needed => Some(format!("depends on {}", needed.join(", "))),
    };
    let remarks: Vec<String> = marks
        .chain(labels)
        .chain(parents)
        .chain(dependencies)
        .collect();
    if !remarks.is_empty() {
        page.plain("  ")
            .put(Role::Name, format!("({})", remarks.join("; ")));
    }
    page.end();
}

/// The first line of a message: lists have room for one.
pub(super) fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(revision: &str, down_revision: &[&str], marks: &[Mark]) -> Entry {
        Entry {
            revision: revision.into(),
            down_revision: down_revision.iter().map(ToString::to_string).collect(),
            depends_on: Vec::new(),
            branch_labels: Vec::new(),
            message: format!("Do {revision}\nand more"),
            path: None,
            marks: marks.to_vec(),
        }
    }

    fn merged() -> History {
        History {
            revisions: vec![
                entry("d4", &["b2", "c3"], &[Mark::Head, Mark::Merge]),
                Entry {
                    branch_labels: vec!["billing".into()],
                    depends_on: vec!["x9".into()],
                    ..entry("c3", &["a1"], &[])
                },
                entry("b2", &["a1"], &[]),
                Entry {
                    message: String::new(),
                    ..entry("a1", &[], &[Mark::Base, Mark::BranchPoint])
                },
            ],
            current: None,
        }
    }

    fn shown(show: fn(&mut Page, &History), history: &History) -> String {
        let mut page = Page::default();
        show(&mut page, history);
        page.to_string()
    }

    #[test]
    fn a_list_names_parents_where_the_order_does_not() {
        assert_eq!(
            shown(list, &merged()),
            "d4  Do d4  (head; merge of b2, c3)\n\
             c3  Do c3  (branch billing; on a1; depends on x9)\n\
             b2  Do b2\n\
             a1  (no message)  (base; branch point)\n"
        );
    }

    #[test]
    fn a_drawing_shows_parents_by_lines() {
        assert_eq!(
            shown(drawing, &merged()),
            "*   d4  Do d4  (head; merge)\n\
             |\\\n\
             | * c3  Do c3  (branch billing; depends on x9)\n\
             * | b2  Do b2\n\
             |/\n\
             * a1  (no message)  (base; branch point)\n"
        );
    }

    #[test]
    fn a_part_of_a_history_is_drawn_without_what_is_left_out() {
        let mut history = merged();
        history.revisions.truncate(2);
        assert_eq!(
            shown(drawing, &history),
            "* d4  Do d4  (head; merge)\n* c3  Do c3  (branch billing; depends on x9)\n"
        );
    }

    #[test]
    fn an_empty_history_says_so() {
        let history = History {
            revisions: Vec::new(),
            current: None,
        };
        assert_eq!(shown(list, &history), "no revisions\n");
        assert_eq!(shown(drawing, &history), "no revisions\n");
    }
}
