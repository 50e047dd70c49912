//! What a statement means for the transaction around it, told from its first words.

use crate::connection::BackendKind;

/// What a statement means for the transaction around it.
pub(super) enum Class {
    /// It takes part in the transaction.
    Transactional,
    /// It cannot run inside a transaction, or ends the one it runs in.
    CommitsItself,
    /// It must not stand in a migration.
    Refused {
        /// Why, as the end of a sentence.
        why: &'static str,
        /// What to write instead.
        help: &'static str,
    },
}

/// The class of the statement that starts with `words`.
pub(super) fn classify(backend: BackendKind, words: &[&str]) -> Class {
    let words: Vec<_> = words.iter().map(|word| word.to_ascii_uppercase()).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    if let Some(refused) = refused(backend, &words) {
        return refused;
    }
    let transactional = match backend {
        BackendKind::Sqlite => sqlite(&words),
        BackendKind::Postgres => postgres(&words),
        BackendKind::Mysql => mysql(&words),
    };
    if transactional {
        Class::Transactional
    } else {
        Class::CommitsItself
    }
}

fn refused(backend: BackendKind, words: &[&str]) -> Option<Class> {
    let control = Class::Refused {
        why: "the tool opens and ends transactions",
        help: "leave it out: each revision is one transaction; with `transaction = false` each statement commits by itself",
    };
    match (words, backend) {
        (["BEGIN", "NOT", ..], BackendKind::Mysql) | (["ROLLBACK", "TO", ..], _) => None,
        (
            ["BEGIN" | "COMMIT" | "ROLLBACK" | "ABORT" | "XA", ..]
            | ["END"]
            | ["END", "TRANSACTION" | "WORK", ..]
            | ["START" | "PREPARE", "TRANSACTION", ..],
            _,
        ) => Some(control),
        (["DELIMITER", ..], _) => Some(Class::Refused {
            why: "it is a command of the mysql client, not SQL",
            help: "leave it out: the bodies of triggers and routines are recognised without it",
        }),
        (["COPY", .., "STDIN"], BackendKind::Postgres) => Some(Class::Refused {
            why: "a migration cannot send data after it",
            help: "write INSERT statements, or a Rust step with `op.run`",
        }),
        _ => None,
    }
}

fn sqlite(words: &[&str]) -> bool {
    // A pragma such as foreign_keys does nothing inside a transaction, and says nothing.
    !matches!(words, ["VACUUM" | "ATTACH" | "DETACH" | "PRAGMA", ..])
}

fn postgres(words: &[&str]) -> bool {
    let apart = match words {
        ["REINDEX", ..] => {
            let apart = ["CONCURRENTLY", "DATABASE", "SYSTEM"];
            apart.iter().any(|word| words.contains(word))
        }
        ["ALTER", "TABLE", .., last] => *last == "CONCURRENTLY",
        // Every table, each in a transaction of its own.
        ["CLUSTER"]
        | ["CLUSTER", "VERBOSE"]
        | ["VACUUM", ..]
        | ["ALTER", "SYSTEM", ..]
        | [
            "CREATE" | "DROP",
            "DATABASE" | "TABLESPACE" | "SUBSCRIPTION",
            ..,
        ]
        | ["CREATE" | "DROP", "INDEX", "CONCURRENTLY", ..]
        | ["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY", ..] => true,
        _ => false,
    };
    !apart
}

/// Every data definition commits, before and after itself. What is not known to be harmless counts as one.
fn mysql(words: &[&str]) -> bool {
    matches!(
        words,
        [
            "SELECT"
                | "INSERT"
                | "UPDATE"
                | "DELETE"
                | "REPLACE"
                | "WITH"
                | "SET"
                | "DO"
                | "VALUES"
                | "TABLE"
                | "LOAD"
                | "SAVEPOINT"
                | "RELEASE"
                | "ROLLBACK"
                | "EXPLAIN"
                | "SHOW",
            ..
        ] | ["CREATE" | "DROP", "TEMPORARY", ..]
            | []
    )
}
