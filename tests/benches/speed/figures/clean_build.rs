//! The first build of a fresh project with SQLite, and which dependencies it goes into.

use std::fs;

use serde::Deserialize;
use tempfile::TempDir;

use crate::measurement::{Measurement, timed};
use crate::options::Options;
use crate::report::{Section, Target};
use crate::scaffold::Scaffold;
use crate::{Result, child};

/// Seconds; a dependency that costs more is listed.
const NOTABLE: f64 = 2.0;

pub(crate) fn measure(_: &Options, section: &mut Section) -> Result<()> {
    let scaffold = Scaffold::create("bench_clean_build")?;
    let empty = TempDir::new()?;
    let build = scaffold
        .project()
        .cargo(["build", "--quiet", "--jobs", "2", "--timings"])
        .env("CARGO_BUILD_BUILD_DIR", empty.path());
    child::time(&scaffold.project().cargo(["fetch"]))?;
    let (_, took) = timed(|| child::time(&build));
    let mut whole = Measurement::of_time();
    whole.push(took?);
    section.against(Target::AtMost(80.0), "clean build on two cores", whole);
    list_costs(&scaffold, section)
}

/// One compilation in cargo's report.
#[derive(Deserialize)]
struct Compilation {
    name: String,
    version: String,
    /// Says which build script or example this is; empty for a library.
    target: String,
    /// Seconds.
    duration: f64,
}

fn list_costs(scaffold: &Scaffold, section: &mut Section) -> Result<()> {
    let report = fs::read_to_string(
        scaffold
            .project()
            .path("target/cargo-timings/cargo-timing.html"),
    )?;
    let data = report
        .split_once("const UNIT_DATA = ")
        .and_then(|(_, rest)| rest.split_once(";\n"))
        .ok_or("cargo's report of timings has another form")?
        .0;
    let mut compilations: Vec<Compilation> = serde_json::from_str(data)?;
    compilations.sort_by(|one, other| other.duration.total_cmp(&one.duration));
    for costly in compilations
        .iter()
        .take_while(|compilation| compilation.duration > NOTABLE)
    {
        let mut cost = Measurement::of_time();
        cost.push(std::time::Duration::from_secs_f64(costly.duration));
        section.row(
            format!(
                "of which {} {}{}",
                costly.name, costly.version, costly.target
            ),
            cost,
        );
    }
    Ok(())
}
