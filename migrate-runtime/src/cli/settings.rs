//! The settings in `migrate.toml`, as they were compiled in.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorKind};

/// The whole file.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    /// The database of commands that name none.
    pub(super) database: DefaultDatabase,
    /// The databases that `--database` calls by name.
    pub(super) databases: BTreeMap<String, NamedDatabase>,
}

/// `[database]`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct DefaultDatabase {
    /// The URL; a relative path of an SQLite file begins at the migration crate's folder.
    pub(super) url: Option<String>,
    /// Whether `up` creates the database, as with `--create`.
    pub(super) create: bool,
}

/// `[databases.NAME]`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct NamedDatabase {
    /// The URL.
    pub(super) url: Option<String>,
    /// The environment variable that holds the URL, where the file must not.
    pub(super) env: Option<String>,
}

impl Settings {
    /// Reads the text of the file; without a file nothing is set.
    pub(super) fn parse(text: Option<&str>) -> Result<Self, Error> {
        toml::from_str(text.unwrap_or_default()).map_err(|error| {
            Error::new(
                ErrorKind::Usage,
                format!("migrate.toml cannot be read: {error}"),
            )
            .with_help("correct it and build the migration crate again")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_may_be_left_out() {
        let settings = Settings::parse(None).expect("no settings");
        assert!(settings.database.url.is_none() && !settings.database.create);
    }

    #[test]
    fn a_misspelt_setting_is_an_error_that_names_it() {
        let error = Settings::parse(Some("[database]\nulr = 'x'\n")).expect_err("no such setting");
        assert!(error.to_string().contains("ulr"), "{error}");
        assert_eq!(error.kind(), ErrorKind::Usage);
    }
}
