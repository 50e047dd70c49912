//! Every page of help, of the plugin and of the built binary.

use migrate_runtime::cli::{Program, command};

/// The page as it is printed where the terminal has 100 columns.
fn page(command: &mut clap::Command) -> String {
    let text = command
        .clone()
        .term_width(100)
        .render_long_help()
        .to_string();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n")
}

#[test]
fn first_page_of_the_plugin() {
    insta::assert_snapshot!(page(&mut command(Program::Plugin)));
}

#[test]
fn first_page_of_the_binary() {
    let mut command = command(Program::Binary)
        .name("migrations")
        .bin_name("migrations");
    insta::assert_snapshot!(page(&mut command));
}

#[test]
fn pages_of_the_commands() {
    let mut plugin = command(Program::Plugin);
    plugin.build();
    let subcommands = plugin
        .get_subcommands()
        .filter(|command| command.get_name() != "help");
    for subcommand in subcommands {
        let text = page(&mut subcommand.clone());
        // What every command takes is on the first page.
        let own = text.split("\n\nEverywhere:").next().unwrap_or_default();
        insta::assert_snapshot!(format!("help_{}", subcommand.get_name()), own);
    }
}

#[test]
fn short_help_ends_with_what_every_command_takes() {
    let mut plugin = command(Program::Plugin);
    plugin.build();
    let current = plugin.find_subcommand("current").expect("a command");
    let text = current.clone().term_width(100).render_help().to_string();
    insta::assert_snapshot!(text);
}
