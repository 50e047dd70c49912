//! A name inside SQL text that an author reads: quoted only where it must be.

use super::dialect::quoted;
use crate::connection::BackendKind;
use crate::schema::Name;

/// The name as an author would write it into SQL text for this backend.
///
/// ```
/// use migrate_runtime::backend::plain_name;
/// use migrate_runtime::connection::BackendKind;
///
/// assert_eq!(plain_name(BackendKind::Postgres, &"email".into()), "email");
/// assert_eq!(plain_name(BackendKind::Postgres, &"order".into()), "\"order\"");
/// assert_eq!(plain_name(BackendKind::Mysql, &"a b".into()), "`a b`");
/// ```
#[must_use]
pub fn plain_name(kind: BackendKind, name: &Name) -> String {
    if is_plain(name.as_str()) {
        return name.to_string();
    }
    match kind {
        BackendKind::Sqlite | BackendKind::Postgres => quoted(name, '"'),
        BackendKind::Mysql => quoted(name, '`'),
    }
}

fn is_plain(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    name.starts_with(is_letter)
        && name
            .chars()
            .all(|letter| is_letter(letter) || letter.is_ascii_digit())
        && KEYWORDS.split(' ').all(|keyword| keyword != name)
}

/// What one of the databases reads as something else than a column.
const KEYWORDS: &str = "accessible add all alter analyse analyze and any array as asc asensitive asymmetric authorization \
    autoincrement before between bigint binary blob both by call cascade case cast change char character \
    check collate collation column commit concurrently condition constraint continue convert create cross \
    cube cume_dist current_catalog current_date current_role current_schema current_time current_timestamp \
    current_user cursor database databases day_hour day_microsecond day_minute day_second dec decimal \
    declare default deferrable delayed delete dense_rank desc describe deterministic distinct distinctrow \
    div do_domain_ids double drop dual each else elseif empty enclosed end escape escaped except exists \
    exit explain false fetch first_value float float4 float8 for force foreign freeze from full fulltext \
    function general grant group grouping groups having high_priority hour_microsecond hour_minute \
    hour_second if ignore ignore_domain_ids ilike in index indexed infile initially inner inout insensitive \
    insert int int1 int2 int3 int4 int8 integer intersect interval into is isnull iterate join json_table \
    key keys kill lag last_value lateral lead leading leave left like limit linear lines load localtime \
    localtimestamp lock long longblob longtext loop low_priority master_bind master_heartbeat_period match \
    maxvalue mediumblob mediumint mediumtext middleint minute_microsecond minute_second mod modifies \
    natural no_write_to_binlog not notnull nth_value ntile null numeric of offset on only optimize \
    optimizer_costs option optionally or order out outer outfile over overlaps parse_vcol_expr partition \
    percent_rank placing precision primary procedure purge range rank read read_write reads real recursive \
    ref_system_id references regexp release rename repeat replace require resignal restrict return \
    returning revoke right rlike rollback row row_number rows schema schemas second_microsecond select \
    sensitive separator session_user set show signal similar slow smallint some spatial specific sql \
    sql_big_result sql_calc_found_rows sql_small_result sqlexception sqlstate sqlwarning ssl starting \
    stats_auto_recalc stats_persistent stats_sample_pages straight_join symmetric system system_user table \
    tablesample terminated then tinyblob tinyint tinytext to trailing transaction trigger true undo union \
    unique unlock unsigned update usage use user using utc_date utc_time utc_timestamp values varbinary \
    varchar varcharacter variadic varying verbose when where while window with write xor year_month \
    zerofill";
