//! The results: rows beside their targets, for people on the terminal and in Markdown, for programs in JSON.

use std::fs;
use std::io;
use std::process::Command;

use serde::Serialize;

use migrate_tests::checkout;

use crate::figures::Figure;
use crate::measurement::Measurement;

/// All results of one run, and the machine they are from.
#[derive(Serialize)]
pub(crate) struct Report {
    machine: String,
    figures: Vec<Section>,
}

/// The results of one figure.
#[derive(Serialize)]
pub(crate) struct Section {
    figure: &'static str,
    title: &'static str,
    rows: Vec<Row>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Row {
    what: String,
    #[serde(flatten)]
    measured: Measurement,
    median: f64,
    target: Option<Target>,
    reached: Option<bool>,
}

/// What a median is to reach, in its own unit: seconds, multiples or bytes.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Section {
    pub(crate) fn new(figure: Figure) -> Self {
        say(&format!("\n## {}\n", figure.title()));
        Self {
            figure: figure.name(),
            title: figure.title(),
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds a value that only informs.
    pub(crate) fn row(&mut self, what: impl Into<String>, measured: Measurement) {
        self.push(what.into(), measured, None);
    }

    /// Adds a value that has a target.
    pub(crate) fn against(
        &mut self,
        target: Target,
        what: impl Into<String>,
        measured: Measurement,
    ) {
        self.push(what.into(), measured, Some(target));
    }

    /// Adds what the reader must know, such as what was skipped and why.
    pub(crate) fn note(&mut self, note: String) {
        say(&format!("note: {note}"));
        self.notes.push(note);
    }

    fn push(&mut self, what: String, measured: Measurement, target: Option<Target>) {
        let median = measured.median();
        let row = Row {
            what,
            median,
            target,
            reached: target.map(|target| target.is_reached_by(median)),
            measured,
        };
        say(&row.line());
        self.rows.push(row);
    }

    fn markdown(&self) -> String {
        let heading = format!("## {}\n\n{HEADER}", self.title);
        let rows = self.rows.iter().map(Row::line);
        let notes = self.notes.iter().map(|note| format!("\n{note}"));
        let lines: Vec<_> = std::iter::once(heading).chain(rows).chain(notes).collect();
        lines.join("\n") + "\n"
    }
}

const HEADER: &str =
    "| what | median | spread | rounds | target | reached |\n|---|---|---|---|---|---|";

impl Row {
    fn line(&self) -> String {
        let unit = self.measured.unit();
        let spread = self
            .measured
            .spread()
            .map_or_else(String::new, |(low, high)| {
                format!("{} – {}", unit.show(low), unit.show(high))
            });
        let target = self.target.map_or_else(String::new, |target| match target {
            Target::AtMost(most) => format!("≤ {}", unit.show(most)),
            Target::AtLeast(least) => format!("≥ {}", unit.show(least)),
        });
        let reached = match self.reached {
            None => "",
            Some(true) => "yes",
            Some(false) => "**no**",
        };
        format!(
            "| {} | {} | {spread} | {} | {target} | {reached} |",
            self.what,
            unit.show(self.median),
            self.measured.rounds(),
        )
    }
}

impl Target {
    fn is_reached_by(self, median: f64) -> bool {
        match self {
            Self::AtMost(most) => median <= most,
            Self::AtLeast(least) => median >= least,
        }
    }
}

impl Report {
    pub(crate) fn begin() -> Self {
        let machine = machine();
        say(&machine);
        Self {
            machine,
            figures: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, section: Section) {
        self.figures.push(section);
    }

    /// Writes `target/benchmarks/results.md` and `results.json`.
    pub(crate) fn write(&self) -> io::Result<()> {
        let folder = checkout::target().join("benchmarks");
        fs::create_dir_all(&folder)?;
        let sections: Vec<_> = self.figures.iter().map(Section::markdown).collect();
        let text = format!(
            "# Benchmarks\n\n{}\n\n{}",
            self.machine,
            sections.join("\n")
        );
        fs::write(folder.join("results.md"), text)?;
        fs::write(
            folder.join("results.json"),
            serde_json::to_string_pretty(self)?,
        )?;
        say(&format!("\nwritten to {}/results.md", folder.display()));
        Ok(())
    }
}

fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let system = fs::read_to_string("/etc/os-release").ok().and_then(|text| {
        let name = text
            .lines()
            .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
        Some(name.trim_matches('"').to_owned())
    });
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map_or_else(
        |error| error.to_string(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    );
    format!(
        "{cores} cores, {}, {rustc}.",
        system.as_deref().unwrap_or(std::env::consts::OS)
    )
}

#[expect(
    clippy::print_stdout,
    reason = "whoever runs the benchmarks follows them here"
)]
pub(crate) fn say(line: &str) {
    println!("{line}");
}
