//! Measures what `cargo migrate` promises about speed and size, each figure beside its target.
//!
//! `cargo bench -p migrate-tests` runs all figures, `cargo bench -p migrate-tests -- rebuild start-up` some of them.
//! Nothing is asserted: a figure that misses its target says so in the table, which is also written to
//! `target/benchmarks/results.md` and `results.json`. What is compared is measured in turns within one run.

mod child;
#[macro_use]
mod embedded;
mod figures;
mod history;
mod measurement;
mod options;
mod peers;
mod report;
mod scaffold;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser as _;

use figures::Figure;
use options::Options;
use report::{Report, Section};

/// Anything that keeps a figure from being measured; the others go on.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let options = Options::parse();
    if let Some(subject) = options.in_child {
        subject.run();
        return ExitCode::SUCCESS;
    }
    let mut report = Report::begin();
    for figure in options.figures() {
        let section = measure(figure, &options);
        report.add(section);
    }
    match report.write() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::say(&format!("the results could not be written: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn measure(figure: Figure, options: &Options) -> Section {
    let mut section = Section::new(figure);
    if let Err(error) = figure.measure(options, &mut section) {
        section.note(format!("not measured to the end: {error}"));
    }
    section
}
