//! Plain functions only.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None)]
mod users {
    use super::*;

    unsafe fn upgrade(_: &mut Op) {}

    const fn downgrade(_: &mut Op) {}
}

#[migration(revision = "b2", down_revision = None)]
mod foreign {
    use super::*;

    extern "C" fn upgrade(_: &mut Op) {}

    fn downgrade(_: &mut Op) {}
}

fn main() {}
