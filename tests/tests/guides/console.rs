//! Commands of a guide, run in a project, and what the guide says that they print.

use migrate_tests::transcript::without_volatile;
use migrate_tests::{Backend, Project, Transcript, on};

use crate::block::Block;

/// `revision ID PARENT MESSAGE UPGRADE DOWNGRADE`, for the scripts that run first.
const REVISION: &str = r#"
set -e
revision() {
    local slug
    slug=$(tr 'A-Z ' 'a-z_' <<<"$3")
    cat >"migrations/src/versions/$1_$slug.rs" <<END
//! $3

use migrate_runtime::prelude::*;

#[migration(revision = "$1", down_revision = "$2")]
mod $slug {
    use super::*;

    fn upgrade(op: &mut Op) {
        $4
    }

    fn downgrade(op: &mut Op) {
        $5
    }
}
END
}
"#;

/// A command and the lines that it is said to print.
struct Command<'b> {
    line: &'b str,
    said: Vec<&'b str>,
}

/// What does not hold of it.
pub(crate) fn complaint(block: &Block, project: &Project) -> Option<String> {
    let mut complaint = None;
    on(block.backend(), |database| {
        let url = match block.backend() {
            Backend::Sqlite => "sqlite://app.sqlite",
            Backend::Postgres | Backend::Mysql => database.url(),
        };
        complaint = in_shell(block, project, url);
    });
    complaint
}

fn in_shell(block: &Block, project: &Project, url: &str) -> Option<String> {
    let run = |script: &str| {
        project
            .shell(&["-eo", "pipefail"], script)
            .env("DATABASE_URL", url)
            .hide(url, "[DATABASE]")
            .run()
    };
    let given = run(&format!("{REVISION}{}", block.given));
    if given.status != Some(0) {
        return Some(given.to_string());
    }
    let commands = commands(&block.text);
    assert!(!commands.is_empty(), "line {}: no command", block.line);
    commands.iter().find_map(|command| {
        let answer = run(&format!("exec 2>&1\n{}", command.line));
        command.complaint(&answer)
    })
}

fn commands(text: &str) -> Vec<Command<'_>> {
    let mut commands: Vec<Command<'_>> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(line), _) => commands.push(Command {
                line,
                said: Vec::new(),
            }),
            (None, Some(command)) => command.said.push(line),
            (None, None) => panic!("`{line}` is printed by no command"),
        }
    }
    commands
}

impl Command<'_> {
    fn complaint(&self, answer: &Transcript) -> Option<String> {
        let fails = self.said.iter().any(|line| line.starts_with("error: "));
        let out = answer.out();
        let printed: Vec<_> = out.lines().map(str::trim_end).collect();
        let said: Vec<_> = self
            .said
            .iter()
            .map(|line| without_volatile(line))
            .collect();
        let said: Vec<_> = said.iter().map(|line| line.trim_end()).collect();
        let holds = self.said.is_empty() || matches(&said, &printed);
        (answer.status == Some(0) && fails || answer.status != Some(0) && !fails || !holds).then(
            || {
                format!(
                    "$ {}\nends with {:?} and prints\n{out}",
                    self.line, answer.status
                )
            },
        )
    }
}

/// Whether lines are as they are said to be, where `…` stands for the rest of a line, or alone for any lines.
fn matches(said: &[&str], printed: &[&str]) -> bool {
    match (said, printed) {
        ([], []) => true,
        (["…", rest @ ..], _) => (0..=printed.len()).any(|from| matches(rest, &printed[from..])),
        ([line, said @ ..], [first, printed @ ..]) => {
            let same = match line.split_once('…') {
                Some((begin, _)) => first.starts_with(begin.trim_end()),
                None => line == first,
            };
            same && matches(said, printed)
        }
        _ => false,
    }
}

#[test]
fn what_is_left_out_may_be_anything() {
    assert!(matches(&["a", "…", "c…"], &["a", "b", "b", "cd"]));
    assert!(matches(&["…"], &[]));
    assert!(!matches(&["a"], &["a", "b"]));
    assert!(!matches(&["a", "…", "d"], &["a", "c"]));
}
