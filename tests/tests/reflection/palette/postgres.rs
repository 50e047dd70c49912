//! PostgreSQL.

use migrate_runtime::connection::BackendKind;
use migrate_runtime::schema::{
    ColumnType, DefaultValue, Deferrable, Digits, GeneratedStorage, Literal, Name, Numbering,
    ReferentialAction, TableOptions,
};
use migrate_tests::Database;
use migrate_tests::session::Session;

use super::program::output;
use super::{Family, Feature, Kind, Palette, literal};
use crate::random::Random;

/// PostgreSQL.
pub(crate) struct Postgres;

impl Palette for Postgres {
    fn schemas(&self) -> usize {
        200
    }

    fn minimum(&self) -> usize {
        5
    }

    fn has(&self, feature: Feature) -> bool {
        !matches!(feature, Feature::IndexPrefix | Feature::OnUpdate)
    }

    fn lacks(&self) -> &'static [&'static str] {
        &[
            "table.strict",
            "table.without_rowid",
            "table.engine",
            "table.charset",
            "table.collation",
            "column.on_update",
            "column.generated.virtual",
            "type.tiny_int",
            "type.unsigned",
            "type.varbinary",
            "type.datetime",
            "key.prefix",
        ]
    }

    fn kinds(&self) -> Vec<Kind> {
        let digits = Digits {
            precision: 12,
            scale: 2,
        };
        [
            (ColumnType::Bool, Family::Bool, true),
            (ColumnType::SmallInt, Family::Whole, true),
            (ColumnType::Integer, Family::Whole, true),
            (ColumnType::BigInt, Family::Whole, true),
            (ColumnType::Float, Family::Number, true),
            (ColumnType::Double, Family::Number, true),
            (ColumnType::Numeric(None), Family::Number, true),
            (ColumnType::Numeric(Some(digits)), Family::Number, true),
            (ColumnType::Text, Family::Text, true),
            (ColumnType::Varchar(255), Family::Text, true),
            // Its operator classes are others than those of the other texts.
            (ColumnType::Char(2), Family::Other, true),
            (ColumnType::Binary, Family::Bytes, true),
            (ColumnType::Date, Family::Day, true),
            (ColumnType::Time, Family::Other, true),
            (ColumnType::Timestamp, Family::Moment, true),
            (ColumnType::Timestamptz, Family::Moment, true),
            (ColumnType::Interval, Family::Other, true),
            (ColumnType::Uuid, Family::Other, true),
            (ColumnType::Json, Family::Other, false),
            (ColumnType::Jsonb, Family::Other, true),
            (
                ColumnType::Array(Box::new(ColumnType::Integer)),
                Family::Other,
                true,
            ),
            (
                ColumnType::native(BackendKind::Postgres, "inet"),
                Family::Other,
                true,
            ),
            (ColumnType::Custom("VARCHAR(70)".into()), Family::Text, true),
            (
                ColumnType::Custom("timestamp(3)".into()),
                Family::Moment,
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

    fn collations(&self) -> &'static [&'static str] {
        &["C", "POSIX", "ucs_basic"]
    }

    fn quoted(&self, name: &Name) -> String {
        format!("\"{}\"", name.as_str().replace('"', "\"\""))
    }

    fn numberings(&self) -> &'static [Numbering] {
        &[Numbering::ByDefault, Numbering::Always]
    }

    fn storages(&self) -> &'static [GeneratedStorage] {
        &[GeneratedStorage::Stored]
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
        &["hash"]
    }

    fn operator_classes(&self) -> &'static [&'static str] {
        &["text_pattern_ops"]
    }

    fn options(&self, random: &mut Random, _plain_key: bool) -> TableOptions {
        let mut options = TableOptions {
            unlogged: random.chance(15),
            ..TableOptions::default()
        };
        for (parameter, value) in [("fillfactor", "70"), ("autovacuum_enabled", "false")] {
            if random.chance(10) {
                options.storage.insert(Name::from(parameter), value.into());
            }
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
                literal("😀"),
                expression("lower('A' || ')')"),
            ],
            Family::Bytes => vec![literal(vec![0_u8, 255]), expression("'\\x00ff'")],
            Family::Bool => vec![literal(true), literal(false)],
            Family::Day => vec![expression("CURRENT_DATE"), literal("2024-02-29")],
            Family::Moment => vec![
                expression("CURRENT_TIMESTAMP"),
                expression("now() - INTERVAL '1 day'"),
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
                // Of `IN` the server prints casts that it prints otherwise when it reads them again.
                format!("{column} = 'a' OR {column} = 'b'"),
                format!("{column} NOT LIKE 'a%' AND lower({column}) = {column}"),
            ],
            Family::Label => vec![format!("{column} IN ('sad', '😀')")],
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
            format!("SELECT count(*) AS \"how many\" FROM {table} WHERE {column} IS NOT NULL"),
            format!("SELECT * FROM {table} -- all"),
            format!(
                "SELECT a.{column}, b.{column} AS other FROM {table} a LEFT JOIN {table} AS b ON a.ctid = b.ctid"
            ),
        ];
        random.pick(&queries).clone()
    }

    /// The server brings the function along.
    fn trigger(&self, random: &mut Random, _table: &str, column: &str) -> Option<(String, String)> {
        let function = "EXECUTE FUNCTION suppress_redundant_updates_trigger()";
        let events = [
            "BEFORE UPDATE".to_owned(),
            format!("BEFORE UPDATE OF {column}"),
        ];
        let bodies = [
            format!("FOR EACH ROW {function}"),
            format!("FOR EACH ROW WHEN (OLD.{column} IS NOT NULL) {function}"),
        ];
        Some((random.pick(&events).clone(), random.pick(&bodies).clone()))
    }

    fn session(&self, database: &Database, name: &str) -> Session {
        let mut session = Session::open(database, name);
        // Nothing here has to outlive the server.
        session.run("SET synchronous_commit = off");
        session.run(EMPTY);
        session
    }

    fn dump(&self, database: &Database, _session: &mut Session) -> Vec<String> {
        let address = format!("--dbname={}", database.url());
        let ours = "--exclude-table=__migrate_*";
        let dump = output("pg_dump", &["--schema-only", ours, &address]);
        // A word that is another one each time.
        let is_fixed =
            |line: &&str| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict");
        dump.lines().filter(is_fixed).map(str::to_owned).collect()
    }
}

/// Faster than a database of its own for each schema.
const EMPTY: &str = "DO $$ DECLARE name text; BEGIN \
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP \
    EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP; CREATE SCHEMA public; END $$";
