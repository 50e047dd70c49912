//! Many differences in one sentence: a thousand of them say no more than the first few and their number.

/// The first few differences for one sentence, and how many more there are.
pub(super) fn in_a_sentence(differences: &[String]) -> String {
    const FEW: usize = 8;
    let few = differences.iter().take(FEW).cloned().collect::<Vec<_>>();
    match differences.len().saturating_sub(FEW) {
        0 => few.join(", "),
        more => format!("{}, and {more} more", few.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_a_few() {
        let words = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
        assert_eq!(in_a_sentence(&words(8)), "0, 1, 2, 3, 4, 5, 6, 7");
        assert_eq!(
            in_a_sentence(&words(1_000)),
            "0, 1, 2, 3, 4, 5, 6, 7, and 992 more"
        );
    }
}
