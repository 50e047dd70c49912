//! The settings in `migrate.toml`, as they were compiled in.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::autogenerate::Ownership;
use crate::error::{Error, ErrorKind};
use crate::lint::{Level, Levels};

/// The member of `[lint]` that is no rule: the highest level of findings in downgrades.
const DOWNGRADES: &str = "downgrades";

/// The whole file.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Settings {
    /// The database of commands that name none.
    pub(super) database: DefaultDatabase,
    /// The databases that `--database` calls by name.
    pub(super) databases: BTreeMap<String, NamedDatabase>,
    /// The levels of lint rules, by id, and the highest level in downgrades.
    pub(super) lint: BTreeMap<String, Level>,
    /// What the declared schema is compared with.
    pub(super) autogenerate: Autogenerate,
    /// How long the statements of a run may keep others waiting.
    pub(super) limits: Limits,
}

/// `[limits]`: seconds, as the flags of the same names take them.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Limits {
    /// How long a statement may wait for a lock.
    pub(super) lock_timeout: Option<Seconds>,
    /// How long a statement may run.
    pub(super) statement_timeout: Option<Seconds>,
    /// How long a step is tried again that did not get its locks.
    pub(super) retry: Option<Seconds>,
}

/// A time in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "f64")]
pub(super) struct Seconds(pub(super) Duration);

impl TryFrom<f64> for Seconds {
    type Error = String;

    fn try_from(seconds: f64) -> Result<Self, String> {
        Duration::try_from_secs_f64(seconds)
            .map(Self)
            .map_err(|_| format!("`{seconds}` is no number of seconds"))
    }
}

/// `[autogenerate]`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Autogenerate {
    /// Patterns of the tables to look at; all where there is none.
    pub(super) include: Vec<String>,
    /// Patterns of the tables to leave alone.
    pub(super) exclude: Vec<String>,
}

impl Autogenerate {
    /// Which tables the declared schema speaks for.
    pub(super) fn ownership(&self) -> Result<Ownership, Error> {
        Ok(Ownership {
            include: patterns(&self.include)?,
            exclude: patterns(&self.exclude)?,
            drop_undeclared: false,
        })
    }
}

fn patterns(texts: &[String]) -> Result<Vec<glob::Pattern>, Error> {
    let read = |text: &String| {
        glob::Pattern::new(text).map_err(|error| {
            let message = format!("migrate.toml: `{text}` is no pattern: {error}");
            Error::new(ErrorKind::Usage, message)
                .with_help("`*` stands for any letters and `?` for one: `audit_*`")
        })
    };
    texts.iter().map(read).collect()
}

/// `[database]`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct DefaultDatabase {
    /// The URL; a relative path of an SQLite file begins at the migration crate's folder.
    pub(super) url: Option<String>,
    /// Whether `up` creates the database, as with `--create`.
    pub(super) create: bool,
    /// Whether the database is production, which it remembers itself from the next `up` on.
    pub(super) protected: bool,
    /// Where `up` puts a backup first, as with `--backup`.
    pub(super) backup: Option<String>,
}

/// `[databases.NAME]`.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct NamedDatabase {
    /// The URL.
    pub(super) url: Option<String>,
    /// The environment variable that holds the URL, where the file must not.
    pub(super) env: Option<String>,
    /// Whether the database is production, which it remembers itself from the next `up` on.
    pub(super) protected: bool,
    /// Where `up` puts a backup first, as with `--backup`.
    pub(super) backup: Option<String>,
}

/// Whether the text of a `migrate.toml` can be used, for a test of one's own. A binary says the same when it is started:
/// the file is compiled in, and nothing reads it before.
///
/// # Errors
///
/// What is wrong with the text, and on which line. Values are not repeated: they may hold passwords.
///
/// ```
/// use migrate_runtime::cli::check_settings;
///
/// assert!(check_settings("[database]\nurl = \"sqlite://app.db\"\n").is_ok());
/// let error = check_settings("[database]\nurl = 7\n").unwrap_err();
/// assert!(error.to_string().starts_with("migrate.toml cannot be read: line 2"));
/// ```
pub fn check_settings(text: &str) -> Result<(), Error> {
    let settings = Settings::parse(Some(text))?;
    settings.levels()?;
    settings.autogenerate.ownership().map(drop)
}

