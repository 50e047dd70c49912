//! The database's address as Diesel users keep it: the variable `DATABASE_URL`, in the environment or a `.env` file.

use std::env;
use std::path::Path;

use migrate_runtime::Error;

use crate::message;

/// A `DATABASE_URL` and where it stands. The value may hold a password: it is looked at and never printed.
pub(crate) struct DatabaseUrl {
    pub(crate) value: String,
    /// Where it was found, for messages.
    pub(crate) origin: String,
}

impl DatabaseUrl {
    /// The environment's, else the one of the nearest `.env` file in `folder` or above.
    ///
    /// # Errors
    ///
    /// A `.env` file that cannot be parsed.
    pub(crate) fn find(folder: &Path) -> Result<Option<Self>, Error> {
        if let Ok(value) = env::var("DATABASE_URL") {
            return Ok(Some(Self {
                value,
                origin: "DATABASE_URL".to_owned(),
            }));
        }
        let Some(path) = folder
            .ancestors()
            .map(|folder| folder.join(".env"))
            .find(|path| path.is_file())
        else {
            return Ok(None);
        };
        for entry in
            dotenvy::from_path_iter(&path).map_err(|error| message::env_file(&path, &error))?
        {
            let (name, value) = entry.map_err(|error| message::env_file(&path, &error))?;
            if name == "DATABASE_URL" {
                return Ok(Some(Self {
                    value,
                    origin: format!("DATABASE_URL in {}", path.display()),
                }));
            }
        }
        Ok(None)
    }

    /// The part before `://`.
    pub(crate) fn scheme(&self) -> &str {
        self.value
            .split_once("://")
            .map_or("", |(scheme, _)| scheme)
    }
}
