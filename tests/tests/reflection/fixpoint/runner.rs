//! The compiled program, which runs one migration for each line that it is given.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::chain::Chain;
use super::source;

/// The running program; it ends with this value.
pub(super) struct Runner {
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Runner {
    pub(super) fn start(program: &Path) -> Self {
        let mut child = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let answers = child.stdout.take().expect("a pipe was asked for");
        Self {
            orders: child.stdin.take(),
            answers: BufReader::new(answers),
            child,
        }
    }

    /// Applies the next migration of a history, or undoes the last one.
    pub(super) fn run(&mut self, chain: &Chain, direction: &str, url: &str) {
        let orders = self.orders.as_mut().expect("open until the end");
        writeln!(orders, "{} {direction} {url}", source::module(chain)).expect("the program reads");
        let mut answer = String::new();
        self.answers
            .read_line(&mut answer)
            .expect("the program answers in text");
        assert_eq!(answer, "done\n", "{direction}");
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        drop(self.orders.take());
        self.child.wait().expect("waiting for a child");
    }
}
