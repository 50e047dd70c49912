//! `new --auto` for one change among 1,000 tables, beside `check` of the same database; and what reading the declaration
//! of so many tables adds to a build.

use migrate_runtime::handover;
use migrate_tests::{Backend, Database};

use super::reflect::fill;
use crate::measurement::{Measurement, in_turns};
use crate::options::Options;
use crate::report::{Section, Target};
use crate::scaffold::{Profile, Scaffold};
use crate::{Result, child};

/// Seconds that writing a change may take beyond a check.
const BEYOND_CHECK: f64 = 0.05;
/// Seconds that `schema!` may add to a build.
const BEYOND_BUILD: f64 = 1.5;

const LIBRARY: &str = "//! The database migrations of this workspace.

migrate_runtime::versions!(\"src/versions\");
migrate_runtime::schema!(\"../schema.rs\");
";

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let scaffold = Scaffold::create("auto")?;
    scaffold.write("schema.rs", "")?;
    scaffold.write("migrations/src/lib.rs", LIBRARY)?;
    scaffold.build_for_all_backends(Profile::Release)?;
    for backend in Backend::ALL {
        if let Err(error) = on(backend, &scaffold, options, section) {
            section.note(format!("{backend} skipped: {error}"));
        }
    }
    build(options, section)
}

/// The binary's half: what the plugin does beside it is the same for any change.
fn on(
    backend: Backend,
    scaffold: &Scaffold,
    options: &Options,
    section: &mut Section,
) -> Result<()> {
    let database = Database::create(backend)?;
    fill(&database)?;
    let url = database.url();
    let print = ["print-schema", "--database", url];
    let declared = child::read(&scaffold.binary(Profile::Release, print))?;
    scaffold.write("schema.rs", &with_one_change(&declared))?;
    scaffold.build_for_all_backends(Profile::Release)?;
    let new = scaffold.binary(
        Profile::Release,
        ["new", "--auto", "Change", "--database", url],
    );
    let new = new.env(handover::VERSION, env!("CARGO_PKG_VERSION"));
    let written = child::read(&new)?;
    if !written.contains("add column `added`") {
        return Err(format!("another change was found: {written}").into());
    }
    // One difference is what `check` fails with: `diff` looks at the same and answers.
    let diff = scaffold.binary(Profile::Release, ["diff", "--database", url]);
    let (written, looked) = in_turns(
        options.rounds,
        || child::time(&new),
        || child::time_any(&diff),
    )?;
    section.against(
        Target::AtMost(BEYOND_CHECK),
        format!("{backend}: `new --auto` beyond `diff`"),
        written.minus(&looked),
    );
    section.row(format!("{backend}: `new --auto`"), written);
    Ok(())
}

/// The first table gets a column.
fn with_one_change(declared: &str) -> String {
    declared.replacen(
        "    }\n}",
        "        added -> Nullable<Integer>,\n    }\n}",
        1,
    )
}

fn build(options: &Options, section: &mut Section) -> Result<()> {
    let tables = Scaffold::create("auto_build")?;
    tables.write("migrations/src/lib.rs", LIBRARY)?;
    let mut edition = 0;
    let mut after_edit = |declared: &str| {
        edition += 1;
        tables.write("schema.rs", &format!("// {edition}\n{declared}"))?;
        tables.build(Profile::Dev)
    };
    let declared = thousand_tables();
    after_edit("")?;
    let mut timed = Measurement::of_time();
    let mut bare = Measurement::of_time();
    for _ in 0..options.rounds {
        timed.push(after_edit(&declared)?);
        bare.push(after_edit("")?);
    }
    section.against(
        Target::AtMost(BEYOND_BUILD),
        "`schema!` on 1,000 tables, beyond a build with none",
        timed.minus(&bare),
    );
    section.row("a build with 1,000 tables declared", timed);
    Ok(())
}

/// Ten columns, an index and a reference each.
fn thousand_tables() -> String {
    let table = |number: usize| {
        let before = number.saturating_sub(1);
        let columns = (0..7).map(|column| format!("        c{column} -> Nullable<Text>,\n"));
        format!(
            "migrate_runtime::table! {{\n    t{number} {{\n        #[migrate(auto_increment)]\n        id -> BigInt,\n        \
             #[migrate(references(t{before}.id), index)]\n        parent_id -> Nullable<BigInt>,\n        \
             #[migrate(default = \"x\")]\n        name -> Text,\n{}    }}\n}}\n",
            columns.collect::<String>()
        )
    };
    (0..1_000).map(table).collect()
}
