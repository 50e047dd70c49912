//! What every migration of the corpus finds: a few tables with rows, what depends on them, and a place where data steps
//! leave a mark each time they run.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;

pub(super) fn up(op: &mut Op) {
    op.create_table("users", |t| {
        t.column("id", BigInt).primary_key();
        t.column("name", varchar(80));
        t.column("age", Integer).nullable();
        t.index("name");
    });
    op.create_table("posts", |t| {
        t.column("id", BigInt).primary_key();
        t.column("user_id", BigInt)
            .references("users", "id")
            .on_delete(Cascade);
        t.column("title", varchar(200));
        t.column("views", Integer).default(0);
        t.unique("title");
        t.check("views >= 0").named("seen");
    });
    op.create_enum("mood", ["sad", "ok", "happy"]);
    op.create_table("days", |t| {
        t.column("id", Integer);
        t.column("mood", enum_of("mood", ["sad", "ok", "happy"]))
            .default("sad");
    });
    op.create_table("executions", |t| {
        t.column("step", varchar(40));
    });
    op.create_view("adults", "SELECT id, name FROM users WHERE age > 17");
    let users = (1..=9).map(|id| {
        let age = (id % 3 > 0).then_some(id * 7);
        vec![id.into(), format!("user {id}").into(), age.into()]
    });
    op.bulk_insert("users", ["id", "name", "age"], users);
    let posts = (1..=9).map(|id| vec![id.into(), (10 - id).into(), format!("post {id}").into()]);
    op.bulk_insert("posts", ["id", "user_id", "title"], posts);
    op.bulk_insert(
        "days",
        ["id", "mood"],
        [vec![1.into(), "sad".into()], vec![2.into(), "ok".into()]],
    );
    for backend in [Postgres, Mysql] {
        op.on(backend, |op| {
            op.create_sequence("numbers")
                .increment(3)
                .maximum(99)
                .start(1);
        });
    }
}

pub(super) fn back(op: &mut Op) {
    for backend in [Postgres, Mysql] {
        op.on(backend, |op| {
            op.drop_sequence("numbers");
        });
    }
    op.drop_view("adults");
    op.drop_table("executions");
    op.drop_table("days");
    op.drop_enum("mood");
    op.drop_table("posts");
    op.drop_table("users");
}

/// A data step that must run exactly once.
pub(super) fn note(op: &mut Op, step: &str) {
    op.insert("executions", [("step", step.into())]);
}
