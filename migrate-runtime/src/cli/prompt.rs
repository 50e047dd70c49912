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
    if !is_possible() {
        return Err(Error::new(
            ErrorKind::Refused,
            "there is no terminal to confirm this on",
        )
        .with_help(format!("pass `{flag}` to do it without being asked")));
    }
    if agrees(output, question)? {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::Refused, "nothing was done"))
    }
}

/// Whether anybody can be asked.
pub(super) fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks a question whose answer is no unless it is yes.
///
/// # Errors
///
/// The answer cannot be read.
pub(super) fn agrees(output: &mut Output, question: &str) -> Result<bool, Error> {
    let answer = answer(output, &format!("{question} [y/N]"))?;
    Ok(matches!(answer.to_lowercase().as_str(), "y" | "yes"))
}

/// Asks for a line of text.
///
/// # Errors
///
/// The answer cannot be read.
pub(super) fn answer(output: &mut Output, question: &str) -> Result<String, Error> {
    let mut page = Page::default();
    page.put(Role::Warning, question).plain(" ");
    output.aside(&page);
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| {
        Error::new(ErrorKind::Unexpected, "cannot read the answer").with_source(error)
    })?;
    Ok(answer.trim().to_owned())
}
