//! Both functions fill one plan and know nothing else.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None)]
mod users {
    use super::*;

    fn upgrade() {}

    fn downgrade(_: &mut Op, _: &mut Op) {}
}

#[migration(revision = "b2", down_revision = None)]
mod methods {
    use super::*;

    fn upgrade(&self) {}

    fn downgrade(_: &mut Op) {}
}

fn main() {}