/// The parser's own sentence, without the line that it would show: a URL there may hold a password.
fn unreadable(text: &str, error: &toml::de::Error) -> Error {
    let place = error.span().map_or_else(String::new, |span| {
        let before = text.get(..span.start).unwrap_or(text);
        format!("line {}: ", before.matches('\n').count() + 1)
    });
    let problem = without_values(error.message());
    let message = format!("migrate.toml cannot be read: {place}{problem}");
    Error::new(ErrorKind::Usage, message)
        .with_help("correct it and build the migration crate again")
}

/// A message in which only words are quoted: of every other quotation nothing but the quotes is left.
fn without_values(message: &str) -> String {
    let is_word = |text: &str| {
        text.chars()
            .all(|letter| letter.is_alphanumeric() || "_-".contains(letter))
    };
    let mut said = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(start) = rest.find(['"', '`']) {
        let quote = &rest[start..=start];
        let quoted = &rest[start + 1..];
        // To the last quote where the text behind it is no word: the value may hold quotes itself.
        let Some(end) = quoted.find(quote) else { break };
        let end = if is_word(&quoted[..end]) {
            end
        } else {
            quoted.rfind(quote).unwrap_or(end)
        };
        said.push_str(&rest[..=start]);
        said.push_str(if is_word(&quoted[..end]) {
            &quoted[..end]
        } else {
            "…"
        });
        said.push_str(quote);
        rest = &quoted[end + 1..];
    }
    said + rest
}

impl Settings {
    /// Reads the text of the file; without a file nothing is set.
    pub(super) fn parse(text: Option<&str>) -> Result<Self, Error> {
        let text = text.unwrap_or_default();
        toml::from_str(text).map_err(|error| unreadable(text, &error))
    }

    /// The levels of lint rules.
    pub(super) fn levels(&self) -> Result<Levels, Error> {
        let mut given = self.lint.clone();
        let downgrades = given.remove(DOWNGRADES);
        let given = given.iter().map(|(id, level)| (id.as_str(), *level));
        let levels = Levels::new(given).map_err(|unknown| unknown.named_by("migrate.toml"))?;
        Ok(match downgrades {
            Some(highest) => levels.downgrades(highest),
            None => levels,
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
    fn lint_rules_have_levels() {
        let levels = |text| Settings::parse(Some(text)).and_then(|settings| settings.levels());
        let rule = crate::lint::rule("LK01").expect("a rule");
        let given = levels("[lint]\nLK01 = 'off'\n").expect("a rule and a level");
        assert_eq!(given.of(rule), Level::Off);
        let error = levels("[lint]\nLK0l = 'off'\n").expect_err("no such rule");
        assert_eq!(error.kind(), ErrorKind::Usage);
        assert!(
            error.to_string().starts_with("migrate.toml names"),
            "{error}"
        );
        assert!(
            error.help().is_some_and(|help| help.contains("LK0")),
            "{error:?}"
        );
        assert!(levels("[lint]\nLK01 = 'loud'\n").is_err());
        assert_eq!(given.of_downgrades(), Level::Warning);
        let given = levels("[lint]\ndowngrades = 'off'\n").expect("a level");
        assert_eq!(given.of_downgrades(), Level::Off);
    }

    #[test]
    fn a_pattern_that_is_none_is_an_error_that_names_it() {
        let text = "[autogenerate]\nexclude = ['audit_*', '[']\n";
        let settings = Settings::parse(Some(text)).expect("sound settings");
        let error = settings.autogenerate.ownership().expect_err("no pattern");
        assert!(error.to_string().contains("`[`"), "{error}");
    }

    #[test]
    fn limits_are_seconds() {
        let settings = |text| Settings::parse(Some(text));
        let limits = settings("[limits]\nlock_timeout = 0.5\nretry = 60\n")
            .expect("sound settings")
            .limits;
        assert_eq!(
            limits.lock_timeout,
            Some(Seconds(Duration::from_millis(500)))
        );
        assert_eq!(limits.retry, Some(Seconds(Duration::from_mins(1))));
        assert_eq!(limits.statement_timeout, None);
        let error = settings("[limits]\nretry = -1\n").expect_err("no time");
        assert!(error.to_string().contains("`-1`"), "{error}");
    }

    #[test]
    fn a_misspelt_setting_is_an_error_that_names_it() {
        let error = Settings::parse(Some("[database]\nulr = 'x'\n")).expect_err("no such setting");
        assert!(error.to_string().contains("ulr"), "{error}");
        assert_eq!(error.kind(), ErrorKind::Usage);
    }
}
