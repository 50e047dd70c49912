//! Add due_on to tasks

use migrate_runtime::prelude::*;

#[migration(revision = "8d10b6f5e2a4", down_revision = "3f2a9c41d7e0")]
mod add_due_on_to_tasks {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.add_column("tasks", "due_on", Text).nullable();
        op.create_index("tasks", ["due_on"]);
    }

    fn downgrade(op: &mut Op) {
        op.drop_index("tasks", ["due_on"]);
        op.drop_column("tasks", "due_on");
    }
}
