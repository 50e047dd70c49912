//! The databases' own programs, run without a password on their command line.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::process::{Command, Output, Stdio};

use super::BackupError;

/// A program about to run.
pub(super) struct Tool {
    program: &'static str,
    package: &'static str,
    command: Command,
}

impl Tool {
    pub(super) fn new(program: &'static str, package: &'static str) -> Self {
        let mut command = Command::new(program);
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        Self {
            program,
            package,
            command,
        }
    }

    pub(super) fn argument(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(super) fn arguments<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, Self::argument)
    }

    /// Hands a password over where only the program's owner can see it.
    pub(super) fn password(mut self, variable: &str, password: Option<&str>) -> Self {
        if let Some(password) = password {
            self.command.env(variable, password);
        }
        self
    }

    /// Runs it to its end; answers what it wrote.
    pub(super) fn run(mut self) -> Result<String, BackupError> {
        self.command.stdout(Stdio::piped());
        let output = self.finish()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it to its end; what it writes goes into a file.
    pub(super) fn run_into(mut self, file: File) -> Result<(), BackupError> {
        self.command.stdout(file);
        self.finish().map(drop)
    }

    fn finish(mut self) -> Result<Output, BackupError> {
        let program = self.program;
        let output = match self.command.output() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BackupError::MissingTool {
                    program,
                    package: self.package,
                });
            }
            Err(error) => Err(error.to_string()),
            Ok(output) if output.status.success() => Ok(output),
            Ok(output) => Err(said(&output)),
        };
        output.map_err(|message| BackupError::Tool { program, message })
    }
}

fn said(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    match said.trim() {
        "" => output.status.to_string(),
        said => said.to_owned(),
    }
}

/// The first number behind a word: a major version as programs print theirs.
pub(super) fn number_behind(text: &str, word: &str) -> Option<u32> {
    let (_, behind) = text.split_once(word)?;
    let behind = behind.trim_start_matches(|sign: char| !sign.is_ascii_digit());
    let digits = behind.split(|sign: char| !sign.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_installed_is_named() {
        let error = Tool::new("migrate-no-such-tool", "no-package").run();
        assert!(matches!(
            error,
            Err(BackupError::MissingTool {
                program: "migrate-no-such-tool",
                ..
            })
        ));
    }

    #[test]
    fn versions_are_read() {
        let printed = "pg_dump (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)";
        assert_eq!(number_behind(printed, "PostgreSQL"), Some(15));
        assert_eq!(number_behind("nothing", "PostgreSQL"), None);
    }
}
