//! The first page of help: the commands of every day first, then the rest by what they need.

use std::fmt::Write as _;

use clap::Command;

use super::Program;

/// The commands under their headings, in the order shown.
const GROUPS: [(&str, &[&str]); 5] = [
    (
        "Every day",
        &["init", "new", "up", "down", "status", "check"],
    ),
    (
        "From the source, without a build",
        &[
            "history", "heads", "branches", "show", "merge", "edit", "fmt",
        ],
    ),
    ("Reading a database", &["plan", "current", "log"]),
    ("Changing a database", &["redo", "stamp", "reset"]),
    ("For the shell", &["completions"]),
];

/// What only the plugin can do: the binary has neither sources nor cargo.
const PLUGIN_ONLY: [&str; 6] = ["init", "new", "merge", "edit", "fmt", "completions"];

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
    let list = listing(&command);
    command.help_template(format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{list}{{options}}{{after-help}}"
    ))
}

fn listing(command: &Command) -> String {
    let heading = command.get_styles().get_header();
    let literal = command.get_styles().get_literal();
    let mut text = String::new();
    for (title, names) in GROUPS {
        let listed: Vec<_> = names
            .iter()
            .filter_map(|name| command.find_subcommand(name))
            .filter(|subcommand| !subcommand.is_hide_set())
            .collect();
        if listed.is_empty() {
            continue;
        }
        // Writing to a string does not fail.
        let _ = writeln!(text, "{heading}{title}:{heading:#}");
        for subcommand in listed {
            let name = subcommand.get_name();
            let about = subcommand.get_about().cloned().unwrap_or_default();
            let _ = writeln!(text, "  {literal}{name:<11}{literal:#}  {about}");
        }
        text.push('\n');
    }
    text
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
