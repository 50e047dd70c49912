//! The command line, the same for the plugin and for the built binary.

pub mod arguments;
mod help;
mod parse;
mod source;

pub use arguments::{Arguments, Command};
pub use parse::{Program, command, parse};
pub use source::{answer, needs_only_source};
