//! A change to a schema as data: applied in memory, reversed, described; one file per operation.

mod add_column;
mod add_constraint;
mod add_enum_label;
mod alter_column;
mod alter_sequence;
mod alter_table_options;
mod backfill;
mod change;
mod comment_on_table;
mod condition;
mod create_enum;
mod create_extension;
mod create_function;
mod create_index;
mod create_namespace;
mod create_sequence;
mod create_table;
mod create_trigger;
mod create_view;
mod delete;
mod drop_column;
mod drop_constraint;
mod drop_enum;
mod drop_enum_label;
mod drop_extension;
mod drop_function;
mod drop_index;
mod drop_namespace;
mod drop_sequence;
mod drop_table;
mod drop_trigger;
mod drop_view;
mod enum_labels;
mod error;
mod execute;
mod insert;
mod lookup;
mod move_table;
mod online;
mod position;
mod references;
mod refresh_view;
mod rename_column;
mod rename_constraint;
mod rename_enum_label;
mod rename_index;
mod rename_object;
mod rename_table;
mod replace_view;
mod run;
mod step;
mod update;
mod validate_constraint;

pub use add_column::AddColumn;
pub use add_constraint::AddConstraint;
pub use add_enum_label::AddEnumLabel;
pub use alter_column::{AlterColumn, NewType};
pub use alter_sequence::AlterSequence;
pub use alter_table_options::AlterTableOptions;
pub use backfill::Backfill;
pub use change::Change;
pub use comment_on_table::CommentOnTable;
pub use condition::{
    Condition, Facts, Thing, has_column, has_constraint, has_enum, has_index, has_sequence,
    has_table, has_view, on_backend, version_at_least,
};
pub use create_enum::CreateEnum;
pub use create_extension::CreateExtension;
pub use create_function::CreateFunction;
pub use create_index::{CreateIndex, IndexBuild};
pub use create_namespace::CreateNamespace;
pub use create_sequence::CreateSequence;
pub use create_table::CreateTable;
pub use create_trigger::CreateTrigger;
pub use create_view::CreateView;
pub use delete::Delete;
pub use drop_column::DropColumn;
pub use drop_constraint::DropConstraint;
pub use drop_enum::DropEnum;
pub use drop_enum_label::DropEnumLabel;
pub use drop_extension::DropExtension;
pub use drop_function::DropFunction;
pub use drop_index::DropIndex;
pub use drop_namespace::DropNamespace;
pub use drop_sequence::DropSequence;
pub use drop_table::DropTable;
pub use drop_trigger::DropTrigger;
pub use drop_view::DropView;
pub use error::ApplyError;
pub use execute::{Execute, Hints};
pub use insert::Insert;
pub use move_table::MoveTable;
pub use online::{Algorithm, Lock, Online};
pub use position::Position;
pub use refresh_view::RefreshView;
pub use rename_column::RenameColumn;
pub use rename_constraint::RenameConstraint;
pub use rename_enum_label::RenameEnumLabel;
pub use rename_index::RenameIndex;
pub use rename_object::{ObjectKind, RenameObject};
pub use rename_table::RenameTable;
pub use replace_view::ReplaceView;
pub use run::{Run, StepError};
pub use step::{Existence, Guard, Step};
pub use update::Update;
pub use validate_constraint::ValidateConstraint;

use crate::schema::Schema;

/// What one step of a migration does. Matches over it have no wildcard: a new operation does not compile until every
/// floor above knows it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case")]
pub enum Operation {
    /// Creates a table with its columns, constraints and indexes.
    CreateTable(CreateTable),
    /// Drops a table.
    DropTable(DropTable),
    /// Gives a table another name.
    RenameTable(RenameTable),
    /// Sets or drops a table's comment.
    CommentOnTable(CommentOnTable),
    /// Changes what one backend or another lets a table say about itself.
    AlterTableOptions(AlterTableOptions),
    /// Adds a column to a table.
    AddColumn(AddColumn),
    /// Drops a column of a table.
    DropColumn(DropColumn),
    /// Gives a column another name.
    RenameColumn(RenameColumn),
    /// Changes what is said about a column.
    AlterColumn(AlterColumn),
    /// Creates an index on a table that exists.
    CreateIndex(CreateIndex),
    /// Drops an index.
    DropIndex(DropIndex),
    /// Gives an index another name.
    RenameIndex(RenameIndex),
    /// Adds a constraint to a table that exists.
    AddConstraint(AddConstraint),
    /// Drops a constraint.
    DropConstraint(DropConstraint),
    /// Checks the rows that were there before a constraint.
    ValidateConstraint(ValidateConstraint),
    /// Gives a constraint another name.
    RenameConstraint(RenameConstraint),
    /// Creates an enum type.
    CreateEnum(CreateEnum),
    /// Drops an enum type.
    DropEnum(DropEnum),
    /// Adds a label to an enum type.
    AddEnumLabel(AddEnumLabel),
    /// Drops a label of an enum type.
    DropEnumLabel(DropEnumLabel),
    /// Gives a label of an enum type another name.
    RenameEnumLabel(RenameEnumLabel),
    /// Creates a sequence.
    CreateSequence(CreateSequence),
    /// Drops a sequence.
    DropSequence(DropSequence),
    /// Creates a view.
    CreateView(CreateView),
    /// Drops a view.
    DropView(DropView),
    /// Creates a trigger.
    CreateTrigger(CreateTrigger),
    /// Drops a trigger.
    DropTrigger(DropTrigger),
    /// Creates a namespace.
    CreateNamespace(CreateNamespace),
    /// Drops a namespace that holds nothing.
    DropNamespace(DropNamespace),
    /// Changes how a sequence counts.
    AlterSequence(AlterSequence),
    /// Installs an extension of PostgreSQL.
    CreateExtension(CreateExtension),
    /// Creates a function or a procedure.
    CreateFunction(CreateFunction),
    /// Takes an extension of PostgreSQL away.
    DropExtension(DropExtension),
    /// Drops a function or a procedure.
    DropFunction(DropFunction),
    /// Moves a table into another namespace.
    MoveTable(MoveTable),
    /// Runs the query of a materialised view again.
    RefreshView(RefreshView),
    /// Gives what stands beside tables another name.
    RenameObject(RenameObject),
    /// Gives a view another query.
    ReplaceView(ReplaceView),
    /// Inserts rows.
    Insert(Insert),
    /// Changes rows.
    Update(Update),
    /// Updates rows in batches.
    Backfill(Backfill),
    /// Deletes rows.
    Delete(Delete),
    /// Runs SQL text.
    Execute(Execute),
    /// Runs a Rust function over a Diesel connection.
    Run(Run),
}

