//! Statements as the database's own client reads them from a script.

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
}
