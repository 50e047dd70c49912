//! The smallest migration crate: no backend and no command line, so that it builds in a moment. For what the macros do.

use crate::checkout;
use crate::project::Builder;

impl Builder {
    /// Adds a migration crate in the folder `name` that shows what `versions!` saw, without revisions.
    ///
    /// `arguments` are those of `versions!`; `volumes` are crates beside it.
    pub fn bare_crate(self, name: &str, arguments: &str, volumes: &[&str]) -> Self {
        let module = name.replace('-', "_");
        self.file(&format!("{name}/Cargo.toml"), manifest(name, volumes))
            .file(&format!("{name}/build.rs"), BUILD_SCRIPT)
            .file(
                &format!("{name}/src/lib.rs"),
                format!("migrate_runtime::versions!({arguments});\n"),
            )
            .file(
                &format!("{name}/src/main.rs"),
                MAIN.replace("MODULE", &module),
            )
    }
}

fn manifest(name: &str, volumes: &[&str]) -> String {
    let runtime = checkout::root()
        .join("migrate-runtime")
        .display()
        .to_string();
    let volumes: Vec<String> = (volumes.iter())
        .map(|volume| format!("{volume} = {{ path = \"../{volume}\" }}"))
        .collect();
    let volumes = volumes.join("\n");
    format!(
        r#"[package]
name = "{name}"
version = "0.1.0"
edition = "2024"
publish = false

[dependencies]
migrate-runtime = {{ path = {runtime:?}, default-features = false }}
{volumes}
"#
    )
}

const BUILD_SCRIPT: &str = r#"fn main() {
    println!("cargo::rerun-if-changed=src/versions");
    println!("cargo::rustc-env=MIGRATE_WATCHED=src/versions");
}
"#;

/// Prints the settings, then a line for each revision: its id, its message, its source hash.
const MAIN: &str = r#"fn main() {
    let history = MODULE::migrator().history();
    println!("settings {:?}", history.settings);
    for source in history.sources {
        println!("{} {} {}", source.revision, source.message, source.source_hash);
    }
}
"#;
