//! A program at a terminal of its own, answered as a person answers it: `script` lends it a pseudo-terminal.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::Run;

/// Longer than any build takes.
const PATIENCE: Duration = Duration::from_mins(5);

/// A program that runs at a terminal; what it has shown so far is the screen.
pub struct Dialogue {
    child: Child,
    keyboard: ChildStdin,
    shown: Receiver<Vec<u8>>,
    screen: String,
    /// How much of the screen has been read.
    read: usize,
}

impl Run<'_> {
    /// Starts the program at a terminal.
    ///
    /// # Panics
    ///
    /// When `script` of util-linux is missing.
    #[must_use]
    pub fn at_a_terminal(&self) -> Dialogue {
        let program = self.command();
        let words = std::iter::once(program.get_program()).chain(program.get_args());
        let line: Vec<_> = words.map(|word| quoted(&word.to_string_lossy())).collect();
        let mut command = Command::new("script");
        // Where the tests run in the background, Ctrl-C means nothing to what they start.
        let line = format!("exec env --default-signal=INT {}", line.join(" "));
        command
            .args(["--quiet", "--flush", "--return", "--command"])
            .arg(line)
            .arg("/dev/null")
            .env_clear()
            .envs(
                program
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .env("TERM", "dumb")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(folder) = program.get_current_dir() {
            command.current_dir(folder);
        }
        Dialogue::of(command.spawn().expect("`script` is a part of every Linux"))
    }
}

impl Dialogue {
    fn of(mut child: Child) -> Self {
        let mut screen = child.stdout.take().expect("a pipe was asked for");
        let (show, shown) = channel();
        std::thread::spawn(move || {
            let mut some = [0; 4096];
            while let Ok(length @ 1..) = screen.read(&mut some) {
                if show.send(some[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            keyboard: child.stdin.take().expect("a pipe was asked for"),
            child,
            shown,
            screen: String::new(),
            read: 0,
        }
    }

    /// Waits until the screen shows a text, behind what was waited for before.
    ///
    /// # Panics
    ///
    /// When the program ends without it, or takes too long.
    pub fn shows(&mut self, text: &str) -> &mut Self {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(at) = self.screen[self.read..].find(text) {
                self.read += at + text.len();
                return self;
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.shown.recv_timeout(left) {
                Ok(more) => self.screen += &String::from_utf8_lossy(&more),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("`{text}` is not shown:\n{}", self.screen)
                }
            }
        }
    }

    /// Presses keys; a line ends with `\n`, Ctrl-C is `\u{3}`.
    ///
    /// # Panics
    ///
    /// When nobody reads them.
    pub fn types(&mut self, keys: &str) -> &mut Self {
        let typed = self.keyboard.write_all(keys.as_bytes());
        typed
            .and_then(|()| self.keyboard.flush())
            .expect("the terminal takes keys");
        self
    }

    /// Waits for the program's end, and answers its exit code and the screen, its line ends as in a file.
    ///
    /// # Panics
    ///
    /// When it takes too long.
    #[must_use]
    pub fn end(mut self) -> (Option<i32>, String) {
        while let Ok(more) = self.shown.recv_timeout(PATIENCE) {
            self.screen += &String::from_utf8_lossy(&more);
        }
        let status = self.child.wait().expect("waiting for a child");
        (status.code(), self.screen.replace("\r\n", "\n"))
    }
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
