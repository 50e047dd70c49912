//! The file of a backup: written under another name that only its owner may read, and never over one that exists.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{BackupError, Names};

/// A file that is being written. Dropped before it is kept, nothing of it stays.
#[derive(Debug)]
pub(super) struct Destination {
    path: PathBuf,
    partial: PathBuf,
}

impl Destination {
    /// The file that a path with names in braces means, empty as yet.
    pub(super) fn new(template: &str, names: &Names<'_>) -> Result<Self, BackupError> {
        let path = PathBuf::from(filled(template, names)?);
        let refused = |source| BackupError::File {
            path: path.clone(),
            source,
        };
        let path = std::path::absolute(&path).map_err(refused)?;
        let Some(name) = path.file_name() else {
            return Err(refused(io::ErrorKind::IsADirectory.into()));
        };
        if fs::symlink_metadata(&path).is_ok() {
            return Err(BackupError::Exists(path));
        }
        let name = format!(".{}.{}.partial", name.to_string_lossy(), std::process::id());
        let partial = path.with_file_name(name);
        private_anew(&partial).map_err(|source| BackupError::File {
            path: partial.clone(),
            source,
        })?;
        Ok(Self { path, partial })
    }

    /// Where it will be.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where it is written.
    pub(super) fn partial(&self) -> &Path {
        &self.partial
    }

    /// The file for a program to write into.
    pub(super) fn open(&self) -> Result<File, BackupError> {
        let opened = OpenOptions::new().write(true).open(&self.partial);
        opened.map_err(|source| self.refused(source))
    }

    /// Gives the file its name, once it is on the disk; answers its size.
    pub(super) fn keep(self) -> Result<u64, BackupError> {
        let file = File::open(&self.partial).map_err(|source| self.refused(source))?;
        file.sync_all().map_err(|source| self.refused(source))?;
        let size = file
            .metadata()
            .map_err(|source| self.refused(source))?
            .len();
        // Unlike renaming, linking fails where somebody was faster.
        match fs::hard_link(&self.partial, &self.path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(BackupError::Exists(self.path.clone()))
            }
            Ok(()) => Ok(size),
            // Not every file system has links: there, the name is taken first.
            Err(_) => {
                private(&self.path).map_err(|source| self.refused(source))?;
                fs::rename(&self.partial, &self.path).map_err(|source| self.refused(source))?;
                Ok(size)
            }
        }
    }

    fn refused(&self, source: io::Error) -> BackupError {
        BackupError::File {
            path: self.path.clone(),
            source,
        }
    }
}

impl Drop for Destination {
    fn drop(&mut self) {
        // Whatever came of it: under its own name it is whole, and under this one nobody needs it.
        let _ = fs::remove_file(&self.partial);
    }
}

/// The same where a run that died has left one behind: in a container every process has the same number.
fn private_anew(path: &Path) -> io::Result<()> {
    match private(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            private(path)
        }
        created => created,
    }
}

/// Creates an empty file that its owner alone may read.
fn private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Puts the names into a path.
fn filled(template: &str, names: &Names<'_>) -> Result<String, BackupError> {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else {
            break;
        };
        filled += before;
        filled += &match name {
            "database" => part(names.database),
            "time" => time(names.time),
            "revision" => part(names.revision),
            _ => {
                return Err(BackupError::UnknownName {
                    path: template.to_owned(),
                    name: name.to_owned(),
                });
            }
        };
        rest = after;
    }
    Ok(filled + rest)
}

/// A name as a part of a file's name: it leads nowhere else.
fn part(name: &str) -> String {
    let safe = |character: char| {
        if character.is_alphanumeric() || "_-".contains(character) {
            character
        } else {
            '_'
        }
    };
    name.chars().map(safe).collect()
}

/// `2026-01-31T12:00:00.000Z` without what file systems or shells dislike: `20260131T120000Z`.
fn time(moment: &str) -> String {
    let whole = moment.split('.').next().unwrap_or_default();
    let digits: String = whole
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .collect();
    digits + "Z"
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Names<'static> = Names {
        database: "shop/../1",
        time: "2026-01-31T12:00:00.000Z",
        revision: "a1b2",
    };

    #[test]
    fn names_in_braces_stand_for_what_they_say() {
        let filled = |template| filled(template, &NAMES).map_err(|error| error.to_string());
        assert_eq!(
            filled("b/{database}-{time}-{revision}.dump").as_deref(),
            Ok("b/shop____1-20260131T120000Z-a1b2.dump")
        );
        assert_eq!(filled("plain").as_deref(), Ok("plain"));
        assert_eq!(filled("open{brace").as_deref(), Ok("open{brace"));
        assert_eq!(
            filled("{when}"),
            Err("no backup could be made: `{when}` in `{when}` stands for nothing".to_owned())
        );
    }

    #[test]
    fn nothing_is_overwritten_and_nothing_left_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("kept");
        let template = path.display().to_string();
        let begun = Destination::new(&template, &NAMES).expect("a new file");
        let late = Destination {
            path: begun.path.clone(),
            partial: begun.partial.clone(),
        };
        fs::write(begun.partial(), "all of it").expect("writing");
        assert_eq!(begun.keep().expect("its name"), 9);
        assert!(matches!(
            Destination::new(&template, &NAMES),
            Err(BackupError::Exists(there)) if there == path
        ));
        fs::write(late.partial(), "late").expect("writing");
        assert!(matches!(late.keep(), Err(BackupError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).expect("reading"), "all of it");
        assert_eq!(fs::read_dir(folder.path()).expect("listing").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().expect("a folder");
        let template = folder.path().join("kept").display().to_string();
        let begun = Destination::new(&template, &NAMES).expect("a new file");
        let mode = fs::metadata(begun.partial())
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
