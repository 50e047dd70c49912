//! Every example goes from empty to head, back to empty, and up again, on every backend that it is built for.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use migrate_tests::run::plugin;
use migrate_tests::{Backend, Database, checkout, on};

#[test]
fn every_example_goes_up_and_down_and_up() {
    for example in examples() {
        for backend in example.backends() {
            on(backend, |database| {
                example.goes_up_and_down_and_up(database);
            });
        }
    }
}

#[test]
fn every_example_is_formatted() {
    for example in examples() {
        example.migrate(&["fmt", "--check"]);
    }
}

/// A migration crate below `examples/`.
struct Example {
    manifest: PathBuf,
}

impl Example {
    fn goes_up_and_down_and_up(&self, database: &Database) {
        let at = ["--database", database.url()];
        for command in [
            ["up", "--create"].as_slice(),
            &["down", "base"],
            &["up"],
            &["check"],
            &["test"],
        ] {
            self.migrate(&[command, &at].concat());
        }
    }

    fn migrate(&self, arguments: &[&str]) {
        let output = Command::new(plugin())
            .arg("migrate")
            .args(arguments)
            .arg("--manifest-path")
            .arg(&self.manifest)
            .env("CARGO", checkout::cargo())
            .env_remove("DATABASE_URL")
            .output()
            .expect("running the plugin");
        assert!(
            output.status.success(),
            "{}: cargo migrate {}\n{}{}",
            self.manifest.display(),
            arguments.join(" "),
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
    }

    /// The backends whose features the manifest names.
    fn backends(&self) -> Vec<Backend> {
        let manifest = fs::read_to_string(&self.manifest).expect("the manifest was just seen");
        let names = |feature: &str| manifest.contains(&format!("\"{feature}\""));
        Backend::ALL
            .into_iter()
            .filter(|backend| names(backend.name()) || names(&format!("async-{backend}")))
            .collect()
    }
}

/// Every folder below `examples/` with a manifest and a folder of versions, sorted.
fn examples() -> Vec<Example> {
    let mut found = Vec::new();
    let mut open = vec![checkout::root().join("examples")];
    while let Some(folder) = open.pop() {
        let manifest = folder.join("Cargo.toml");
        if manifest.exists() && folder.join("src/versions").is_dir() {
            found.push(manifest);
        }
        open.extend(folders(&folder));
    }
    found.sort();
    found
        .into_iter()
        .map(|manifest| Example { manifest })
        .collect()
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir() && !path.join("CACHEDIR.TAG").exists())
        .collect()
}
