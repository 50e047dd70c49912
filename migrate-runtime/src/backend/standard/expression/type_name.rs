//! The names of a type that mean one thing to PostgreSQL.

/// The name that PostgreSQL prints for a type; sizes and brackets stay.
pub(in crate::backend) fn printed(name: &str) -> String {
    let (name, brackets) = match name.find('[') {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    let (head, tail) = match name.find('(') {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    let (size, zone) = match tail.find(')') {
        Some(at) => tail.split_at(at + 1),
        None => (tail, ""),
    };
    let (word, zone) = match head.split_once(' ') {
        Some((word @ ("time" | "timestamp"), zone)) => (word, zone.trim()),
        _ => (head.trim(), zone.trim()),
    };
    let (word, suffix) = full(word, zone);
    format!("{word}{}{suffix}{brackets}", size.replace(' ', ""))
}

/// A type's full name, and what stands behind its size.
fn full<'a>(word: &'a str, zone: &str) -> (&'a str, &'static str) {
    const WITH: &str = " with time zone";
    const WITHOUT: &str = " without time zone";
    match (word, zone) {
        ("int" | "int4", _) => ("integer", ""),
        ("int8", _) => ("bigint", ""),
        ("int2", _) => ("smallint", ""),
        ("bool", _) => ("boolean", ""),
        ("float8" | "float", _) => ("double precision", ""),
        ("float4", _) => ("real", ""),
        ("decimal" | "dec", _) => ("numeric", ""),
        ("varchar", _) => ("character varying", ""),
        ("char" | "bpchar", _) => ("character", ""),
        ("varbit", _) => ("bit varying", ""),
        ("timestamptz", _) | ("timestamp", "with time zone") => ("timestamp", WITH),
        ("timestamp", _) => ("timestamp", WITHOUT),
        ("timetz", _) | ("time", "with time zone") => ("time", WITH),
        ("time", _) => ("time", WITHOUT),
        (other, _) => (other, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::printed;

    #[test]
    fn one_type_has_one_name() {
        for (written, name) in [
            ("int4", "integer"),
            ("varchar(20)", "character varying(20)"),
            ("numeric(12, 2)", "numeric(12,2)"),
            ("timestamptz", "timestamp with time zone"),
            ("timestamp(3)", "timestamp(3) without time zone"),
            ("timestamp(3) with time zone", "timestamp(3) with time zone"),
            ("timestamp without time zone", "timestamp without time zone"),
            ("int8[]", "bigint[]"),
            ("double precision", "double precision"),
            ("mood", "mood"),
        ] {
            assert_eq!(printed(written), name);
        }
    }
}
