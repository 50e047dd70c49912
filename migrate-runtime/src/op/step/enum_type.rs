//! Steps about enum types.

use crate::op::{CommentedBuilder, DropBuilder, Op};
use crate::operation::{
    AddEnumLabel, CreateEnum, DropEnum, DropEnumLabel, Operation, RenameEnumLabel,
};
use crate::schema::{EnumType, QualifiedName};

impl Op {
    /// Creates an enum type; columns use it as `enum_of("mood", ["sad", "happy"])`.
    #[track_caller]
    pub fn create_enum<const N: usize>(
        &mut self,
        name: impl Into<QualifiedName>,
        labels: [&str; N],
    ) -> CommentedBuilder<'_> {
        self.push_enum(name.into(), labels.map(str::to_owned).into())
    }

    #[track_caller]
    fn push_enum(&mut self, name: QualifiedName, labels: Vec<String>) -> CommentedBuilder<'_> {
        let enum_type = EnumType {
            name,
            labels,
            comment: None,
        };
        let step = self.push_step(Operation::CreateEnum(CreateEnum { enum_type }));
        let Operation::CreateEnum(create) = &mut step.operation else {
            unreachable!("`push_step` answers what it was given")
        };
        CommentedBuilder {
            existence: &mut step.existence,
            comment: &mut create.enum_type.comment,
        }
    }

    /// Drops an enum type that no column uses.
    #[track_caller]
    pub fn drop_enum(&mut self, name: impl Into<QualifiedName>) -> DropBuilder<'_> {
        let name = name.into();
        self.push_drop(Operation::DropEnum(DropEnum { name }))
    }

    /// Adds a label at the end of an enum type, for every column that uses it.
    #[track_caller]
    pub fn add_enum_label(&mut self, name: impl Into<QualifiedName>, label: impl Into<String>) {
        self.push_label(name.into(), label.into(), None);
    }

    /// Adds a label to an enum type before another label, for every column that uses it.
    #[track_caller]
    pub fn add_enum_label_before(
        &mut self,
        name: impl Into<QualifiedName>,
        label: impl Into<String>,
        next: impl Into<String>,
    ) {
        self.push_label(name.into(), label.into(), Some(next.into()));
    }

    #[track_caller]
    fn push_label(&mut self, name: QualifiedName, label: String, before: Option<String>) {
        self.push(Operation::AddEnumLabel(AddEnumLabel {
            name,
            label,
            before,
        }));
    }

    /// Drops a label of an enum type; fails if a row holds it. PostgreSQL makes the type anew for it.
    #[track_caller]
    pub fn drop_enum_label(&mut self, name: impl Into<QualifiedName>, label: impl Into<String>) {
        let (name, label) = (name.into(), label.into());
        self.push(Operation::DropEnumLabel(DropEnumLabel { name, label }));
    }

    /// Gives a label of an enum type another name; rows that hold it follow.
    #[track_caller]
    pub fn rename_enum_label(
        &mut self,
        name: impl Into<QualifiedName>,
        label: impl Into<String>,
        to: impl Into<String>,
    ) {
        let (name, label, to) = (name.into(), label.into(), to.into());
        self.push(Operation::RenameEnumLabel(RenameEnumLabel {
            name,
            label,
            to,
        }));
    }
}
