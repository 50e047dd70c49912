//! Which SQL text gives another value for each row, so that a server cannot note one value for all of them.

use crate::schema::expression;

/// Functions that give one value for a whole statement, or always the same.
const STEADY: [&str; 16] = [
    "now",
    "current_timestamp",
    "current_date",
    "current_time",
    "localtime",
    "localtimestamp",
    "transaction_timestamp",
    "statement_timestamp",
    "current_user",
    "session_user",
    "current_setting",
    "lower",
    "upper",
    "coalesce",
    "cast",
    "date_trunc",
];

/// Whether a default calls a function that may answer differently for each row. One that is not known may.
pub(super) fn is_volatile(expression: &str) -> bool {
    let canonical = expression::canonical(expression);
    let tokens: Vec<_> = canonical.split(' ').collect();
    tokens
        .windows(2)
        .any(|pair| pair[1] == "(" && is_word(pair[0]) && !STEADY.contains(&pair[0]))
}

/// Whether a token is a bare word; a type in a cast may stand before a parenthesis, too, and is taken for a function.
fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

#[cfg(test)]
mod tests {
    use super::is_volatile;

    #[test]
    fn only_calls_of_unknown_functions_may_differ_from_row_to_row() {
        for steady in [
            "now()",
            "CURRENT_TIMESTAMP",
            "'random()'",
            "(1 + 2)",
            "lower('A')",
            "current_timestamp(6)",
        ] {
            assert!(!is_volatile(steady), "{steady}");
        }
        for volatile in [
            "gen_random_uuid()",
            "random() * 2",
            "clock_timestamp()",
            "(uuid())",
            "mine()",
        ] {
            assert!(is_volatile(volatile), "{volatile}");
        }
    }
}