impl Operation {
    /// Does to a schema in memory what the operation does to a database. Opaque steps change nothing here.
    ///
    /// # Errors
    ///
    /// What the operation is about is missing, exists already or is still needed.
    pub fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        match self {
            Self::CreateTable(operation) => operation.apply(schema),
            Self::DropTable(operation) => operation.apply(schema),
            Self::RenameTable(operation) => operation.apply(schema),
            Self::CommentOnTable(operation) => operation.apply(schema),
            Self::AlterTableOptions(operation) => operation.apply(schema),
            Self::AddColumn(operation) => operation.apply(schema),
            Self::DropColumn(operation) => operation.apply(schema),
            Self::RenameColumn(operation) => operation.apply(schema),
            Self::AlterColumn(operation) => operation.apply(schema),
            Self::CreateIndex(operation) => operation.apply(schema),
            Self::DropIndex(operation) => operation.apply(schema),
            Self::RenameIndex(operation) => operation.apply(schema),
            Self::AddConstraint(operation) => operation.apply(schema),
            Self::DropConstraint(operation) => operation.apply(schema),
            Self::ValidateConstraint(operation) => operation.apply(schema),
            Self::RenameConstraint(operation) => operation.apply(schema),
            Self::CreateEnum(operation) => operation.apply(schema),
            Self::DropEnum(operation) => operation.apply(schema),
            Self::AddEnumLabel(operation) => operation.apply(schema),
            Self::DropEnumLabel(operation) => operation.apply(schema),
            Self::RenameEnumLabel(operation) => operation.apply(schema),
            Self::CreateSequence(operation) => operation.apply(schema),
            Self::DropSequence(operation) => operation.apply(schema),
            Self::CreateView(operation) => operation.apply(schema),
            Self::DropView(operation) => operation.apply(schema),
            Self::CreateTrigger(operation) => operation.apply(schema),
            Self::DropTrigger(operation) => operation.apply(schema),
            Self::CreateNamespace(operation) => operation.apply(schema),
            Self::DropNamespace(operation) => operation.apply(schema),
            Self::AlterSequence(operation) => operation.apply(schema),
            Self::CreateExtension(operation) => operation.apply(schema),
            Self::CreateFunction(operation) => operation.apply(schema),
            Self::DropExtension(operation) => operation.apply(schema),
            Self::DropFunction(operation) => operation.apply(schema),
            Self::MoveTable(operation) => operation.apply(schema),
            Self::RefreshView(operation) => operation.apply(schema),
            Self::RenameObject(operation) => operation.apply(schema),
            Self::ReplaceView(operation) => operation.apply(schema),
            Self::Insert(operation) => operation.apply(schema),
            Self::Update(operation) => operation.apply(schema),
            Self::Backfill(operation) => operation.apply(schema),
            Self::Delete(operation) => operation.apply(schema),
            Self::Execute(_) | Self::Run(_) => Ok(()),
        }
    }

    /// The operations that lead back to `before`, the schema that this one was applied to; `None` where only its author
    /// knows the way.
    #[must_use]
    pub fn reverse(&self, before: &Schema) -> Option<Vec<Self>> {
        match self {
            Self::CreateTable(operation) => Some(operation.reverse()),
            Self::DropTable(operation) => operation.reverse(before),
            Self::RenameTable(operation) => Some(operation.reverse()),
            Self::CommentOnTable(operation) => operation.reverse(before),
            Self::AlterTableOptions(operation) => operation.reverse(before),
            Self::AddColumn(operation) => Some(operation.reverse()),
            Self::DropColumn(operation) => operation.reverse(before),
            Self::RenameColumn(operation) => Some(operation.reverse()),
            Self::AlterColumn(operation) => operation.reverse(before),
            Self::CreateIndex(operation) => Some(operation.reverse()),
            Self::DropIndex(operation) => operation.reverse(before),
            Self::RenameIndex(operation) => Some(operation.reverse()),
            Self::AddConstraint(operation) => operation.reverse(before),
            Self::DropConstraint(operation) => operation.reverse(before),
            Self::ValidateConstraint(operation) => operation.reverse(before),
            Self::RenameConstraint(operation) => Some(operation.reverse()),
            Self::CreateEnum(operation) => Some(operation.reverse()),
            Self::DropEnum(operation) => operation.reverse(before),
            Self::AddEnumLabel(operation) => Some(operation.reverse()),
            Self::DropEnumLabel(operation) => operation.reverse(before),
            Self::RenameEnumLabel(operation) => Some(operation.reverse()),
            Self::CreateSequence(operation) => Some(operation.reverse()),
            Self::DropSequence(operation) => operation.reverse(before),
            Self::CreateView(operation) => Some(operation.reverse()),
            Self::DropView(operation) => operation.reverse(before),
            Self::CreateTrigger(operation) => Some(operation.reverse()),
            Self::DropTrigger(operation) => operation.reverse(before),
            Self::CreateNamespace(operation) => Some(operation.reverse()),
            Self::DropNamespace(operation) => Some(operation.reverse()),
            Self::AlterSequence(operation) => operation.reverse(before),
            Self::CreateExtension(operation) => Some(operation.reverse()),
            Self::CreateFunction(operation) => Some(operation.reverse()),
            Self::DropExtension(operation) => Some(operation.reverse()),
            Self::DropFunction(operation) => operation.reverse(before),
            Self::MoveTable(operation) => operation.reverse(),
            Self::RenameObject(operation) => Some(operation.reverse()),
            Self::ReplaceView(operation) => operation.reverse(before),
            // It changes rows that the view's query tells, and nothing of the schema.
            Self::RefreshView(_) => Some(Vec::new()),
            Self::Execute(operation) => operation.reverse(),
            Self::Insert(_)
            | Self::Update(_)
            | Self::Backfill(_)
            | Self::Delete(_)
            | Self::Run(_) => None,
        }
    }

    /// What the operation does, as the end of "this step will …".
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::CreateTable(operation) => operation.describe(),
            Self::DropTable(operation) => operation.describe(),
            Self::RenameTable(operation) => operation.describe(),
            Self::CommentOnTable(operation) => operation.describe(),
            Self::AlterTableOptions(operation) => operation.describe(),
            Self::AddColumn(operation) => operation.describe(),
            Self::DropColumn(operation) => operation.describe(),
            Self::RenameColumn(operation) => operation.describe(),
            Self::AlterColumn(operation) => operation.describe(),
            Self::CreateIndex(operation) => operation.describe(),
            Self::DropIndex(operation) => operation.describe(),
            Self::RenameIndex(operation) => operation.describe(),
            Self::AddConstraint(operation) => operation.describe(),
            Self::DropConstraint(operation) => operation.describe(),
            Self::ValidateConstraint(operation) => operation.describe(),
            Self::RenameConstraint(operation) => operation.describe(),
            Self::CreateEnum(operation) => operation.describe(),
            Self::DropEnum(operation) => operation.describe(),
            Self::AddEnumLabel(operation) => operation.describe(),
            Self::DropEnumLabel(operation) => operation.describe(),
            Self::RenameEnumLabel(operation) => operation.describe(),
            Self::CreateSequence(operation) => operation.describe(),
            Self::DropSequence(operation) => operation.describe(),
            Self::CreateView(operation) => operation.describe(),
            Self::DropView(operation) => operation.describe(),
            Self::CreateTrigger(operation) => operation.describe(),
            Self::DropTrigger(operation) => operation.describe(),
            Self::CreateNamespace(operation) => operation.describe(),
            Self::DropNamespace(operation) => operation.describe(),
            Self::AlterSequence(operation) => operation.describe(),
            Self::CreateExtension(operation) => operation.describe(),
            Self::CreateFunction(operation) => operation.describe(),
            Self::DropExtension(operation) => operation.describe(),
            Self::DropFunction(operation) => operation.describe(),
            Self::MoveTable(operation) => operation.describe(),
            Self::RefreshView(operation) => operation.describe(),
            Self::RenameObject(operation) => operation.describe(),
            Self::ReplaceView(operation) => operation.describe(),
            Self::Insert(operation) => operation.describe(),
            Self::Update(operation) => operation.describe(),
            Self::Backfill(operation) => operation.describe(),
            Self::Delete(operation) => operation.describe(),
            Self::Execute(operation) => operation.describe(),
            Self::Run(operation) => operation.describe(),
        }
    }

    /// Whether only its author knows what the step does to the schema.
    #[must_use]
    pub const fn is_opaque(&self) -> bool {
        matches!(self, Self::Execute(_) | Self::Run(_))
    }
}
