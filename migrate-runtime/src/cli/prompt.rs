//! Asking before something is lost.

use std::io::{self, IsTerminal as _};

use crate::error::{Error, ErrorKind};
use crate::output::{Output, Page, Role};

/// Asks a question that `yes` answers; without a terminal nobody can be asked, and `flag` must say it.
///
/// # Errors
///
/// The answer is no, or nobody can be asked.
pub(super) fn confirm(output: &mut Output, question: &str, flag: &str) -> Result<(), Error> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Error::new(
            ErrorKind::Refused,
            "there is no terminal to confirm this on",
        )
        .with_help(format!("pass `{flag}` to do it without being asked")));
    }
    let mut page = Page::default();
    page.put(Role::Warning, question).plain(" [y/N] ");
    output.aside(&page);
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| {
        Error::new(ErrorKind::Unexpected, "cannot read the answer").with_source(error)
    })?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Error::new(ErrorKind::Refused, "nothing was done")),
    }
}
