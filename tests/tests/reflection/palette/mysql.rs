//! MySQL and MariaDB.

use migrate_runtime::connection::BackendKind;
use migrate_runtime::schema::{
    ColumnType, DefaultValue, Deferrable, Digits, EnumReference, GeneratedStorage, Literal, Name,
    Numbering, ReferentialAction, TableOptions,
};
use migrate_tests::Database;
use migrate_tests::session::Session;
use url::Url;

use super::program::output;
use super::{Family, Feature, Kind, Palette, literal};
use crate::random::Random;

/// MySQL and MariaDB.
pub(crate) struct Mysql;

impl Palette for Mysql {
    fn schemas(&self) -> usize {
        200
    }

    fn minimum(&self) -> usize {
        5
    }

    fn has(&self, feature: Feature) -> bool {
        matches!(
            feature,
            Feature::Sequences
                | Feature::TableComments
                | Feature::ColumnComments
                | Feature::IndexComments
                | Feature::IndexPrefix
                | Feature::OnUpdate
        )
    }

    fn lacks(&self) -> &'static [&'static str] {
        &[
            "namespace",
            "enum",
            "enum.comment",
            "view.materialized",
            "view.comment",
            "table.strict",
            "table.without_rowid",
            // Nothing but InnoDB keeps references.
            "table.engine",
            // To the catalogue a character set is its collation.
            "table.charset",
            "table.storage",
            "table.unlogged",
            // A default of NULL is no default, and truth is a number.
            "column.default.null",
            "column.default.bool",
            // None of the two hundred seeds draws one; the tests of `backend::standard::expression` read one.
            "column.default.bytes",
            "column.numbering.always",
            // A size is always said.
            "type.numeric",
            "type.timestamptz",
            "type.interval",
            "type.jsonb",
            "type.array",
            "constraint.not_valid",
            "exclude",
            "unique.nulls_not_distinct",
            "unique.deferrable",
            "foreign_key.match_full",
            "foreign_key.initially_immediate",
            "foreign_key.initially_deferred",
            // To the catalogue no action and this one are the same.
            "foreign_key.on_delete.restrict",
            "foreign_key.on_update.restrict",
            "foreign_key.on_delete.set_default",
            "foreign_key.on_update.set_default",
            "index.nulls_not_distinct",
            "index.predicate",
            "index.method",
            "index.include",
            "key.expression",
            "key.nulls.first",
            "key.nulls.last",
            "key.collation",
            "key.operator_class",
        ]
    }

    fn kinds(&self) -> Vec<Kind> {
        let label = ColumnType::Enum(EnumReference {
            name: "mood".into(),
            labels: vec!["sad".into(), "it's, \"ok\"".into()],
        });
        let digits = Digits {
            precision: 12,
            scale: 2,
        };
        [
            (ColumnType::Bool, Family::Bool, true),
            (ColumnType::TinyInt, Family::Whole, true),
            (ColumnType::SmallInt, Family::Whole, true),
            (ColumnType::Integer, Family::Whole, true),
            (ColumnType::BigInt, Family::Whole, true),
            (
                ColumnType::Unsigned(Box::new(ColumnType::BigInt)),
                Family::Other,
                true,
            ),
            (ColumnType::Float, Family::Number, true),
            (ColumnType::Double, Family::Number, true),
            (ColumnType::Numeric(None), Family::Whole, true),
            (ColumnType::Numeric(Some(digits)), Family::Number, true),
            (ColumnType::Text, Family::Text, false),
            (ColumnType::Varchar(255), Family::Text, true),
            // How it is padded depends on the session: no stored expression takes it.
            (ColumnType::Char(50), Family::Other, true),
            (ColumnType::Binary, Family::Bytes, false),
            (ColumnType::Varbinary(16), Family::Bytes, true),
            (ColumnType::Date, Family::Day, true),
            (ColumnType::Time, Family::Other, true),
            (ColumnType::Timestamp, Family::Moment, true),
            (ColumnType::Datetime, Family::Moment, true),
            (ColumnType::Uuid, Family::Other, true),
            (ColumnType::Json, Family::Other, false),
            (label, Family::Label, true),
            (
                ColumnType::native(BackendKind::Mysql, "year"),
                Family::Other,
                true,
            ),
            (ColumnType::Custom("VARCHAR(70)".into()), Family::Text, true),
            (
                ColumnType::Custom("double precision".into()),
                Family::Number,
                true,
            ),
        ]
        .into_iter()
        .map(|(column_type, family, key)| Kind {
            column_type,
            family,
            key,
        })
        .collect()
    }

    fn holds(&self, name: &str) -> bool {
        name.chars().all(|character| character <= '\u{ffff}')
    }

    fn comments(&self) -> &'static [&'static str] {
        &["what it's for", "two\nlines", "\"quoted\" ümläut"]
    }

    fn collations(&self) -> &'static [&'static str] {
        &["utf8mb4_bin", "latin1_swedish_ci", "utf8mb4_unicode_ci"]
    }

    fn quoted(&self, name: &Name) -> String {
        format!("`{}`", name.as_str().replace('`', "``"))
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
        ]
    }

    fn deferrables(&self) -> &'static [Deferrable] {
        &[]
    }

    fn methods(&self) -> &'static [&'static str] {
        &[]
    }

    fn operator_classes(&self) -> &'static [&'static str] {
        &[]
    }

    fn options(&self, random: &mut Random, _plain_key: bool) -> TableOptions {
        let mut options = TableOptions::default();
        match random.below(8) {
            0 => options.charset = Some("latin1".into()),
            1 => options.collation = Some("utf8mb4_bin".into()),
            2 => {
                options.engine = Some("InnoDB".into());
                options.charset = Some("utf8mb4".into());
            }
            _ => {}
        }
        options
    }

    fn defaults(&self, kind: &Kind) -> Vec<DefaultValue> {
        let expression = |sql: &str| DefaultValue::Expression(sql.into());
        let mut defaults: Vec<DefaultValue> = match kind.family {
            Family::Whole => vec![literal(-5), literal(0), expression("1 + abs(-2)")],
            Family::Number => vec![literal(0.5), literal(-2.25), literal(3)],
            Family::Text => vec![
                literal("it's \\ \"ok\" -- no"),
                literal(""),
                literal("ümläut"),
                expression("lower(concat('A', ')'))"),
            ],
            // Of these the catalogue shows only the bytes that are text.
            Family::Bytes if kind.key => vec![literal(vec![0_u8, 97]), expression("unhex('00FF')")],
            Family::Bytes => vec![literal(vec![0_u8, 255]), expression("unhex('00FF')")],
            Family::Bool => vec![literal(true), literal(false)],
            Family::Day => vec![expression("CURRENT_DATE"), literal("2024-02-29")],
            Family::Moment => vec![
                expression("CURRENT_TIMESTAMP"),
                expression("now() - INTERVAL 1 DAY"),
                literal("2024-02-29"),
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
                format!("NOT ({column} * 2 > 10 OR {column} - 1 = 3)"),
            ],
            Family::Text => vec![
                format!("length({column}) < 10"),
                format!("{column} <> 'a)''b' /* a ) comment */"),
                format!("{column} IN ('a', 'b')"),
                format!("{column} NOT LIKE 'a%' AND lower({column}) = {column}"),
            ],
            Family::Label => vec![format!("{column} IN ('sad', 'other')")],
            Family::Bool => vec![format!("NOT {column}"), format!("{column} IS TRUE")],
            Family::Day | Family::Moment => vec![format!("{column} > '2020-01-01'")],
            Family::Bytes | Family::Other => vec![format!("{column} IS NOT NULL")],
        }
    }

    fn computations(&self, family: Family, column: &str) -> Vec<String> {
        match family {
            Family::Whole | Family::Number => vec![
                format!("{column} * 2"),
                format!("({column} + 1) * ({column} - 1)"),
            ],
            Family::Text => vec![
                format!("lower({column})"),
                format!("concat({column}, ', (', {column})"),
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
            format!("SELECT count(*) AS `how many` FROM {table} WHERE {column} IS NOT NULL"),
            format!("SELECT * FROM {table} -- all"),
            format!(
                "SELECT a.{column}, b.{column} AS other FROM {table} a LEFT JOIN {table} AS b ON a.{column} = b.{column}"
            ),
        ];
        random.pick(&queries).clone()
    }

    fn trigger(&self, random: &mut Random, _table: &str, column: &str) -> Option<(String, String)> {
        let events = ["AFTER UPDATE", "BEFORE DELETE"];
        let bodies = [
            format!("FOR EACH ROW SET @seen = OLD.{column}"),
            "FOR EACH ROW BEGIN SET @one = 'a;b'; SET @two = 2; END".to_owned(),
        ];
        Some((
            (*random.pick(&events)).to_owned(),
            random.pick(&bodies).clone(),
        ))
    }

    fn session(&self, database: &Database, name: &str) -> Session {
        let mut session = Session::open(database, name);
        let database = database.name();
        for sql in ["DROP DATABASE", "CREATE DATABASE", "USE"] {
            session.run(&format!("{sql} `{database}`"));
        }
        session
    }

    /// The lines stand in no order: keys stand in the order in which they were made.
    fn dump(&self, database: &Database, session: &mut Session) -> Vec<String> {
        let url = Url::parse(database.url()).expect("the harness writes good URLs");
        let host = format!("--host={}", url.host_str().unwrap_or("127.0.0.1"));
        let port = format!("--port={}", url.port().unwrap_or(3306));
        let user = format!("--user={}", url.username());
        let password = format!("--password={}", url.password().unwrap_or_default());
        let plain = [
            "--no-data",
            "--skip-comments",
            "--default-character-set=utf8mb4",
        ];
        let place = [&host, &port, &user, &password, database.name()];
        let ours: Vec<_> = (session.values(LEDGER).iter())
            .map(|table| format!("--ignore-table={}.{table}", database.name()))
            .collect();
        let ours: Vec<_> = ours.iter().map(String::as_str).collect();
        let dump = output("mariadb-dump", &[&plain[..], &ours, &place[..]].concat());
        let mut lines: Vec<_> = dump
            .lines()
            // How far a sequence has counted is no part of a schema.
            .filter(|line| !line.starts_with("DO SETVAL(") && !is_own_index(&dump, line))
            .map(|line| line.trim_end_matches(',').to_owned())
            .collect();
        lines.sort_unstable();
        lines
    }
}

/// The tables that remember migrations.
const LEDGER: &str = "SELECT table_name FROM information_schema.tables \
    WHERE table_schema = DATABASE() AND LEFT(table_name, 10) = '__migrate_'";

/// Whether the line is the index that a reference must have: the server makes it under the reference's name, unless there
/// is another.
fn is_own_index(dump: &str, line: &str) -> bool {
    let key = line
        .trim_start()
        .strip_prefix("KEY ")
        .and_then(|key| key.split_once(" (`"));
    key.is_some_and(|(name, _)| dump.contains(&format!("CONSTRAINT {name} FOREIGN KEY")))
}
