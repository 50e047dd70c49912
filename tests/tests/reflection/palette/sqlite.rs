//! SQLite.

use migrate_runtime::connection::BackendKind;
use migrate_runtime::schema::{
    ColumnType, DefaultValue, Deferrable, Digits, EnumReference, GeneratedStorage, Literal, Name,
    Numbering, ReferentialAction, TableOptions,
};
use migrate_tests::Database;
use migrate_tests::session::Session;

use super::{Family, Feature, Kind, Palette, literal};
use crate::random::Random;

/// SQLite.
pub(crate) struct Sqlite;

impl Palette for Sqlite {
    fn schemas(&self) -> usize {
        1000
    }

    fn minimum(&self) -> usize {
        40
    }

    fn has(&self, feature: Feature) -> bool {
        matches!(
            feature,
            Feature::IndexPredicates | Feature::IndexExpressions
        )
    }

    fn lacks(&self) -> &'static [&'static str] {
        &[
            "namespace",
            "sequence",
            "sequence.start",
            "sequence.increment",
            "sequence.minimum",
            "sequence.maximum",
            "sequence.cache",
            "sequence.cycle",
            "enum",
            "enum.comment",
            "view.materialized",
            "view.comment",
            "constraint.not_valid",
            "exclude",
            "table.comment",
            "table.engine",
            "table.charset",
            "table.collation",
            "table.storage",
            "table.unlogged",
            "column.comment",
            "column.on_update",
            "column.numbering.always",
            "type.unsigned",
            "type.interval",
            "type.uuid",
            "type.array",
            "unique.nulls_not_distinct",
            "unique.deferrable",
            "foreign_key.match_full",
            "index.nulls_not_distinct",
            "index.method",
            "index.include",
            "index.comment",
            "key.nulls.first",
            "key.nulls.last",
            "key.operator_class",
            "key.prefix",
        ]
    }

    fn kinds(&self) -> Vec<Kind> {
        let label = ColumnType::Enum(EnumReference {
            name: "mood".into(),
            labels: vec!["sad".into(), "it's, \"ok\"".into(), "😀".into()],
        });
        let native = ColumnType::native(BackendKind::Sqlite, "POINT OF VIEW");
        [
            (ColumnType::Bool, Family::Bool),
            (ColumnType::TinyInt, Family::Whole),
            (ColumnType::SmallInt, Family::Whole),
            (ColumnType::Integer, Family::Whole),
            (ColumnType::BigInt, Family::Whole),
            (ColumnType::Float, Family::Number),
            (ColumnType::Double, Family::Number),
            (ColumnType::Numeric(None), Family::Number),
            (
                ColumnType::Numeric(Some(Digits {
                    precision: 12,
                    scale: 2,
                })),
                Family::Number,
            ),
            (ColumnType::Text, Family::Text),
            (ColumnType::Varchar(255), Family::Text),
            (ColumnType::Char(2), Family::Text),
            (ColumnType::Binary, Family::Bytes),
            (ColumnType::Varbinary(16), Family::Bytes),
            (ColumnType::Date, Family::Day),
            (ColumnType::Time, Family::Other),
            (ColumnType::Timestamp, Family::Moment),
            (ColumnType::Timestamptz, Family::Moment),
            (ColumnType::Datetime, Family::Moment),
            (ColumnType::Json, Family::Other),
            (ColumnType::Jsonb, Family::Other),
            (label, Family::Label),
            (native, Family::Other),
            (ColumnType::Custom("VARCHAR(7)".into()), Family::Text),
            (
                ColumnType::Custom("double precision".into()),
                Family::Number,
            ),
        ]
        .into_iter()
        .map(|(column_type, family)| Kind {
            column_type,
            family,
            key: true,
        })
        .collect()
    }

    fn collations(&self) -> &'static [&'static str] {
        &["NOCASE", "RTRIM", "BINARY"]
    }

    fn quoted(&self, name: &Name) -> String {
        format!("\"{}\"", name.as_str().replace('"', "\"\""))
    }

    fn numberings(&self) -> &'static [Numbering] {
        &[Numbering::ByDefault]
    }

    fn storages(&self) -> &'static [GeneratedStorage] {
        &[GeneratedStorage::Stored, GeneratedStorage::Virtual]
    }

    fn actions(&self) -> &'static [ReferentialAction] {
        &[
            ReferentialAction::NoAction,
            ReferentialAction::Restrict,
            ReferentialAction::Cascade,
            ReferentialAction::SetNull,
            ReferentialAction::SetDefault,
        ]
    }

    fn deferrables(&self) -> &'static [Deferrable] {
        &[
            Deferrable::InitiallyImmediate,
            Deferrable::InitiallyDeferred,
        ]
    }

    fn methods(&self) -> &'static [&'static str] {
        &[]
    }

    fn operator_classes(&self) -> &'static [&'static str] {
        &[]
    }

    fn options(&self, random: &mut Random, plain_key: bool) -> TableOptions {
        TableOptions {
            strict: random.chance(15),
            without_rowid: plain_key && random.chance(15),
            ..TableOptions::default()
        }
    }

    fn defaults(&self, kind: &Kind) -> Vec<DefaultValue> {
        let expression = |sql: &str| DefaultValue::Expression(sql.into());
        let mut defaults: Vec<DefaultValue> = match kind.family {
            Family::Whole => vec![literal(-5), literal(0), expression("1 + abs(-2)")],
            Family::Number => vec![literal(0.5), literal(-1e300), literal(3)],
            Family::Text => vec![
                literal("it's \\ \"ok\" -- no"),
                literal(""),
                literal("😀"),
                expression("lower('A' || ')')"),
            ],
            Family::Bytes => vec![literal(vec![0_u8, 255]), expression("zeroblob(3)")],
            Family::Bool => vec![literal(true), literal(false)],
            Family::Day => vec![expression("CURRENT_DATE"), literal("2024-02-29")],
            Family::Moment => vec![
                expression("CURRENT_TIMESTAMP"),
                expression("datetime('now')"),
            ],
            Family::Label => vec![literal("sad")],
            Family::Other => Vec::new(),
        };
        defaults.push(DefaultValue::Literal(Literal::Null));
        defaults
    }

    fn conditions(&self, family: Family, column: &str) -> Vec<String> {
        match family {
            Family::Whole | Family::Number => vec![
                format!("{column} > 0"),
                format!("({column} >= 1) AND ({column} <> 7)"),
                format!("{column} IN (1, 2, 3)"),
                format!("{column} BETWEEN -1 AND 10 OR {column} IS NULL"),
            ],
            Family::Text | Family::Label => vec![
                format!("length({column}) < 10"),
                format!("{column} <> 'a)''b' /* a ) comment */"),
                format!("{column} IN ('a', 'b')"),
            ],
            Family::Bytes | Family::Bool | Family::Day | Family::Moment | Family::Other => {
                vec![format!("{column} IS NOT NULL")]
            }
        }
    }

    fn computations(&self, family: Family, column: &str) -> Vec<String> {
        match family {
            Family::Whole | Family::Number => {
                vec![
                    format!("{column} * 2"),
                    format!("({column} + 1) * ({column} - 1)"),
                ]
            }
            Family::Text => vec![
                format!("lower({column})"),
                format!("{column} || ', (' || {column}"),
            ],
            Family::Bytes
            | Family::Bool
            | Family::Day
            | Family::Moment
            | Family::Label
            | Family::Other => Vec::new(),
        }
    }

    fn query(&self, random: &mut Random, table: &str, column: &str) -> String {
        let queries = [
            format!("SELECT {column} FROM {table}"),
            format!("SELECT count(*) AS \"how many\" FROM {table} WHERE {column} IS NOT NULL;"),
            format!("WITH x AS (SELECT {column} AS c FROM {table}) SELECT c FROM x -- all"),
        ];
        random.pick(&queries).trim_end_matches(';').to_owned()
    }

    fn trigger(&self, random: &mut Random, table: &str, column: &str) -> Option<(String, String)> {
        let events = [
            "AFTER INSERT".to_owned(),
            "BEFORE DELETE".to_owned(),
            format!("AFTER UPDATE OF {column}"),
        ];
        let bodies = [
            format!("BEGIN SELECT count({column}) FROM {table}; END"),
            format!("FOR EACH ROW WHEN 1 > 2 BEGIN DELETE FROM {table}; SELECT 'END'; END"),
        ];
        Some((random.pick(&events).clone(), random.pick(&bodies).clone()))
    }

    fn session(&self, _database: &Database, name: &str) -> Session {
        Session::in_memory(name)
    }

    fn dump(&self, _database: &Database, session: &mut Session) -> Vec<String> {
        let mut lines = Vec::new();
        for query in PRAGMAS {
            lines.extend(session.values(query));
        }
        lines.extend(session.values(OTHER_TEXTS));
        lines.extend(session.values(TABLE_TEXTS).iter().map(|text| words(text)));
        lines
    }
}

