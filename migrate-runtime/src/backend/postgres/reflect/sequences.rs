//! Sequences that stand apart from columns.

use diesel::QueryResult;

use super::{USERS_RELATION, USERS_SCHEMA};
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{flag, number, optional, qualified, text};
use crate::backend::standard::sequence::usual;
use crate::connection::{BackendKind, Database, TextRow};
use crate::schema::{QualifiedName, Sequence};

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    for row in database.query(&query(), &[])? {
        let sequence = sequence(&row);
        if let Some(column) = optional(&row, "owner") {
            keep_unusual(reflected, &row, &sequence, column);
            continue;
        }
        if text(&row, "type") != "bigint" {
            let sql = format!("AS {}", text(&row, "type"));
            reflected.keep("sequence type", sequence.name.to_string(), sql);
        }
        let sequences = &mut reflected.schema.sequences;
        sequences.insert(sequence.name.clone(), sequence);
    }
    Ok(())
}

fn query() -> String {
    format!(
        "SELECT nullif(n.nspname, current_schema())::text AS schema, c.relname::text AS name, \
         format_type(q.seqtypid, NULL) AS type, q.seqstart::text AS start, q.seqincrement::text AS increment, \
         q.seqmin::text AS minimum, q.seqmax::text AS maximum, q.seqcache::text AS cache, q.seqcycle::text AS cycle, \
         (SELECT o.refobjid::regclass || '.' || a.attname FROM pg_depend AS o \
          JOIN pg_attribute AS a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid \
          WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.refclassid = 'pg_class'::regclass \
          AND o.deptype IN ('a', 'i')) AS owner, \
         (SELECT CASE t.typname WHEN 'int2' THEN 32767 WHEN 'int4' THEN 2147483647 ELSE 9223372036854775807 END \
          FROM pg_type AS t WHERE t.oid = q.seqtypid)::text AS largest \
         FROM pg_sequence AS q JOIN pg_class AS c ON c.oid = q.seqrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE {USERS_SCHEMA} AND {USERS_RELATION}"
    )
}

fn sequence(row: &TextRow) -> Sequence {
    let mut sequence = Sequence::new(qualified(row, "schema", "name"));
    sequence.start = number(row, "start");
    sequence.increment = number(row, "increment");
    sequence.minimum = number(row, "minimum");
    sequence.maximum = number(row, "maximum");
    sequence.cache = number(row, "cache");
    sequence.cycle = flag(row, "cycle");
    usual(BackendKind::Postgres, &sequence)
}

/// A column is numbered from 1 upwards, as far as its type goes; the model has no words for anything else.
fn keep_unusual(reflected: &mut Reflected, row: &TextRow, sequence: &Sequence, column: String) {
    let mut plain = Sequence::new(QualifiedName::clone(&sequence.name));
    plain.maximum = number(row, "largest").filter(|largest| *largest != i64::MAX);
    if *sequence != plain {
        let words = ["start", "increment", "minimum", "maximum", "cache", "cycle"];
        let said: Vec<_> = words
            .iter()
            .map(|word| format!("{word} {}", text(row, word)))
            .collect();
        reflected.keep("numbering of a column", column, said.join(", "));
    }
}
