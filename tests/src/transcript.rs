//! What a program answered, made fit for a snapshot.
//!
//! A transcript hides what differs from run to run: paths, durations, moments, token hashes, process ids, the
//! version, and the lines in which cargo reports its own work.

use std::fmt;
use std::process::Output;
use std::sync::LazyLock;

use regex::Regex;

/// The answer of a program that ended.
#[derive(Debug, Clone)]
pub struct Transcript {
    /// The command as a user would type it.
    pub command: String,
    /// The exit code; `None` when a signal ended it.
    pub status: Option<i32>,
    /// Standard output as it came.
    pub stdout: String,
    /// Standard error as it came.
    pub stderr: String,
    replacements: Vec<(String, String)>,
}

impl Transcript {
    pub(crate) fn new(
        command: String,
        output: &Output,
        mut replacements: Vec<(String, String)>,
    ) -> Self {
        // A path may lie inside another one: the longer is replaced first.
        replacements.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        Self {
            command,
            status: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            replacements,
        }
    }

    /// Insists on exit code 0, and hands the transcript on.
    ///
    /// # Panics
    ///
    /// With everything that was printed, when the code is another.
    #[track_caller]
    #[must_use]
    pub fn success(self) -> Self {
        self.exits(0)
    }

    /// Insists on an exit code, and hands the transcript on.
    ///
    /// # Panics
    ///
    /// With everything that was printed, when the code is another.
    #[track_caller]
    #[must_use]
    pub fn exits(self, code: i32) -> Self {
        let Self {
            command,
            status,
            stdout,
            stderr,
            ..
        } = &self;
        assert_eq!(
            *status,
            Some(code),
            "$ {command}\n--- stdout\n{stdout}\n--- stderr\n{stderr}"
        );
        self
    }

    /// Standard output without what differs from run to run.
    #[must_use]
    pub fn out(&self) -> String {
        self.scrub(&self.stdout)
    }

    /// Standard error without what differs from run to run.
    #[must_use]
    pub fn err(&self) -> String {
        self.scrub(&self.stderr)
    }

    fn scrub(&self, text: &str) -> String {
        let text = self
            .replacements
            .iter()
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        without_volatile(&text)
    }
}

/// A text without durations, moments, hashes, versions and the lines of cargo.
#[must_use]
pub fn without_volatile(text: &str) -> String {
    VOLATILE
        .iter()
        .fold(text.to_owned(), |text, (pattern, name)| {
            pattern.replace_all(&text, *name).into_owned()
        })
}

/// The whole exchange, for `insta::assert_snapshot!`.
impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ {}", self.scrub(&self.command))?;
        match self.status {
            Some(code) => writeln!(f, "exit {code}")?,
            None => writeln!(f, "ended by a signal")?,
        }
        for (name, text) in [("stdout", self.out()), ("stderr", self.err())] {
            if !text.trim().is_empty() {
                writeln!(f, "--- {name}\n{}", text.trim_end())?;
            }
        }
        Ok(())
    }
}

/// Patterns of what differs from run to run and the name that stands for each.
static VOLATILE: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    [
        (r"(?m)^ *(Blocking waiting|Checking|Compiling|Dirty|Downloaded|Downloading|Finished `|Fresh|Locking \d|Updating) ?.*\n", ""),
        (r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(Z|UTC)|[+-]\d\d:?\d\d)?", "[WHEN]"),
        (r"\b(\d+m ?)?\d+(\.\d+)? ?(ns|µs|us|ms|s)\b", "[TIME]"),
        (r"\b[0-9a-f]{64}\b", "[HASH]"),
        (r"\b(pid|process) \d+\b", "$1 [PID]"),
        (concat!(r"\bv?", env!("CARGO_PKG_VERSION_MAJOR"), r"\.", env!("CARGO_PKG_VERSION_MINOR"), r"\.", env!("CARGO_PKG_VERSION_PATCH"), r"\b"), "[VERSION]"),
    ]
    .map(|(pattern, name)| (Regex::new(pattern).expect("a valid pattern"), name))
    .into()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn transcript(stdout: &str, replacements: &[(&str, &str)]) -> Transcript {
        let output = Output {
            status: std::process::ExitStatus::default(),
            stdout: stdout.into(),
            stderr: Vec::new(),
        };
        let replacements = replacements
            .iter()
            .map(|(from, to)| ((*from).to_owned(), (*to).to_owned()))
            .collect();
        Transcript::new("cargo migrate up".to_owned(), &output, replacements)
    }

    #[test]
    fn what_differs_from_run_to_run_is_hidden() {
        let said = "   Compiling migrations v0.1.0 (/p)\nup a1b2c3d4e5f6 12.5 ms at 2026-03-01 10:00:00 UTC by pid 77\n";
        insta::assert_snapshot!(transcript(said, &[]), @r"
        $ cargo migrate up
        exit 0
        --- stdout
        up a1b2c3d4e5f6 [TIME] at [WHEN] by pid [PID]
        ");
    }

    #[test]
    fn the_longer_path_is_replaced_first() {
        let paths = [("/tmp", "[TMP]"), ("/tmp/project", "[PROJECT]")];
        assert_eq!(
            transcript("/tmp/project/a /tmp/b", &paths).out(),
            "[PROJECT]/a [TMP]/b"
        );
    }

    #[test]
    fn words_of_the_tool_stay() {
        let said = "Running a1b2c3d4e5f6 with 1 step and 0.2.0\n";
        assert_eq!(transcript(said, &[]).out(), said);
    }
}
