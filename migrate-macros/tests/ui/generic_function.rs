//! The compiler could not tell which instance to register.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None)]
mod users {
    use super::*;

    fn upgrade<C: Sized>(_: &mut C) {}

    fn downgrade(_: &mut impl Sized) {}
}

#[migration(revision = "b2", down_revision = None)]
mod clauses {
    use super::*;

    fn upgrade(_: &mut Op)
    where
        Op: Sized,
    {
    }

    fn downgrade<'a>(_: &'a mut Op) {}
}

fn main() {}
