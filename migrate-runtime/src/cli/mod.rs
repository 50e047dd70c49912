//! The command line, the same for the plugin and for the built binary.

mod address;
pub mod arguments;
mod generate;
mod help;
mod interrupt;
mod lint;
mod parse;
mod prompt;
mod protect;
mod resolve;
mod run;
mod schema;
mod session;
mod settings;
mod since;
mod source;

pub use arguments::{Arguments, Command};
pub use lint::about_rules;
pub use parse::{Program, command, parse};
pub use run::main;
pub use settings::check_settings;
pub use source::{answer, needs_only_source};
