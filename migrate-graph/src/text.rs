//! How names are listed in messages.

use std::fmt::Display;

/// How many names a message lists before it only counts the others.
const MOST: usize = 5;

/// `a, b and c`
pub(crate) fn listed<T: Display>(items: &[T]) -> String {
    join(items.iter().map(ToString::to_string).collect(), "and")
}

/// `` `a`, `b` or `c` ``
pub(crate) fn quoted<T: Display>(items: &[T], conjunction: &str) -> String {
    join(
        items.iter().map(|item| format!("`{item}`")).collect(),
        conjunction,
    )
}

fn join(mut names: Vec<String>, conjunction: &str) -> String {
    if names.len() > MOST {
        let others = names.len() - (MOST - 1);
        names.truncate(MOST - 1);
        names.push(format!("{others} others"));
    }
    let Some(last) = names.pop() else {
        return String::new();
    };
    if names.is_empty() {
        last
    } else {
        format!("{} {conjunction} {last}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::{listed, quoted};

    #[test]
    fn lists_read_like_prose() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(quoted(&["a", "b"], "or"), "`a` or `b`");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(listed(&["a", "b", "c", "d", "e"]), "a, b, c, d and e");
        assert_eq!(
            listed(&["a", "b", "c", "d", "e", "f"]),
            "a, b, c, d and 2 others"
        );
    }
}
