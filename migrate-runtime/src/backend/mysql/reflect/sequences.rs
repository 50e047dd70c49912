//! MariaDB's sequences: each is a table of one row, and all of them are read in one query.

use diesel::QueryResult;

use crate::backend::Server;
use crate::backend::dialect::quoted;
use crate::backend::mysql::literal;
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{flag, name, number};
use crate::backend::standard::sequence::usual;
use crate::connection::{BackendKind, Database, TextRow};
use crate::schema::{Name, QualifiedName, Sequence};

pub(super) fn read(
    database: &mut dyn Database,
    server: &Server,
    names: &[Name],
    reflected: &mut Reflected,
) -> QueryResult<()> {
    if names.is_empty() || !server.mariadb {
        return Ok(());
    }
    for row in database.query(&query(names), &[])? {
        let sequence = sequence(&row);
        let sequences = &mut reflected.schema.sequences;
        sequences.insert(sequence.name.clone(), sequence);
    }
    Ok(())
}

fn query(names: &[Name]) -> String {
    let parts = names.iter().map(|name| {
        format!(
            "SELECT CAST({} AS CHAR) AS name, CAST(minimum_value AS CHAR) AS minimum, CAST(maximum_value AS CHAR) AS maximum, \
             CAST(start_value AS CHAR) AS start, CAST(increment AS CHAR) AS increment, CAST(cache_size AS CHAR) AS cache, \
             CAST(cycle_option AS CHAR) AS cycle FROM {}",
            literal::encoded(&name.as_str().into()),
            quoted(name, '`')
        )
    });
    parts.collect::<Vec<_>>().join(" UNION ALL ")
}

fn sequence(row: &TextRow) -> Sequence {
    let mut sequence = Sequence::new(QualifiedName::new(name(row, "name")));
    sequence.start = number(row, "start");
    sequence.increment = number(row, "increment");
    sequence.minimum = number(row, "minimum");
    sequence.maximum = number(row, "maximum");
    sequence.cache = number(row, "cache");
    sequence.cycle = flag(row, "cycle");
    usual(BackendKind::Mysql, &sequence)
}
