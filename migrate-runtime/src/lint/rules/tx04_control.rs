//! TX04: SQL text takes the transaction out of the hands of the tool.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw::{self, Words};
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;

pub(super) static RULE: Rule = Rule {
    id: "TX04",
    title: "transaction is taken out of the tool's hands",
    level: Level::Error,
    claims: &[Claim::on(Product::Postgres), Claim::on(Product::MariaDb)],
    why: "the tool records each step in the transaction of the step: where that may only read, the record fails, and the step \
          with it; MariaDB refuses the statement itself (`BEGIN`, `COMMIT` and their like are refused before anything runs)",
    safe: r#"op.execute("UPDATE users SET score = 1 WHERE id = 1"); // each revision is a transaction already"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let taken = raw::statement(scene).filter(|words| changes_transactions(words));
    taken
        .map(|_| {
            Found::anywhere("the tool cannot record its steps any more").words(
                "leave it out: each revision is one transaction; with `transaction = false` each statement commits by itself",
            )
        })
        .into_iter()
        .collect()
}

/// `SET TRANSACTION`, and the variables that make a session read only.
fn changes_transactions(words: &Words) -> bool {
    let about = [
        "transaction",
        "characteristics",
        "tx_read_only",
        "transaction_read_only",
        "default_transaction_read_only",
    ];
    let mut subject = words.all().iter().skip(1).take(5);
    words.begin(&["set"]) && subject.any(|word| about.contains(&word.as_str()))
}