/// What SQLite itself reads in its texts.
const PRAGMAS: [&str; 4] = [
    "SELECT concat_ws('|', l.name, l.type, l.ncol, l.wr, l.strict) FROM pragma_table_list AS l \
     WHERE l.schema = 'main' AND l.name NOT LIKE '\\_\\_migrate\\_%' ESCAPE '\\' AND l.name <> 'sqlite_sequence' ORDER BY 1",
    "SELECT concat_ws('|', m.name, x.cid, x.name, x.type, x.\"notnull\", quote(x.dflt_value), x.pk, x.hidden) \
     FROM sqlite_master AS m, pragma_table_xinfo(m.name) AS x WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_migrate\\_%' ESCAPE '\\' AND m.name <> 'sqlite_sequence' ORDER BY 1",
    "SELECT concat_ws('|', m.name, l.\"unique\", l.origin, l.partial, CASE l.origin WHEN 'c' THEN l.name END, \
     (SELECT group_concat(concat_ws(',', x.seqno, x.cid, x.name, x.desc, x.coll, x.key), ';') \
     FROM pragma_index_xinfo(l.name) AS x)) \
     FROM sqlite_master AS m, pragma_index_list(m.name) AS l WHERE m.type = 'table' AND m.name NOT LIKE '\\_\\_migrate\\_%' ESCAPE '\\' AND m.name <> 'sqlite_sequence' ORDER BY 1",
    "SELECT concat_ws('|', m.name, f.\"table\", f.on_update, f.on_delete, f.match, \
     group_concat(concat_ws(',', f.seq, f.\"from\", f.\"to\"), ';')) \
     FROM sqlite_master AS m, pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' \
     AND m.name NOT LIKE '\\_\\_migrate\\_%' ESCAPE '\\' GROUP BY m.name, f.id ORDER BY 1",
];

const OTHER_TEXTS: &str = "SELECT concat_ws('|', type, name, tbl_name, sql) FROM sqlite_master \
    WHERE type <> 'table' AND sql IS NOT NULL AND tbl_name NOT LIKE '\\_\\_migrate\\_%' ESCAPE '\\' ORDER BY 1";

const TABLE_TEXTS: &str = "SELECT sql FROM sqlite_master WHERE type = 'table' \
    AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_migrate\\_%' ESCAPE '\\' ORDER BY name";

/// The words of a table's text in alphabetical order: what is added to a table stands at another place than what was
/// there when it was created. A foreign key says its columns when it stands apart and leaves them out beside the column;
/// the pragma has told them.
fn words(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(start) = text.find("FOREIGN KEY (") {
        let end = text[start..].find(") REFERENCES").expect("a reference") + start;
        text.replace_range(start..=end, "");
    }
    let text = text.replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_unstable();
    words.join(" ")
}
