//! The history as a graph that another program draws: Graphviz or Mermaid.

use std::fmt::Write as _;

use super::{Page, history::first_line};
use crate::command::{Entry, History};

/// A Graphviz graph: parents below, dependencies dashed.
pub fn dot(page: &mut Page, history: &History) {
    page.plain("digraph migrations {").end();
    page.plain("    rankdir=BT;").end();
    page.plain("    node [shape=box];").end();
    for entry in &history.revisions {
        let label = dot_text(&label(entry, "\n"));
        page.plain(format!(
            "    {} [label={label}];",
            dot_text(&entry.revision)
        ))
        .end();
    }
    for edge in edges(history) {
        let style = if edge.dashed { " [style=dashed]" } else { "" };
        page.plain(format!(
            "    {} -> {}{style};",
            dot_text(edge.from),
            dot_text(edge.to)
        ))
        .end();
    }
    page.plain("}").end();
}

/// A Mermaid flowchart: parents below, dependencies dotted.
pub fn mermaid(page: &mut Page, history: &History) {
    page.plain("flowchart BT").end();
    for entry in &history.revisions {
        let label = mermaid_text(&label(entry, "\n"));
        page.plain(format!("    r_{}[\"{label}\"]", entry.revision))
            .end();
    }
    for edge in edges(history) {
        let arrow = if edge.dashed { "-.->" } else { "-->" };
        page.plain(format!("    r_{} {arrow} r_{}", edge.from, edge.to))
            .end();
    }
}

fn label(entry: &Entry, separator: &str) -> String {
    let labels = entry.branch_labels.join(", ");
    let parts = [entry.revision.as_str(), first_line(&entry.message), &labels];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    dashed: bool,
}

/// From each revision to what it stands on and what it depends on.
fn edges(history: &History) -> impl Iterator<Item = Edge<'_>> {
    history.revisions.iter().flat_map(move |entry| {
        let edge = |to, dashed| Edge {
            from: &entry.revision,
            to,
            dashed,
        };
        let parents = entry
            .down_revision
            .iter()
            .map(move |parent| edge(parent.as_str(), false));
        let needed = entry
            .depends_on
            .iter()
            .map(move |name| edge(revision_called(history, name), true));
        parents.chain(needed)
    })
}

/// The revision that is called `name` or carries that label.
fn revision_called<'a>(history: &'a History, name: &'a str) -> &'a str {
    let carrier = history
        .revisions
        .iter()
        .find(|entry| entry.branch_labels.iter().any(|label| label == name));
    carrier.map_or(name, |entry| &entry.revision)
}

fn dot_text(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("\"{escaped}\"")
}

fn mermaid_text(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("<br/>"),
            '#' | '"' | '<' | '>' | '&' | '`' | '\\' => {
                // Writing to a string does not fail.
                let _ = write!(escaped, "#{};", u32::from(character));
            }
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> History {
        let entry =
            |revision: &str, down: &[&str], needs: &[&str], label: &[&str], message: &str| Entry {
                revision: revision.into(),
                down_revision: down.iter().map(ToString::to_string).collect(),
                depends_on: needs.iter().map(ToString::to_string).collect(),
                branch_labels: label.iter().map(ToString::to_string).collect(),
                message: message.into(),
                path: None,
                marks: Vec::new(),
            };
        History {
            revisions: vec![
                entry("c3", &["a1"], &["billing"], &[], "Say \"hi\" to \\ <b>"),
                entry("b2", &[], &[], &["billing"], ""),
                entry("a1", &[], &[], &[], "Start"),
            ],
            current: None,
        }
    }

    #[test]
    fn graphviz() {
        let mut page = Page::default();
        dot(&mut page, &sample());
        assert_eq!(
            page.to_string(),
            r#"digraph migrations {
    rankdir=BT;
    node [shape=box];
    "c3" [label="c3\nSay \"hi\" to \\ <b>"];
    "b2" [label="b2\nbilling"];
    "a1" [label="a1\nStart"];
    "c3" -> "a1";
    "c3" -> "b2" [style=dashed];
}
"#
        );
    }

    #[test]
    fn mermaid_flowchart() {
        let mut page = Page::default();
        mermaid(&mut page, &sample());
        assert_eq!(
            page.to_string(),
            r#"flowchart BT
    r_c3["c3<br/>Say #34;hi#34; to #92; #60;b#62;"]
    r_b2["b2<br/>billing"]
    r_a1["a1<br/>Start"]
    r_c3 --> r_a1
    r_c3 -.-> r_b2
"#
        );
    }
}
