//! Cells that a step changes without saying so, planted in random tables: each must be reported by its name.

use migrate_runtime::operation::Operation;
use migrate_runtime::schema::Schema;
use migrate_runtime::testing::{Check, Report};
use migrate_tests::Database;

use super::history::{LENGTH, Step};
use super::rows::{self, idle};
use super::{MANY_ROWS, ROWS, asked, proven};
use crate::generate;
use crate::palette::Palette;
use crate::random::Random;
use crate::round_trip::{say, seeds};

/// Plants changes in one random schema after the other until so many cells were compared, or as many as
/// `MIGRATE_TEST_CELLS` says.
pub(crate) fn run(palette: &dyn Palette, database: &Database, usual: u64) {
    let wanted = asked("MIGRATE_TEST_CELLS", usual);
    let rows = if wanted > usual { MANY_ROWS } else { ROWS };
    let (mut cells, mut found) = (0, 0);
    let only = seeds(2);
    let mut seed = only[0];
    while cells < wanted {
        let (steps, plants) = steps(seed, palette);
        let report = proven(database, seed, rows, &steps);
        for plant in &plants {
            found += usize::from(is_told(&report, plant, seed));
        }
        cells += report.cells;
        seed += 1;
        if only.len() == 1 {
            break;
        }
    }
    assert!(found > 0, "nothing was planted");
    say(&format!(
        "{cells} cells compared on {}: {found} undeclared changes, each of them told",
        database.backend()
    ));
}

/// A change that nobody declared.
struct Plant {
    revision: String,
    table: String,
    cell: String,
}

/// The revision that makes the tables, and those that change a cell on their way up or down.
fn steps(seed: u64, palette: &dyn Palette) -> (Vec<Step>, Vec<Plant>) {
    let mut random = Random::seeded(seed + 11_000_000);
    let mut schema = Schema::default();
    let mut down = Vec::new();
    let up = generate::operations(seed, palette);
    for operation in &up {
        down.push(
            operation
                .reverse(&schema)
                .expect("what was made can be dropped"),
        );
        operation.apply(&mut schema).expect("the generator's own");
    }
    down.reverse();
    let down = down.concat();
    let (mut steps, mut plants) = (vec![Step { up, down }], Vec::new());
    while steps.len() < LENGTH {
        let Some(cell) = rows::free(&mut random, palette, &schema) else {
            break;
        };
        plants.push(Plant {
            revision: format!("r{}", steps.len()),
            table: cell.table.name.to_string(),
            cell: cell.name(),
        });
        let changed: Vec<Operation> = vec![cell.changed(&mut random, palette)];
        let (up, down) = if random.chance(50) {
            (changed, vec![idle()])
        } else {
            (vec![idle()], changed)
        };
        steps.push(Step { up, down });
    }
    (steps, plants)
}

/// Whether there were rows to change; then the change must be told where it was made.
fn is_told(report: &Report, plant: &Plant, seed: u64) -> bool {
    let empty = format!("no generated row fits table `{}`", plant.table);
    if report.notes.iter().any(|note| note.starts_with(&empty)) {
        return false;
    }
    let told = report.findings().any(|(revision, finding)| {
        let here = revision.is_some_and(|one| one.revision == plant.revision);
        let names = |line: &String| {
            line.starts_with(&format!("{}: ", plant.cell))
                || line.starts_with(&format!("{}: the row (", plant.table))
        };
        here && finding.check == Check::Data && finding.differences.iter().any(names)
    });
    assert!(
        told,
        "seed {seed}: {} in {} is not told:\n{report}",
        plant.cell, plant.revision
    );
    true
}
