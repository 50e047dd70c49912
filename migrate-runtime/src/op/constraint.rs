//! What may be said about a constraint where it is written.

use crate::schema::{
    Constraint, Deferrable, ForeignKey, MatchKind, Name, ReferentialAction, Rule, Unique,
    UniqueNulls,
};

/// A constraint that is being written; `Kind` decides what can be said about it.
pub struct ConstraintBuilder<'a, Kind> {
    pub(super) name: &'a mut Option<Name>,
    pub(super) kind: &'a mut Kind,
}

impl<Kind> ConstraintBuilder<'_, Kind> {
    /// Names the constraint instead of the naming convention.
    pub fn named(self, name: impl Into<Name>) -> Self {
        *self.name = Some(name.into());
        self
    }
}

impl ConstraintBuilder<'_, Unique> {
    /// Takes two `NULL`s for equal (PostgreSQL 15).
    pub fn nulls_not_distinct(self) -> Self {
        self.kind.nulls = UniqueNulls::NotDistinct;
        self
    }

    /// Lets a transaction postpone the check to its end (PostgreSQL).
    pub fn deferrable(self, deferrable: Deferrable) -> Self {
        self.kind.deferrable = Some(deferrable);
        self
    }
}

impl ConstraintBuilder<'_, ForeignKey> {
    /// Says what deleting the referenced row does.
    pub fn on_delete(self, action: ReferentialAction) -> Self {
        self.kind.on_delete = action;
        self
    }

    /// Says what changing the referenced columns does.
    pub fn on_update(self, action: ReferentialAction) -> Self {
        self.kind.on_update = action;
        self
    }

    /// Demands that all columns are `NULL` or none is.
    pub fn match_full(self) -> Self {
        self.kind.match_kind = MatchKind::Full;
        self
    }

    /// Lets a transaction postpone the check to its end.
    pub fn deferrable(self, deferrable: Deferrable) -> Self {
        self.kind.deferrable = Some(deferrable);
        self
    }
}

/// Opens a constraint's rule for its builder.
pub(super) trait Kind: Sized {
    fn of(rule: &mut Rule) -> Option<&mut Self>;
}

impl Kind for Unique {
    fn of(rule: &mut Rule) -> Option<&mut Self> {
        match rule {
            Rule::Unique(unique) => Some(unique),
            Rule::PrimaryKey(_) | Rule::Check(_) | Rule::ForeignKey(_) => None,
        }
    }
}

impl Kind for ForeignKey {
    fn of(rule: &mut Rule) -> Option<&mut Self> {
        match rule {
            Rule::ForeignKey(key) => Some(key),
            Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Check(_) => None,
        }
    }
}

impl Kind for Rule {
    fn of(rule: &mut Rule) -> Option<&mut Self> {
        Some(rule)
    }
}

/// A builder over a constraint whose rule the caller has just made.
pub(super) fn over<K: Kind>(constraint: &mut Constraint) -> ConstraintBuilder<'_, K> {
    ConstraintBuilder {
        name: &mut constraint.name,
        kind: K::of(&mut constraint.rule).expect("the caller made a rule of this kind"),
    }
}
