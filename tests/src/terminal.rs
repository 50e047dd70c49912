//! A shell in a project: `cargo migrate` is the plugin of this checkout, and nothing is installed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::run::{Run, plugin};
use crate::{Project, checkout};

/// Below the project, where no test looks for changes.
const STUBS: &str = "target/stubs";

/// What would change the machine.
const INSTALLERS: [&str; 3] = ["apt-get", "rustup", "sudo"];

impl Project {
    /// `bash OPTION… -c SCRIPT`; programs that install something, `cargo install` too, do nothing.
    pub fn shell(&self, options: &[&str], script: &str) -> Run<'_> {
        let path = std::env::var("PATH").unwrap_or_default();
        self.program(Path::new("bash"), options.iter().chain(&["-c", script]))
            .env("PATH", format!("{}:{path}", self.stubs()))
    }

    /// The folder with the programs that stand in for the machine's.
    ///
    /// # Panics
    ///
    /// When they cannot be written.
    #[must_use]
    pub fn stubs(&self) -> String {
        let folder = self.path(STUBS);
        if !folder.exists() {
            for name in INSTALLERS {
                self.write_program(name, "exit 0");
            }
            self.write_program(
                "cargo",
                &format!(
                    "case \"$1\" in\n  install) exit 0 ;;\n  migrate) exec '{}' \"$@\" ;;\nesac\nexec '{}' \"$@\"",
                    plugin().display(),
                    checkout::cargo().display()
                ),
            );
        }
        folder.display().to_string()
    }

    fn write_program(&self, name: &str, script: &str) {
        let path = format!("{STUBS}/{name}");
        self.write(&path, &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(self.path(&path), fs::Permissions::from_mode(0o755))
            .expect("making a script executable");
    }
}
