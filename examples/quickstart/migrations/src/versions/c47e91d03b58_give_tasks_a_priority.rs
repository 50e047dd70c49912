//! Give tasks a priority
//!
//! Until now people wrote `! water the plants` for what is urgent.

use migrate_runtime::prelude::*;

#[migration(revision = "c47e91d03b58", down_revision = "8d10b6f5e2a4")]
mod give_tasks_a_priority {
    use super::*;
    use diesel::prelude::*;

    // The columns this revision touches, as they are at this point of the history.
    diesel::table! {
        tasks (id) {
            id -> BigInt,
            title -> Text,
            priority -> Integer,
        }
    }

    fn upgrade(op: &mut Op) {
        op.add_column("tasks", "priority", Integer).default(0);
        op.run(|conn: &mut SqliteConnection| {
            let urgent: Vec<(i64, String)> = tasks::table
                .filter(tasks::title.like("!%"))
                .select((tasks::id, tasks::title))
                .load(conn)?;
            for (id, title) in urgent {
                let title = title.trim_start_matches(['!', ' ']);
                diesel::update(tasks::table.find(id))
                    .set((tasks::priority.eq(1), tasks::title.eq(title)))
                    .execute(conn)?;
            }
            Ok(())
        })
        .changes("tasks.title");
    }

    fn downgrade(op: &mut Op) {
        op.execute("UPDATE tasks SET title = '! ' || title WHERE priority > 0")
            .changes("tasks.title");
        op.drop_column("tasks", "priority");
    }
}
