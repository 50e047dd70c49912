//! How tightly operators bind.

use crate::connection::BackendKind;

/// How tightly an operator binds its neighbours; more is tighter.
pub(super) type Power = u8;

pub(super) const OR: Power = 1;
pub(super) const XOR: Power = 2;
pub(super) const AND: Power = 3;
pub(super) const NOT: Power = 4;
pub(super) const IS: Power = 5;
pub(super) const COMPARISON: Power = 6;
pub(super) const PATTERN: Power = 7;
pub(super) const OTHER: Power = 8;
pub(super) const SUM: Power = 9;
pub(super) const PRODUCT: Power = 10;
pub(super) const POWER: Power = 11;
pub(super) const ZONE: Power = 12;
pub(super) const COLLATE: Power = 13;
pub(super) const SIGN: Power = 14;
pub(super) const SUFFIX: Power = 15;

/// The operators of more than one character.
const LONG: [&str; 33] = [
    "::", "<>", "!=", "<=", ">=", "<=>", "||", "&&", "<<", ">>", "->", "->>", "#>", "#>>", "@>",
    "<@", "~*", "!~", "!~*", "~~", "~~*", "!~~", "!~~*", "@@", "==", "?|", "?&", "@?", "|/", "&<",
    "&>", "-|-", "^@",
];

/// Whether symbols that touch are one operator.
pub(super) fn is_known(symbols: &str) -> bool {
    // Parts on the way to a longer one.
    symbols == "-|" || LONG.contains(&symbols)
}

/// How tightly a symbol or word binds as an operator between two expressions; `None` where it is none.
pub(super) fn between(kind: BackendKind, operator: &str) -> Option<Power> {
    let mysql = kind == BackendKind::Mysql;
    Some(match operator {
        "||" if mysql => OR,
        "&&" if mysql => AND,
        "or" => OR,
        "xor" if mysql => XOR,
        "and" => AND,
        "=" | "==" | "<" | ">" | "<=" | ">=" | "<>" | "!=" | "<=>" => COMPARISON,
        "regexp" | "rlike" | "glob" => PATTERN,
        "+" | "-" => SUM,
        "*" | "/" | "%" => PRODUCT,
        "div" | "mod" if mysql => PRODUCT,
        "^" => POWER,
        "collate" => COLLATE,
        "::" => SUFFIX,
        "|" | "&" | "#" | "~" | "?" | "@" => OTHER,
        symbols if LONG.contains(&symbols) => OTHER,
        _ => return None,
    })
}

/// The operator that servers print for this one.
pub(super) fn printed(kind: BackendKind, operator: &str) -> &str {
    match (kind, operator) {
        (_, "!=") => "<>",
        (_, "==") => "=",
        (BackendKind::Mysql, "||") => "or",
        (BackendKind::Mysql, "&&") => "and",
        (BackendKind::Mysql, "rlike") => "regexp",
        (BackendKind::Mysql, "mod") => "%",
        (_, "~~") => "like",
        (_, "~~*") => "ilike",
        (_, other) => other,
    }
}
