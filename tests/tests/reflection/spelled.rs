//! A schema that was just migrated never differs from itself, however its author spells types and defaults.

use migrate_runtime::autogenerate::{Difference, Ownership, compare, declared};
use migrate_runtime::backend::Reflected;
use migrate_runtime::registry::Declaration;
use migrate_runtime::schema::NamingConvention;
use migrate_tests::Database;

use crate::palette::Palette;

/// Diesel's types, each as a column's declaration.
const EVERYWHERE: &[&str] = &[
    "Bool",
    "SmallInt",
    "Integer",
    "Int4",
    "BigInt",
    "Int8",
    "Float",
    "Double",
    "Float8",
    "Numeric",
    "Text",
    "Binary",
    "Date",
    "Time",
    "Timestamp",
    "#[max_length = 80] Varchar",
    "#[max_length = 3] Char",
    "#[migrate(default = true)] Bool",
    "#[migrate(default = false)] Bool",
    "#[migrate(default = sql(\"TRUE\"))] Bool",
    "#[migrate(default = 0)] Integer",
    "#[migrate(default = -1)] SmallInt",
    "#[migrate(default = 9000000000)] BigInt",
    "#[migrate(default = sql(\"0\"))] Integer",
    "#[migrate(default = sql(\"(0)\"))] Integer",
    "#[migrate(default = sql(\"- 1\"))] Integer",
    "#[migrate(default = sql(\"1 + 1\"))] Integer",
    "#[migrate(default = 0.5)] Double",
    "#[migrate(default = 1)] Double",
    "#[migrate(default = sql(\"1.50\"))] Double",
    "#[migrate(default = \"\")] #[max_length = 9] Varchar",
    "#[migrate(default = \"it's\")] #[max_length = 9] Varchar",
    "#[migrate(default = \"0\")] #[max_length = 9] Varchar",
    "#[migrate(default = sql(\"'x'\"))] #[max_length = 9] Varchar",
    "#[migrate(default = sql(\"lower('X')\"))] #[max_length = 9] Varchar",
    "#[migrate(default = sql(\"NULL\"))] Nullable<Integer>",
    "#[migrate(default = sql(\"null\"))] Nullable<Text>",
    "#[migrate(default = \"2024-02-29\")] Date",
    "#[migrate(default = sql(\"CURRENT_TIMESTAMP\"))] Timestamp",
    "#[migrate(default = sql(\"current_timestamp\"))] Timestamp",
];

const SQLITE: &[&str] = &[
    "TimestamptzSqlite",
    "Json",
    "Jsonb",
    "#[migrate(sql_type = \"INT\")] Integer",
    "#[migrate(sql_type = \"int\")] Integer",
    "#[migrate(sql_type = \"REAL\")] Double",
    "#[migrate(sql_type = \"BOOL\")] Bool",
    "#[migrate(sql_type = \"VARCHAR(20)\")] Text",
    "#[migrate(sql_type = \"decimal(10,2)\")] Numeric",
    "#[migrate(sql_type = \"tinyint(1)\")] Bool",
    "#[migrate(default = sql(\"datetime('now')\"))] Timestamp",
    "#[migrate(default = sql(\"x'00ff'\"))] Binary",
    "#[migrate(default = \"3\")] Integer",
];

const POSTGRES: &[&str] = &[
    "Timestamptz",
    "Interval",
    "Uuid",
    "Json",
    "Jsonb",
    "Bytea",
    "Inet",
    "Cidr",
    "Macaddr",
    "Money",
    "Oid",
    "Array<Integer>",
    "Array<Text>",
    "Int4range",
    "Tstzrange",
    "#[migrate(sql_type = \"int4\")] Integer",
    "#[migrate(sql_type = \"int\")] Integer",
    "#[migrate(sql_type = \"integer\")] Integer",
    "#[migrate(sql_type = \"int8\")] BigInt",
    "#[migrate(sql_type = \"float8\")] Double",
    "#[migrate(sql_type = \"float\")] Double",
    "#[migrate(sql_type = \"bool\")] Bool",
    "#[migrate(sql_type = \"character varying(20)\")] Text",
    "#[migrate(sql_type = \"decimal(10,2)\")] Numeric",
    "#[migrate(sql_type = \"timestamp with time zone\")] Timestamptz",
    "#[migrate(sql_type = \"timestamp(3)\")] Timestamp",
    "#[migrate(sql_type = \"time without time zone\")] Time",
    "#[migrate(sql_type = \"int4[]\")] Array<Integer>",
    "#[migrate(sql_type = \"bit(8)\")] Text",
    "#[migrate(default = sql(\"now()\"))] Timestamp",
    "#[migrate(default = sql(\"now()\"))] Timestamptz",
    "#[migrate(default = sql(\"current_timestamp\"))] Timestamptz",
    "#[migrate(default = sql(\"(now() AT TIME ZONE 'utc')\"))] Timestamp",
    "#[migrate(default = sql(\"'x'::text\"))] Text",
    "#[migrate(default = sql(\"'x'::character varying\"))] #[max_length = 9] Varchar",
    "#[migrate(default = sql(\"'{}'\"))] Jsonb",
    "#[migrate(default = sql(\"'{}'::jsonb\"))] Jsonb",
    "#[migrate(default = sql(\"'{}'\"))] Array<Integer>",
    "#[migrate(default = sql(\"ARRAY[]::integer[]\"))] Array<Integer>",
    "#[migrate(default = sql(\"gen_random_uuid()\"))] Uuid",
    "#[migrate(default = sql(\"'1 day'\"))] Interval",
    "#[migrate(default = sql(\"CURRENT_DATE\"))] Date",
    "#[migrate(default = sql(\"'f'\"))] Bool",
];

