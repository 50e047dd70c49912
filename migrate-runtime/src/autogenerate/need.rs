//! An order in which everything stands behind what it needs.

use std::collections::{BTreeMap, BTreeSet};

/// `items` with each behind those it needs; where needs go in a circle, one of them comes too early.
pub(super) fn first<'a, T: Ord>(
    items: impl IntoIterator<Item = &'a T>,
    needs: impl Fn(&T, &T) -> bool,
) -> Vec<&'a T> {
    let items: BTreeSet<&T> = items.into_iter().collect();
    let unmet = |item: &T| {
        let others = items.iter().filter(|other| ***other != *item);
        others.filter(|other| needs(item, other)).copied().collect()
    };
    let mut waiting: BTreeMap<&T, BTreeSet<&T>> =
        items.iter().map(|item| (*item, unmet(item))).collect();
    let mut ordered = Vec::new();
    while let Some(next) = next(&waiting) {
        waiting.remove(next);
        for unmet in waiting.values_mut() {
            unmet.remove(next);
        }
        ordered.push(next);
    }
    ordered
}

fn next<'a, T: Ord>(waiting: &BTreeMap<&'a T, BTreeSet<&'a T>>) -> Option<&'a T> {
    let free = waiting.iter().find(|(_, unmet)| unmet.is_empty());
    free.or_else(|| waiting.first_key_value())
        .map(|(item, _)| *item)
}

/// The items of `start` and all that need one of them, directly or not.
pub(super) fn closure<T: Ord + Clone>(
    start: BTreeSet<T>,
    all: &[&T],
    needs: impl Fn(&T, &T) -> bool,
) -> BTreeSet<T> {
    let mut reached = start;
    loop {
        let more: Vec<_> = all
            .iter()
            .filter(|item| !reached.contains(**item))
            .filter(|item| reached.iter().any(|other| needs(item, other)))
            .map(|item| (**item).clone())
            .collect();
        if more.is_empty() {
            return reached;
        }
        reached.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_comes_first() {
        let needs = |item: &i32, other: &i32| *item == other - 1;
        assert_eq!(first(&[1, 2, 3], needs), [&3, &2, &1]);
        let circle = |item: &i32, other: &i32| *other == item % 3 + 1;
        assert_eq!(first(&[1, 2, 3], circle), [&1, &3, &2]);
    }

    #[test]
    fn needs_reach_far() {
        let needs = |item: &i32, other: &i32| *item == other + 1;
        let reached = closure(BTreeSet::from([2]), &[&1, &2, &3, &4], needs);
        assert_eq!(reached, BTreeSet::from([2, 3, 4]));
    }
}
