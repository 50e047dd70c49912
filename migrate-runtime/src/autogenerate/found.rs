//! Differences as they are found, put into the order in which they run.

use super::{Difference, Differences};
use crate::operation::Operation;

/// When an operation runs: what goes makes room for what comes, and what is referenced comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    CreateNamespace,
    AddEnumLabel,
    DropTrigger,
    DropView,
    FreeTable,
    DropForeignKey,
    DropIndex,
    StopNumbering,
    DropConstraint,
    DropTable,
    /// Sequences whose place is taken by something else of the same name.
    ReplaceSequence,
    /// Types whose place is taken by a table or a view of the same name.
    ReplaceEnum,
    /// Columns whose place is taken by a new one of the same name.
    ReplaceColumn,
    /// Behind the tables that go: a table's name is a type's, too.
    CreateEnum,
    CreateSequence,
    AlterSequence,
    CreateTable,
    AddColumn,
    AlterColumn,
    DropEnumLabel,
    /// After the new columns: a table is never without any.
    DropColumn,
    DropSequence,
    Rename,
    AddConstraint,
    StartNumbering,
    TableOptions,
    CreateIndex,
    AddForeignKey,
    ValidateConstraint,
    Comment,
    DropEnum,
    CreateView,
    CreateTrigger,
    DropNamespace,
    /// What no operation can change.
    Words,
}

/// Differences as they are found.
#[derive(Default)]
pub(super) struct Found(Vec<(Phase, Difference)>);

impl Found {
    /// Notes an operation.
    pub(super) fn run(&mut self, phase: Phase, operation: Operation) {
        self.0
            .push((phase, Difference::Operation(Box::new(operation))));
    }

    /// Notes what no operation can change.
    pub(super) fn say(&mut self, words: impl Into<String>) {
        self.0.push((Phase::Words, Difference::Words(words.into())));
    }

    /// Within a phase the order of finding stays.
    pub(super) fn in_order(mut self) -> Differences {
        self.0.sort_by_key(|(phase, _)| *phase);
        Differences(
            self.0
                .into_iter()
                .map(|(_, difference)| difference)
                .collect(),
        )
    }
}
