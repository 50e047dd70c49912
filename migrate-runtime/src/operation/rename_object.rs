//! Gives what stands beside tables another name.

use std::collections::BTreeMap;

use super::{ApplyError, Operation, lookup};
use crate::schema::{EnumType, Name, QualifiedName, Schema, Sequence, View};

/// Renames a view, a sequence or an enum type inside its namespace; columns of the type follow.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RenameObject {
    /// What it is.
    pub kind: ObjectKind,
    /// Its name.
    pub name: QualifiedName,
    /// Its new name.
    pub to: Name,
}

/// What stands beside tables and can be renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A view.
    View,
    /// A view whose rows are kept.
    MaterializedView,
    /// A sequence.
    Sequence,
    /// An enum type.
    Enum,
}

impl ObjectKind {
    const fn words(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::MaterializedView => "materialized view",
            Self::Sequence => "sequence",
            Self::Enum => "enum type",
        }
    }
}

/// Something that carries its own name.
trait Named {
    fn name_mut(&mut self) -> &mut QualifiedName;
}

macro_rules! named {
    ($($thing:ty),+) => {
        $(impl Named for $thing {
            fn name_mut(&mut self) -> &mut QualifiedName {
                &mut self.name
            }
        })+
    };
}

named!(View, Sequence, EnumType);

impl RenameObject {
    /// Its name afterwards.
    #[must_use]
    pub fn renamed(&self) -> QualifiedName {
        self.name.sibling(&self.to)
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), ApplyError> {
        match self.kind {
            ObjectKind::View | ObjectKind::MaterializedView => {
                lookup::no_table(schema, &self.renamed())?;
                self.rename(&mut schema.views)?;
                super::rename_table::move_triggers(schema, &self.name, &self.renamed());
            }
            ObjectKind::Sequence => self.rename(&mut schema.sequences)?,
            ObjectKind::Enum => {
                self.rename(&mut schema.enums)?;
                self.rename_in_columns(schema);
            }
        }
        Ok(())
    }

    fn rename<T: Named>(&self, all: &mut BTreeMap<QualifiedName, T>) -> Result<(), ApplyError> {
        let (kind, to) = (self.kind.words(), self.renamed());
        if all.contains_key(&to) {
            return Err(ApplyError::duplicate(format_args!("{kind} `{to}`")));
        }
        let Some(mut thing) = all.remove(&self.name) else {
            return Err(ApplyError::missing(format_args!("{kind} `{}`", self.name)));
        };
        thing.name_mut().clone_from(&to);
        all.insert(to, thing);
        Ok(())
    }

    fn rename_in_columns(&self, schema: &mut Schema) {
        let tables = schema.tables.values_mut();
        for column in tables.flat_map(|table| &mut table.columns) {
            if let Some(reference) = column.column_type.enum_reference_mut()
                && reference.name == self.name
            {
                reference.name = self.renamed();
            }
        }
    }

    pub(super) fn reverse(&self) -> Vec<Operation> {
        vec![Operation::RenameObject(Self {
            kind: self.kind,
            name: self.renamed(),
            to: self.name.name.clone(),
        })]
    }

    pub(super) fn describe(&self) -> String {
        format!(
            "rename {} `{}` to `{}`",
            self.kind.words(),
            self.name,
            self.to
        )
    }
}
