//! The servers' own dump programs.

use std::process::Command;

/// What a program prints.
///
/// # Panics
///
/// When it cannot be started or fails: it is installed with the server that it belongs to.
pub(super) fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("starting {program}: {error}"));
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("a dump is text")
}
