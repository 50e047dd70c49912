//! A change of something that may be there or not.

/// What happens to something that a column or a table may have or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It becomes this.
    Set(T),
    /// It goes.
    Drop,
}

impl<T: Clone> Change<T> {
    /// Whether nothing happens.
    #[must_use]
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    pub(super) fn apply(&self, value: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Set(new) => *value = Some(new.clone()),
            Self::Drop => *value = None,
        }
    }

    /// The change as one of a list, `what` being what changes.
    pub(super) fn describe(&self, what: &str) -> Option<String> {
        match self {
            Self::Keep => None,
            Self::Set(_) => Some(what.into()),
            Self::Drop => Some(format!("no {what}")),
        }
    }

    /// The change that leads back to `value`.
    pub(super) fn back_to(&self, value: Option<&T>) -> Self {
        match (self, value) {
            (Self::Keep, _) => Self::Keep,
            (Self::Set(_) | Self::Drop, Some(value)) => Self::Set(value.clone()),
            (Self::Set(_) | Self::Drop, None) => Self::Drop,
        }
    }
}
