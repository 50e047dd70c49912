//! Runs a Rust function over the real Diesel connection.

use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::Hints;
use crate::connection::Database;

/// What an author's function may fail with: any error, or a sentence.
///
/// Like `anyhow::Error`, it is made from every error type and therefore is none itself.
pub struct StepError(Box<dyn std::error::Error + Send + Sync>);

impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> From<E> for StepError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl StepError {
    /// The error inside.
    #[must_use]
    pub fn into_inner(self) -> Box<dyn std::error::Error + Send + Sync> {
        self.0
    }
}

impl fmt::Debug for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

type RustStep = dyn Fn(&mut dyn Any) -> Result<(), StepError>;

/// A function to run over one connection type. A retry runs it again.
///
/// Read back from a recorded plan it is [forgotten](Self::is_forgotten): a record cannot hold the function.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Run {
    #[serde(skip)]
    function: Option<Function>,
    /// The connection type the function was written for, as an author writes it.
    pub connection_type: Cow<'static, str>,
    /// What the author says about the step.
    #[serde(flatten)]
    pub hints: Hints,
}

/// The function and the connection type that it takes.
#[derive(Clone)]
struct Function {
    step: Arc<RustStep>,
    connection: TypeId,
}

impl Run {
    /// A step over the connection type `C`.
    pub fn new<C: Any>(step: impl Fn(&mut C) -> Result<(), StepError> + 'static) -> Self {
        Self {
            function: Some(Function {
                step: Arc::new(move |any| match any.downcast_mut::<C>() {
                    Some(connection) => step(connection),
                    None => Err(StepError::from(
                        "the step is written for another connection type",
                    )),
                }),
                connection: TypeId::of::<C>(),
            }),
            connection_type: std::any::type_name::<C>().into(),
            hints: Hints::default(),
        }
    }

    /// The connection type that the step was written for; `None` where the function is forgotten.
    #[must_use]
    pub fn connection(&self) -> Option<TypeId> {
        self.function.as_ref().map(|function| function.connection)
    }

    /// Whether the step was read from a record, which cannot hold its function: it refuses to run.
    #[must_use]
    pub const fn is_forgotten(&self) -> bool {
        self.function.is_none()
    }

    pub(super) fn describe(&self) -> String {
        format!("run a Rust function over `{}`", self.connection_type)
    }

    /// Runs the function.
    ///
    /// # Errors
    ///
    /// What the function fails with, that it is written for another connection type, or that it is forgotten.
    pub fn call(&self, database: &mut dyn Database) -> Result<(), StepError> {
        match &self.function {
            Some(function) => (function.step)(database.as_any()),
            None => Err(StepError::from(
                "the step is a Rust function, and only its migration's file holds it: bring the file back",
            )),
        }
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("connection_type", &self.connection_type)
            .finish_non_exhaustive()
    }
}
