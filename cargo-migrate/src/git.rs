//! Every call of git.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use migrate_runtime::Error;

use crate::message;

/// The repository around a folder.
pub(crate) struct Repository {
    folder: PathBuf,
}

/// A file as a commit has it.
pub(crate) struct Blob {
    /// The path relative to the folder that was listed.
    pub(crate) path: String,
    pub(crate) content: Vec<u8>,
}

impl Repository {
    /// The repository that `folder` is in.
    ///
    /// # Errors
    ///
    /// Git is missing, or the folder is in no repository.
    pub(crate) fn around(folder: &Path) -> Result<Self, Error> {
        let repository = Self {
            folder: folder.to_owned(),
        };
        let output = repository.output(&["rev-parse", "--show-toplevel"])?;
        if output.status.success() {
            Ok(repository)
        } else {
            Err(message::no_repository(&text(&output.stderr)))
        }
    }

    /// The folder of its working tree.
    ///
    /// # Errors
    ///
    /// Git fails.
    pub(crate) fn root(&self) -> Result<PathBuf, Error> {
        let answer = self.success(&["rev-parse", "--show-toplevel"])?;
        Ok(PathBuf::from(text(&answer).trim_end_matches('\n')))
    }

    /// The commit that a name stands for.
    ///
    /// # Errors
    ///
    /// Git knows no such commit.
    pub(crate) fn commit(&self, name: &str) -> Result<String, Error> {
        let commit = format!("{name}^{{commit}}");
        let output = self.output(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ])?;
        if output.status.success() {
            Ok(text(&output.stdout).trim().to_owned())
        } else {
            Err(message::unknown_git_ref(name))
        }
    }

    /// The files directly in `folder` as `commit` has them; none where the folder is not there.
    ///
    /// # Errors
    ///
    /// Git fails.
    pub(crate) fn files(&self, commit: &str, folder: &Path) -> Result<Vec<Blob>, Error> {
        let relative = folder.strip_prefix(&self.folder).unwrap_or(folder);
        let relative = format!("{}/", relative.to_string_lossy().replace('\\', "/"));
        let listing = self.success(&["ls-tree", "-z", commit, "--", &relative])?;
        let (objects, paths): (Vec<_>, Vec<_>) =
            text(&listing).split('\0').filter_map(blob_entry).unzip();
        let contents = self.contents(&objects)?;
        let name = |path: String| {
            path.strip_prefix(&relative)
                .map(ToOwned::to_owned)
                .unwrap_or(path)
        };
        Ok(paths
            .into_iter()
            .zip(contents)
            .map(|(path, content)| Blob {
                path: name(path),
                content,
            })
            .collect())
    }

    /// The contents of objects, in one call.
    fn contents(&self, objects: &[String]) -> Result<Vec<Vec<u8>>, Error> {
        const COMMAND: &str = "cat-file --batch";
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| message::cannot_start("git", error))?;
        let stdin = child.stdin.take();
        let asked = objects.join("\n") + "\n";
        // Git answers while it is still being asked; both pipes must move, or both sides wait.
        let writer =
            thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(asked.as_bytes())));
        let output = child
            .wait_with_output()
            .map_err(|error| message::cannot_start("git", error))?;
        let _ = writer.join();
        let contents = batch_contents(&output.stdout);
        if contents.len() == objects.len() {
            Ok(contents)
        } else {
            Err(message::git_failed(COMMAND, ""))
        }
    }

    fn success(&self, arguments: &[&str]) -> Result<Vec<u8>, Error> {
        let output = self.output(arguments)?;
        if output.status.success() {
            Ok(output.stdout)
        } else {
            Err(message::git_failed(
                &arguments.join(" "),
                &text(&output.stderr),
            ))
        }
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, Error> {
        self.command(arguments)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| message::cannot_start("git", error))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(arguments);
        command
    }
}

/// Object and path of one entry, `MODE blob OBJECT\tPATH`; none for what is no file.
fn blob_entry(entry: &str) -> Option<(String, String)> {
    let (details, path) = entry.split_once('\t')?;
    let mut details = details.split(' ').skip(1);
    (details.next() == Some("blob")).then_some(())?;
    Some((details.next()?.to_owned(), path.to_owned()))
}

/// The contents in the output of `cat-file --batch`: `OBJECT blob SIZE\n`, that many bytes, `\n`.
fn batch_contents(mut output: &[u8]) -> Vec<Vec<u8>> {
    let mut contents = Vec::new();
    while let Some((content, rest)) = next_content(output) {
        contents.push(content.to_owned());
        output = rest;
    }
    contents
}

fn next_content(output: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = output.iter().position(|&byte| byte == b'\n')?;
    let size: usize = std::str::from_utf8(&output[..end])
        .ok()?
        .rsplit(' ')
        .next()?
        .parse()
        .ok()?;
    let content = output.get(end + 1..end + 1 + size)?;
    Some((content, output.get(end + 2 + size..)?))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batch_output_is_cut_by_size_and_not_by_line() {
        let output = b"aa blob 4\na\nb\n\nbb blob 0\n\n";
        assert_eq!(batch_contents(output), [b"a\nb\n".to_vec(), Vec::new()]);
    }

    #[test]
    fn folders_are_no_files() {
        assert_eq!(
            blob_entry("100644 blob aa\tm/x.rs"),
            Some(("aa".to_owned(), "m/x.rs".to_owned()))
        );
        assert_eq!(blob_entry("040000 tree aa\tm/x"), None);
    }
}
