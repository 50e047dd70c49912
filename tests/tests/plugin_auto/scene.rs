//! A project that declares a schema, and the database that its commands are about.

use migrate_tests::project::Builder;
use migrate_tests::{Backend, Database, Project, Run, Transcript, shell};

const LIBRARY: &str = "//! The database migrations of this workspace.

migrate_runtime::versions!(\"src/versions\");
migrate_runtime::schema!(\"../src/schema.rs\");
";

/// A project whose `schema.rs` is `schema`. All have one name, so that they wait for each other: cargo builds the same
/// package of several projects into one place.
pub(crate) fn project(schema: &str) -> Builder {
    Project::named("auto")
        .migration_crate(&Backend::ALL)
        .file("migrations/src/lib.rs", LIBRARY)
        .file("src/schema.rs", schema)
}

/// A project and the database that its commands are about.
pub(crate) struct Scene<'a> {
    pub(crate) project: Project,
    pub(crate) database: &'a Database,
}

impl Scene<'_> {
    pub(crate) fn command(&self, arguments: &[&str]) -> Run<'_> {
        let run = self.project.migrate(arguments);
        let run = run.env("DATABASE_URL", self.database.url());
        let path = self.database.url().trim_start_matches("sqlite://");
        run.hide(self.database.url(), "[DATABASE]")
            .hide(path, "[FILE]")
    }

    pub(crate) fn migrate(&self, arguments: &[&str]) -> Transcript {
        self.command(arguments).run()
    }

    /// Applies everything; what is compiled for it says nothing, for generated source is the user's.
    #[track_caller]
    pub(crate) fn up(&self) {
        let answer = self.migrate(&["up", "--create"]).success();
        assert!(!answer.stderr.contains("warning"), "{}", answer.stderr);
    }

    pub(crate) fn declare(&self, schema: &str) {
        self.project.write("src/schema.rs", schema);
    }

    /// Writes a revision, and answers its text.
    #[track_caller]
    pub(crate) fn generate(&self, id: &str, message: &str, flags: &[&str]) -> String {
        let mut arguments = vec!["new", "--auto", message, "--rev-id", id];
        arguments.extend(flags);
        let answer = self.migrate(&arguments).success();
        self.project.read(answer.stdout.trim())
    }

    #[track_caller]
    pub(crate) fn has_nothing_to_do(&self) {
        let before = self.project.changes();
        let answer = self.migrate(&["new", "--auto", "again"]).success();
        assert_eq!(answer.stdout, "", "{}", answer.stderr);
        assert!(answer.stderr.contains("nothing to do"), "{}", answer.stderr);
        assert_eq!(self.project.changes(), before);
    }

    pub(crate) fn dump(&self) -> String {
        shell::dump(self.database)
    }
}
