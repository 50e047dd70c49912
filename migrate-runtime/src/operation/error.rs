//! Why an operation cannot be applied to a schema: what replay finds without a database.

use std::fmt;

/// Why an operation cannot be applied to the schema that the operations before it have left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplyError {
    /// Something does not exist.
    Missing {
        /// What, as in "table `users`".
        what: String,
        /// An existing name that is near.
        nearest: Option<String>,
    },
    /// Something exists already.
    Duplicate {
        /// What, as in "table `users`".
        what: String,
    },
    /// Something else still needs it.
    InUse {
        /// What, as in "table `users`".
        what: String,
        /// What needs it, as in "foreign key `fk_posts_user_id_users` of table `posts`".
        by: String,
    },
    /// The operation asks for nothing, or for what makes no sense.
    Invalid {
        /// The sentence.
        why: String,
    },
}

impl ApplyError {
    pub(super) fn missing(what: impl fmt::Display) -> Self {
        Self::Missing {
            what: what.to_string(),
            nearest: None,
        }
    }

    pub(super) fn duplicate(what: impl fmt::Display) -> Self {
        Self::Duplicate {
            what: what.to_string(),
        }
    }

    /// The way out.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Missing { nearest, .. } => {
                let nearest = nearest.as_ref()?;
                Some(format!("there is `{nearest}`"))
            }
            Self::Duplicate { .. } => Some("drop or rename the existing one first".into()),
            Self::InUse { by, .. } => Some(format!("drop the {by} first")),
            Self::Invalid { .. } => None,
        }
    }
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { what, .. } => write!(f, "{what} does not exist at this point"),
            Self::Duplicate { what } => write!(f, "{what} exists already at this point"),
            Self::InUse { what, by } => write!(f, "{what} is still needed by the {by}"),
            Self::Invalid { why } => f.write_str(why),
        }
    }
}

impl std::error::Error for ApplyError {}
