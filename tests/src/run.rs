//! A program run in a project: with an environment that holds nothing from outside, and its answer as a transcript.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::project::{projects, write};
use crate::{Project, Transcript, checkout};

/// A program about to run in a project.
#[must_use]
pub struct Run<'p> {
    project: &'p Project,
    program: PathBuf,
    shown: String,
    arguments: Vec<OsString>,
    folder: PathBuf,
    variables: Vec<(String, OsString)>,
    stdin: Option<String>,
    cargo: Cargo,
    hidden: Vec<(String, String)>,
}

/// Which cargo the program finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cargo {
    Real,
    Failing,
}

impl<'p> Run<'p> {
    pub(crate) fn new(project: &'p Project, program: &Path, shown: &str) -> Self {
        Self {
            project,
            program: program.to_owned(),
            shown: shown.to_owned(),
            arguments: Vec::new(),
            folder: project.folder().to_owned(),
            variables: Vec::new(),
            stdin: None,
            cargo: Cargo::Real,
            hidden: Vec::new(),
        }
    }

    /// Adds an argument.
    pub fn argument(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    /// Adds arguments.
    pub fn arguments<A: AsRef<OsStr>>(self, arguments: impl IntoIterator<Item = A>) -> Self {
        arguments.into_iter().fold(self, Self::argument)
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.variables
            .push((name.to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Runs in a folder below the project's.
    pub fn within(mut self, folder: &str) -> Self {
        self.folder = self.project.path(folder);
        self
    }

    /// Gives the program something to read; without this there is nothing.
    pub fn stdin(mut self, text: &str) -> Self {
        self.stdin = Some(text.to_owned());
        self
    }

    /// Makes every call of cargo fail with exit code 97: proves that nothing is built.
    pub fn without_cargo(mut self) -> Self {
        self.cargo = Cargo::Failing;
        self
    }

    /// Shows a text under another name in the transcript, such as a database's address.
    pub fn hide(mut self, text: &str, name: &str) -> Self {
        self.hidden.push((text.to_owned(), name.to_owned()));
        self
    }

    /// Runs the program to its end.
    ///
    /// # Panics
    ///
    /// When it cannot be started.
    #[must_use]
    pub fn run(self) -> Transcript {
        let mut command = self.command();
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        if let (Some(text), Some(mut stdin)) = (&self.stdin, child.stdin.take()) {
            // The program may end without reading.
            let _ = stdin.write_all(text.as_bytes());
        }
        let output = child.wait_with_output().expect("waiting for a child");
        Transcript::new(self.typed(), &output, self.replacements())
    }

    /// The prepared command, for tests that must watch or interrupt the program.
    #[must_use]
    pub fn command(&self) -> Command {
        let cargo = match self.cargo {
            Cargo::Real => checkout::cargo(),
            Cargo::Failing => failing_cargo(),
        };
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .current_dir(&self.folder)
            .env_clear()
            .envs(
                KEPT.iter()
                    .filter_map(|name| Some((name, std::env::var_os(name)?))),
            )
            .envs(FIXED)
            .env("PATH", path_with(&cargo))
            .env("CARGO", &cargo)
            .env("CARGO_TARGET_DIR", self.project.path("target"))
            .env("CARGO_BUILD_BUILD_DIR", checkout::target().join("projects"))
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(if self.stdin.is_some() {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// The command as a user would type it.
    fn typed(&self) -> String {
        let skipped = usize::from(self.shown == "cargo migrate");
        self.arguments
            .iter()
            .skip(skipped)
            .fold(self.shown.clone(), |mut line, argument| {
                let argument = argument.to_string_lossy();
                let quote = if argument.is_empty() || argument.contains(' ') {
                    "'"
                } else {
                    ""
                };
                write!(line, " {quote}{argument}{quote}").expect("writing to a string");
                line
            })
    }

    fn replacements(&self) -> Vec<(String, String)> {
        let paths = [
            (self.project.folder(), "[PROJECT]"),
            (checkout::root(), "[CHECKOUT]"),
        ];
        paths
            .into_iter()
            .map(|(path, name)| (path.display().to_string(), name.to_owned()))
            .chain(self.hidden.iter().cloned())
            .collect()
    }
}

/// What a project's programs see of the environment.
const KEPT: [&str; 6] = [
    "HOME",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "TMPDIR",
    "USER",
];

const FIXED: [(&str, &str); 10] = [
    ("CARGO_NET_OFFLINE", "true"),
    ("CARGO_PROFILE_DEV_DEBUG", "0"),
    ("CARGO_TERM_COLOR", "never"),
    ("NO_COLOR", "1"),
    ("TZ", "UTC"),
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_AUTHOR_NAME", "Author"),
    ("GIT_AUTHOR_EMAIL", "author@example.com"),
    ("GIT_COMMITTER_NAME", "Author"),
    ("GIT_COMMITTER_EMAIL", "author@example.com"),
];

/// The `cargo-migrate` of this checkout, built once per process as `cargo migrate` itself would build it.
///
/// # Panics
///
/// When it does not compile.
pub fn plugin() -> &'static Path {
    static PLUGIN: OnceLock<PathBuf> = OnceLock::new();
    PLUGIN.get_or_init(|| {
        let output = Command::new(checkout::cargo())
            .args([
                "build",
                "--quiet",
                "--package",
                "cargo-migrate",
                "--bin",
                "cargo-migrate",
            ])
            .current_dir(checkout::root())
            .output()
            .expect("running cargo");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        checkout::target().join("debug/cargo-migrate")
    })
}

/// `PATH` with the folder of a cargo in front.
fn path_with(cargo: &Path) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = cargo
        .parent()
        .into_iter()
        .map(Path::to_owned)
        .chain(std::env::split_paths(&path));
    std::env::join_paths(folders).expect("folders of PATH hold no colon")
}

fn failing_cargo() -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;

    static SCRIPT: OnceLock<PathBuf> = OnceLock::new();
    SCRIPT
        .get_or_init(|| {
            let folder = projects().join(format!("failing-cargo-{}", std::process::id()));
            write(
                &folder,
                "cargo",
                "#!/bin/sh\necho \"cargo was called: $*\" >&2\nexit 97\n",
            );
            let script = folder.join("cargo");
            fs::set_permissions(&script, fs::Permissions::from_mode(0o755))
                .expect("making a script executable");
            script
        })
        .clone()
}
