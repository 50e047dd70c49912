//! The signatures that `upgrade` and `downgrade` may have, behind one trait.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use super::{Op, StepError};
use crate::connection::Database;

/// Anything that `upgrade` and `downgrade` may be. The marker keeps the signatures apart.
#[diagnostic::on_unimplemented(
    message = "this is not a signature that `upgrade` and `downgrade` may have",
    label = "expected `fn(&mut Op)`, `fn(&mut Op) -> Result<(), E>` or `fn(&mut C) -> Result<(), E>` with a Diesel connection `C`",
    note = "`E` is any error type; the connection's backend must be an enabled feature of `migrate-runtime`"
)]
pub trait IntoPlan<Marker> {
    /// Adds the migration's steps to `op`.
    ///
    /// # Errors
    ///
    /// What the author's function fails with while it builds the plan.
    fn into_plan(self, op: &mut Op) -> Result<(), StepError>;
}

/// Marks `fn(&mut Op)`.
pub struct Builds;
/// Marks `fn(&mut Op) -> Result<(), E>`.
pub struct BuildsOrFails<E>(PhantomData<E>);
/// Marks `fn(&mut C) -> Result<(), E>`.
pub struct Runs<C, E>(PhantomData<(C, E)>);

impl<F: FnOnce(&mut Op)> IntoPlan<Builds> for F {
    fn into_plan(self, op: &mut Op) -> Result<(), StepError> {
        self(op);
        Ok(())
    }
}

impl<E: Into<StepError>, F: FnOnce(&mut Op) -> Result<(), E>> IntoPlan<BuildsOrFails<E>> for F {
    fn into_plan(self, op: &mut Op) -> Result<(), StepError> {
        self(op).map_err(Into::into)
    }
}

impl<C, E, F> IntoPlan<Runs<C, E>> for F
where
    C: Database + Any,
    E: Into<StepError>,
    F: Fn(&mut C) -> Result<(), E> + 'static,
{
    fn into_plan(self, op: &mut Op) -> Result<(), StepError> {
        op.run(move |connection: &mut C| self(connection).map_err(Into::into));
        Ok(())
    }
}

/// A migration's function behind one type, whatever its signature.
pub trait Plan: Sync {
    /// Adds the migration's steps to `op`.
    ///
    /// # Errors
    ///
    /// What the author's function fails with while it builds the plan.
    fn plan(&self, op: &mut Op) -> Result<(), StepError>;
}

/// A function, and how its signature adds to a plan.
pub struct Function<F> {
    function: F,
    into_plan: fn(F, &mut Op) -> Result<(), StepError>,
}

/// Makes of anything that `upgrade` and `downgrade` may be what a registration holds.
pub const fn function<M, F: IntoPlan<M>>(function: F) -> Function<F> {
    Function {
        function,
        into_plan: F::into_plan,
    }
}

impl<F: Copy + Sync> Plan for Function<F> {
    fn plan(&self, op: &mut Op) -> Result<(), StepError> {
        (self.into_plan)(self.function, op)
    }
}

impl fmt::Debug for dyn Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a migration's function")
    }
}
