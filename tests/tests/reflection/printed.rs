//! A sample of the random schemas takes the author's own way: printed as `table!`, declared, generated, compiled, run, and
//! then nothing is left to do.

use migrate_runtime::autogenerate::{Style, declaration};
use migrate_runtime::schema::NamingConvention;
use migrate_tests::{Backend, Database, Project, Run};

use crate::generate;
use crate::palette::Palette;
use crate::round_trip::{say, seeds};

const LIBRARY: &str = "//! The database migrations of this workspace.

migrate_runtime::versions!(\"src/versions\");
migrate_runtime::schema!(\"../src/schema.rs\");
";

/// Declares so many schemas one after another in one project; the database follows, and goes all the way back.
pub(crate) fn run(palette: &dyn Palette, scratch: &Database, name: &'static str, schemas: usize) {
    let live = Database::create(scratch.backend()).expect("one was there a moment ago");
    drop(live.client());
    let project = Project::named(name)
        .migration_crate(&Backend::ALL)
        .file("migrations/src/lib.rs", LIBRARY)
        .file("src/schema.rs", "")
        .create();
    let migrate = |arguments: &[&str]| -> Run<'_> {
        let run = project.migrate(arguments.iter().copied());
        run.env("DATABASE_URL", live.url())
    };
    let mut walked = 0;
    for seed in seeds(schemas * 10) {
        let Some(text) = printed(palette, scratch, seed) else {
            continue;
        };
        if walked == schemas {
            break;
        }
        walked += 1;
        project.write("src/schema.rs", &text);
        let id = format!("r{seed}");
        let new = [
            "new", "--auto", "Follow", "--rev-id", &id, "--assume", "drop",
        ];
        let new = [
            new.as_slice(),
            &["--allow", "drop", "--reason", "A sample."],
        ]
        .concat();
        let _ = migrate(&new).run().success();
        let up = migrate(&["up", "--create"]).run().success();
        assert!(!up.stderr.contains("warning"), "seed {seed}: {up}\n{text}");
        let again = migrate(&["new", "--auto", "Again"]).run().success();
        assert!(
            again.stderr.contains("nothing to do"),
            "seed {seed}: {again}\n{text}"
        );
    }
    let _ = migrate(&["down", "base"]).run().success();
    say(&format!(
        "{walked} schemas printed, declared and reached on {}",
        scratch.backend()
    ));
}

/// The text of a random schema; nothing where it refers to what cannot be declared.
fn printed(palette: &dyn Palette, scratch: &Database, seed: u64) -> Option<String> {
    let mut session = palette.session(scratch, &format!("seed {seed}"));
    session.apply(generate::operations(seed, palette));
    let found = session.reflect();
    let convention = NamingConvention::default();
    let printed = declaration(&found, &session.server, &convention, Style::Full);
    let is_whole = |what: &String| !what.starts_with("a constraint");
    let is_something = !found.schema.tables.is_empty();
    (is_something && printed.unsaid.iter().all(is_whole)).then_some(printed.source)
}