const MYSQL: &[&str] = &[
    "TinyInt",
    "Datetime",
    "Json",
    "Unsigned<Integer>",
    "Unsigned<BigInt>",
    "#[max_length = 16] Varbinary",
    "#[migrate(sql_type = \"INT\")] Integer",
    "#[migrate(sql_type = \"INT(11)\")] Integer",
    "#[migrate(sql_type = \"integer\")] Integer",
    "#[migrate(sql_type = \"BOOL\")] Bool",
    "#[migrate(sql_type = \"BOOLEAN\")] Bool",
    "#[migrate(sql_type = \"TINYINT(1)\")] Bool",
    "#[migrate(sql_type = \"DEC(10,2)\")] Numeric",
    "#[migrate(sql_type = \"REAL\")] Double",
    "#[migrate(sql_type = \"mediumtext\")] Text",
    "#[migrate(sql_type = \"datetime(6)\")] Datetime",
    "#[migrate(sql_type = \"enum('a','b')\")] Text",
    "#[migrate(default = sql(\"now()\"))] Timestamp",
    "#[migrate(default = sql(\"current_timestamp()\"))] Timestamp",
    "#[migrate(default = sql(\"CURRENT_TIMESTAMP\"))] Datetime",
    "#[migrate(default = sql(\"uuid()\"))] #[max_length = 36] Varchar",
    "#[migrate(default = \"3\")] Integer",
    "#[migrate(default = \"0.50\", sql_type = \"decimal(10,2)\")] Numeric",
    "#[migrate(default = \"x\")] Text",
];

/// Makes one table of all columns, and insists that nothing is left to do, whichever way it is asked.
pub(crate) fn run(palette: &dyn Palette, database: &Database) {
    let own = match database.backend() {
        migrate_tests::Backend::Sqlite => SQLITE,
        migrate_tests::Backend::Postgres => POSTGRES,
        migrate_tests::Backend::Mysql => MYSQL,
    };
    let columns = EVERYWHERE.iter().chain(own).enumerate();
    let columns: String = columns.map(|(at, said)| column(at, said)).collect();
    let text = format!("migrate_runtime::table! {{ spelled (id) {{ id -> BigInt, {columns} }} }}");
    let file = Declaration {
        crate_name: "app",
        path: "src/schema.rs",
        text: Box::leak(text.into_boxed_str()),
    };
    let convention = NamingConvention::default();
    let mut session = palette.session(database, "spelled");
    let server = session.server;
    let declared = declared(&[file], server.kind, &convention).expect("the declaration is sound");
    let compare = |found: &Reflected| {
        compare(
            found,
            &declared,
            &Ownership::default(),
            &server,
            &convention,
        )
    };
    let made = compare(&Reflected::default()).differences;
    session.apply(made.operations().cloned().collect());
    let replayed = Reflected {
        schema: session.schema.clone(),
        raw: Vec::new(),
    };
    for found in [session.reflect(), replayed] {
        let differences = compare(&found).differences;
        let left: Vec<_> = differences.iter().map(Difference::describe).collect();
        assert_eq!(left, [""; 0], "columns are numbered as the lists say them");
    }
}

/// A declaration with a name: attributes stand before it, the type behind it.
fn column(at: usize, said: &str) -> String {
    let (attributes, column_type) = match said.rfind("] ") {
        Some(end) => said.split_at(end + 1),
        None => ("", said),
    };
    format!("{attributes} c{at} -> {}, ", column_type.trim())
}
