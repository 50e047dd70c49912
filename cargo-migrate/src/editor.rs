//! The user's editor: `$VISUAL`, else `$EDITOR`.

use std::env;
use std::path::Path;
use std::process::Command;

use migrate_runtime::Error;

use crate::message;

/// Opens a file and waits until the editor ends.
///
/// # Errors
///
/// No editor is set, it cannot be started, or it fails.
pub(crate) fn open(path: &Path) -> Result<(), Error> {
    let editor = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
    let editor = editor.ok_or_else(|| message::no_editor(path))?;
    let status = command(&editor, path)
        .status()
        .map_err(|error| message::cannot_start(&editor, error))?;
    if status.success() {
        Ok(())
    } else {
        Err(message::editor_failed(&editor))
    }
}

/// The variable may hold arguments and quotes: the shell reads it, as git lets it.
#[cfg(unix)]
fn command(editor: &str, path: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(format!("{editor} \"$@\""))
        .arg(editor)
        .arg(path);
    command
}

#[cfg(not(unix))]
fn command(editor: &str, path: &Path) -> Command {
    let mut words = editor.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).arg(path);
    command
}
