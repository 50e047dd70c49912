//! Every key has its kind of value.

use migrate_runtime::prelude::*;

#[migration(
    revision = 1,
    down_revision = Some("b2"),
    branch_labels = [billing],
    depends_on = b"b2",
    transaction = "no",
    irreversible,
)]
mod users {
    use super::*;

    fn upgrade(_: &mut Op) {}
}

fn main() {}
