//! What may be said about a constraint where it is written.

use super::InTable;
use crate::operation::AddConstraint;
use crate::schema::{
    Check, Constraint, Deferrable, Exclude, ForeignKey, MatchKind, Name, PrimaryKey,
    ReferentialAction, Rule, Unique, UniqueNulls, Validation,
};

/// A constraint that is being written; `Kind` and `Place` decide what can be said about it.
pub struct ConstraintBuilder<'a, Kind, Place = InTable> {
    pub(super) name: &'a mut Option<Name>,
    pub(super) kind: &'a mut Kind,
    pub(super) place: Place,
}

/// The place of a constraint that is added to a table that exists.
pub struct AddedConstraint<'a> {
    validation: &'a mut Validation,
    using_index: &'a mut Option<Name>,
}

impl<Kind, Place> ConstraintBuilder<'_, Kind, Place> {
    /// Names the constraint instead of the naming convention.
    pub fn named(self, name: impl Into<Name>) -> Self {
        *self.name = Some(name.into());
        self
    }
}

impl<Place> ConstraintBuilder<'_, Unique, Place> {
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

impl<Place> ConstraintBuilder<'_, ForeignKey, Place> {
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

impl<Place> ConstraintBuilder<'_, Exclude, Place> {
    /// Chooses the index's access method, which is `gist` where nothing is said.
    pub fn using(self, method: impl Into<Name>) -> Self {
        self.kind.method = method.into();
        self
    }

    /// Covers only the rows for which SQL text is true.
    pub fn where_sql(self, predicate: impl Into<String>) -> Self {
        self.kind.predicate = Some(predicate.into());
        self
    }

    /// Lets a transaction postpone the check to its end.
    pub fn deferrable(self, deferrable: Deferrable) -> Self {
        self.kind.deferrable = Some(deferrable);
        self
    }
}

/// Rules that PostgreSQL can demand of new rows before it has looked at the old ones.
pub trait Validated {}

impl Validated for Check {}
impl Validated for ForeignKey {}

impl<Kind: Validated> ConstraintBuilder<'_, Kind, AddedConstraint<'_>> {
    /// Demands it of new rows at once and looks at the old ones later (PostgreSQL): writers do not wait.
    /// `op.validate_constraint(…)` looks.
    pub fn not_valid(self) -> Self {
        *self.place.validation = Validation::Pending;
        self
    }
}

/// Rules that a unique index stands behind.
pub trait Indexed {}

impl Indexed for PrimaryKey {}
impl Indexed for Unique {}

impl<Kind: Indexed> ConstraintBuilder<'_, Kind, AddedConstraint<'_>> {
    /// Puts the constraint in the place of a unique index. PostgreSQL takes the index as it is and gives it the
    /// constraint's name: built `concurrently` before, it lets writers go on.
    pub fn using_index(self, index: impl Into<Name>) -> Self {
        *self.place.using_index = Some(index.into());
        self
    }
}

/// Opens a constraint's rule for its builder.
pub(super) trait Kind: Sized {
    fn of(rule: &mut Rule) -> Option<&mut Self>;
}

macro_rules! kinds {
    ($($kind:ident),+) => {
        $(impl Kind for $kind {
            fn of(rule: &mut Rule) -> Option<&mut Self> {
                if let Rule::$kind(kind) = rule {
                    return Some(kind);
                }
                None
            }
        })+
    };
}

kinds!(PrimaryKey, Unique, Check, ForeignKey, Exclude);

/// A builder over a constraint whose rule the caller has just made.
pub(super) fn over<K: Kind>(constraint: &mut Constraint) -> ConstraintBuilder<'_, K> {
    ConstraintBuilder {
        name: &mut constraint.name,
        kind: K::of(&mut constraint.rule).expect("the caller made a rule of this kind"),
        place: InTable,
    }
}

/// The same for a constraint of a table that exists.
pub(super) fn over_added<K: Kind>(
    add: &mut AddConstraint,
) -> ConstraintBuilder<'_, K, AddedConstraint<'_>> {
    let constraint = &mut add.constraint;
    ConstraintBuilder {
        name: &mut constraint.name,
        kind: K::of(&mut constraint.rule).expect("the caller made a rule of this kind"),
        place: AddedConstraint {
            validation: &mut constraint.validation,
            using_index: &mut add.using_index,
        },
    }
}
