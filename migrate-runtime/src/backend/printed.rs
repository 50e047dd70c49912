//! Statements as the database's own client reads them from a script.

use super::script;
use crate::connection::BackendKind;

/// The statement with its end, so that psql, mariadb or sqlite3 sends it as one.
#[must_use]
pub fn printed(kind: BackendKind, sql: &str) -> String {
    let sql = sql.trim_end();
    // A comment at the end would swallow what ends the statement.
    let end = if sql.contains("--") || sql.contains('#') {
        "\n"
    } else {
        ""
    };
    match kind {
        BackendKind::Mysql if sql.contains(';') => {
            let delimiter = delimiter(sql);
            format!("DELIMITER {delimiter}\n{sql}{end}{delimiter}\nDELIMITER ;\n")
        }
        BackendKind::Mysql | BackendKind::Sqlite | BackendKind::Postgres => {
            format!("{sql}{end};\n")
        }
    }
}

/// The statements of a printed script, as the database's own client sends them; what only the client understands is
/// left out. A text that no client could cut is one statement.
#[must_use]
pub fn sent(kind: BackendKind, text: &str) -> Vec<String> {
    match kind {
        BackendKind::Mysql => by_delimiter(text),
        BackendKind::Sqlite | BackendKind::Postgres => {
            let commands = preamble(kind).lines().filter(|line| !line.ends_with(';'));
            let text = commands.fold(text.to_owned(), |text, line| {
                text.replacen(&format!("{line}\n"), "", 1)
            });
            script::pieces(kind, &text).unwrap_or_else(|_| vec![text])
        }
    }
}

/// A line that ends with what ends a statement ends it: [`printed`] leaves no other in the statement.
fn by_delimiter(text: &str) -> Vec<String> {
    let (mut delimiter, mut statement, mut found) = (";", String::new(), Vec::new());
    for line in text.lines() {
        let between = statement.is_empty();
        if between && (line.is_empty() || line.starts_with("-- ")) {
            continue;
        }
        if let Some(named) = line.strip_prefix("DELIMITER ").filter(|_| between) {
            delimiter = named;
        } else if let Some(end) = line.strip_suffix(delimiter) {
            found.push(std::mem::take(&mut statement) + end);
        } else {
            statement += line;
            statement.push('\n');
        }
    }
    found
}

/// MySQL's clients cut at every semicolon, also inside a trigger: something else must end such a statement.
fn delimiter(sql: &str) -> String {
    let mut delimiter = "//".to_owned();
    while sql.contains(&delimiter) {
        delimiter.push('/');
    }
    delimiter
}

/// What stands before the first statement: the client stops at the first error, and the session is as a run's.
#[must_use]
pub const fn preamble(kind: BackendKind) -> &'static str {
    match kind {
        BackendKind::Sqlite => ".bail on\nPRAGMA foreign_keys = ON;\n",
        BackendKind::Postgres => "\\set ON_ERROR_STOP on\n",
        // mariadb and mysql stop by themselves; their character set comes from wherever they run.
        BackendKind::Mysql => "SET NAMES utf8mb4;\n",
    }
}

/// What begins a transaction.
#[must_use]
pub const fn begin(kind: BackendKind) -> &'static str {
    match kind {
        BackendKind::Sqlite => "BEGIN IMMEDIATE",
        BackendKind::Postgres => "BEGIN",
        BackendKind::Mysql => "START TRANSACTION",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_ends_where_its_client_sees_the_end() {
        let trigger = "CREATE TRIGGER t BEFORE INSERT ON u FOR EACH ROW BEGIN SET NEW.a = 1; END";
        assert_eq!(
            printed(BackendKind::Mysql, trigger),
            format!("DELIMITER //\n{trigger}//\nDELIMITER ;\n")
        );
        assert_eq!(
            printed(BackendKind::Sqlite, "SELECT 1 -- one"),
            "SELECT 1 -- one\n;\n"
        );
        assert_eq!(delimiter("a // b"), "///");
    }

    #[test]
    fn what_is_printed_is_cut_where_it_was_put_together() {
        let statements = [
            "INSERT INTO t VALUES ('a\n-- b', '\n.c')",
            "CREATE TRIGGER t AFTER INSERT ON u BEGIN DELETE FROM v; DELETE FROM w; END",
            "UPDATE t SET a = 1 -- all of it;",
        ];
        for kind in [
            BackendKind::Postgres,
            BackendKind::Sqlite,
            BackendKind::Mysql,
        ] {
            let printed: Vec<_> = (statements.iter())
                .filter(|sql| kind != BackendKind::Postgres || !sql.contains("TRIGGER"))
                .map(|sql| printed(kind, sql))
                .collect();
            let text = format!("{}-- a comment;\n\n{}", preamble(kind), printed.concat());
            let found = sent(kind, &text);
            let own = found
                .iter()
                .filter(|sql| !sql.starts_with("SET ") && !sql.starts_with("PRAGMA"));
            assert_eq!(own.count(), printed.len(), "{found:?}");
        }
    }
}
