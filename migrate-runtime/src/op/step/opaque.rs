//! Steps that only their author understands.

use std::any::Any;

use crate::op::{ExecuteBuilder, Op, OpaqueBuilder, StepError};
use crate::operation::{Execute, Operation, Run};

impl Op {
    /// Runs SQL text, one or several statements.
    #[track_caller]
    pub fn execute(&mut self, sql: impl Into<String>) -> ExecuteBuilder<'_> {
        let operation = Operation::Execute(Execute::new(sql));
        let Operation::Execute(execute) = self.push(operation) else {
            unreachable!("`push` answers what it was given")
        };
        ExecuteBuilder { execute }
    }

    /// Runs a function over a Diesel connection of type `C`.
    #[track_caller]
    pub fn run<C: Any>(
        &mut self,
        step: impl Fn(&mut C) -> Result<(), StepError> + 'static,
    ) -> OpaqueBuilder<'_> {
        self.push_run(Run::new(step))
    }

    /// Runs a function with any error type over a Diesel connection of type `C`.
    #[track_caller]
    pub fn call<C: Any, E: Into<StepError>>(
        &mut self,
        function: impl Fn(&mut C) -> Result<(), E> + 'static,
    ) -> OpaqueBuilder<'_> {
        self.push_run(Run::new(move |connection: &mut C| {
            function(connection).map_err(Into::into)
        }))
    }

    #[track_caller]
    fn push_run(&mut self, run: Run) -> OpaqueBuilder<'_> {
        let Operation::Run(run) = self.push(Operation::Run(run)) else {
            unreachable!("`push` answers what it was given")
        };
        OpaqueBuilder {
            hints: &mut run.hints,
        }
    }
}
