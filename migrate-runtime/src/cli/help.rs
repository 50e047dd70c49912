//! The first page of help: the commands of every day first, then the rest by what they need.

use std::fmt::Write as _;

use clap::Command;
use clap::builder::StyledStr;

use super::Program;

/// The commands under their headings, in the order shown.
const GROUPS: [(&str, &[&str]); 5] = [
    (
        "Every day",
        &[
            "init", "new", "up", "down", "status", "check", "lint", "test",
        ],
    ),
    (
        "Without a database",
        &[
            "history", "heads", "branches", "show", "merge", "edit", "fmt", "generate",
        ],
    ),
    (
        "Reading a database",
        &["plan", "diff", "print-schema", "current", "log"],
    ),
    (
        "Changing a database",
        &["redo", "stamp", "resolve", "reset", "protect"],
    ),
    ("For the shell", &["completions"]),
];

/// What only the plugin can do: the binary has neither sources nor cargo.
const PLUGIN_ONLY: [&str; 7] = [
    "init",
    "new",
    "generate",
    "merge",
    "edit",
    "fmt",
    "completions",
];

/// Names the program and lists its commands by heading.
pub(super) fn arranged(command: Command, program: Program) -> Command {
    let command = match program {
        Program::Plugin => command
            .name("cargo-migrate")
            .bin_name("cargo migrate")
            .about("Typed, reversible migrations for Diesel"),
        Program::Binary => PLUGIN_ONLY.iter().fold(
            command.about("Runs the migrations that were built into this program"),
            |command, name| command.mut_subcommand(name, |hidden| hidden.hide(true)),
        ),
    };
    let (commands, flags) = (commands(&command), flags(&command));
    let name = command.get_bin_name().unwrap_or("{bin}").to_owned();
    command.help_template(format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{commands}{flags}\n\
         `{name} COMMAND --help` tells everything about a command and the flags of its own.\n"
    ))
}

fn commands(command: &Command) -> String {
    let mut text = String::new();
    for (title, names) in GROUPS {
        let listed = names
            .iter()
            .filter_map(|name| command.find_subcommand(name))
            .filter(|subcommand| !subcommand.is_hide_set())
            .map(|subcommand| (subcommand.get_name().to_owned(), subcommand.get_about()));
        push_section(&mut text, command, title, listed.collect());
    }
    text
}

/// The flags that every command takes, without cargo's.
fn flags(command: &Command) -> String {
    let listed = command
        .get_arguments()
        .filter(|flag| !flag.is_hide_short_help_set())
        .map(|flag| {
            let short = flag
                .get_short()
                .map_or("    ".to_owned(), |short| format!("-{short}, "));
            let value = flag.get_value_names().unwrap_or_default().join(" ");
            let takes_value = flag.get_action().takes_values();
            let value = if takes_value {
                format!(" <{value}>")
            } else {
                String::new()
            };
            let name = format!("{short}--{}{value}", flag.get_long().unwrap_or_default());
            (name, flag.get_help())
        });
    let mut text = String::new();
    push_section(&mut text, command, "Everywhere", listed.collect());
    text.trim_end().to_owned() + "\n"
}

/// A heading and its lines, or nothing where there are none.
fn push_section(
    text: &mut String,
    command: &Command,
    title: &str,
    lines: Vec<(String, Option<&StyledStr>)>,
) {
    if lines.is_empty() {
        return;
    }
    let styles = command.get_styles();
    let (heading, literal) = (styles.get_header(), styles.get_literal());
    let width = lines
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or_default()
        .max(11);
    // Writing to a string does not fail.
    let _ = writeln!(text, "{heading}{title}:{heading:#}");
    for (name, about) in lines {
        let about = about.cloned().unwrap_or_default();
        let _ = writeln!(text, "  {literal}{name:<width$}{literal:#}  {about}");
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli;

    #[test]
    fn every_command_is_listed_once() {
        let command = cli::command(Program::Plugin);
        let mut listed: Vec<&str> = GROUPS
            .iter()
            .flat_map(|(_, names)| *names)
            .copied()
            .collect();
        let mut known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
        listed.sort_unstable();
        known.sort_unstable();
        assert_eq!(listed, known);
    }

    #[test]
    fn clap_finds_no_contradiction() {
        cli::command(Program::Plugin).debug_assert();
        cli::command(Program::Binary).debug_assert();
    }
}
