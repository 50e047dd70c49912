//! Work on many files at once: reading a history is what every command without a build waits for.

use std::num::NonZero;
use std::thread;

/// Fewer items than this per thread are not worth starting it.
const WORTH_A_THREAD: usize = 32;

/// Applies `work` to every item, on as many threads as pay off; the answers keep the order of the items.
pub(super) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(items.len() / WORTH_A_THREAD);
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> = (items.chunks(items.len().div_ceil(threads)))
            .map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<R>>()))
            .collect();
        (workers.into_iter())
            .flat_map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn answers_keep_the_order_of_the_items() {
        for length in [0, 1, 31, 64, 65, 1000] {
            let items: Vec<usize> = (0..length).collect();
            let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(map(&items, |item| item * 2), expected, "{length} items");
        }
    }
}
