//! LK14: nobody has said how the server shall change a table, so that it may copy it in silence.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::raw::{self, Words};
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::schema::QualifiedName;

pub(super) static RULE: Rule = Rule {
    id: "LK14",
    title: "server may copy the table in silence",
    level: Level::Warning,
    claims: &[Claim::on(Product::MariaDb).locking(&[Lock::table(Mode::Shared)], Work::Rewrite)],
    why: "where the server cannot change the table in place it copies it, and writers wait; a statement that demands \
          `LOCK=NONE` fails instead, and nothing has happened",
    safe: r#"op.execute("ALTER TABLE users ADD COLUMN level int, ALGORITHM=INPLACE, LOCK=NONE")
    .done_when("SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'level'");
// what the operations become is known, and other rules say where the server copies; they take the same demands:
op.add_column("users", "level", Integer).nullable().algorithm(Instant);"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let words = raw::statement(scene).filter(|words| !says_how(words));
    let table = words.and_then(changed);
    let in_use = table.filter(|table| scene.is_in_use(table));
    in_use
        .map(|table| {
            let message = format!("the server chooses how to change table `{table}`");
            Found::on(&table, message).words(
                "add `, ALGORITHM=INPLACE, LOCK=NONE`: the server refuses rather than copy the table",
            )
        })
        .into_iter()
        .collect()
}

/// The table whose definition or indexes the statement changes.
fn changed(words: &Words) -> Option<QualifiedName> {
    if words.begin(&["alter", "table"]) {
        return words.table_at(2);
    }
    let begins = |kind: &[&str]| words.begin(&[&["create"], kind].concat());
    let kinds: [&[&str]; 4] = [
        &["index"],
        &["unique", "index"],
        &["fulltext", "index"],
        &["spatial", "index"],
    ];
    let is_index = kinds.into_iter().any(begins) || words.begin(&["drop", "index"]);
    is_index.then(|| words.table_behind("on")).flatten()
}

/// Whether the author has said it, be it that the table shall be copied.
fn says_how(words: &Words) -> bool {
    const WAYS: [&str; 9] = [
        "=",
        "default",
        "instant",
        "nocopy",
        "inplace",
        "copy",
        "none",
        "shared",
        "exclusive",
    ];
    let mut pairs = words.all().windows(2);
    pairs.any(|pair| ["algorithm", "lock"].contains(&&*pair[0]) && WAYS.contains(&&*pair[1]))
}
