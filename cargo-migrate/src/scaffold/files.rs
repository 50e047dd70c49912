//! The files of a new migration crate, from the templates beside this crate's manifest.

use std::path::{Path, PathBuf};

use migrate_runtime::cli::arguments::Backend;

use super::{RuntimeDependency, backend};

/// A file to write.
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// The templates by their path in the crate; `{{name}}` stands for a value.
const TEMPLATES: [(&str, &str); 7] = [
    (
        "Cargo.toml",
        include_str!("../../templates/crate/Cargo.toml"),
    ),
    ("README.md", include_str!("../../templates/crate/README.md")),
    ("build.rs", include_str!("../../templates/crate/build.rs")),
    (
        "migrate.toml",
        include_str!("../../templates/crate/migrate.toml"),
    ),
    (
        "src/lib.rs",
        include_str!("../../templates/crate/src/lib.rs"),
    ),
    (
        "src/main.rs",
        include_str!("../../templates/crate/src/main.rs"),
    ),
    // Git keeps no empty folder, and the crate does not compile without this one.
    ("src/versions/.gitkeep", ""),
];

pub(super) fn of(
    folder: &Path,
    package: &str,
    backend: Backend,
    runtime: &RuntimeDependency,
    schema: Option<&Path>,
) -> Vec<File> {
    let values = [
        ("{{package}}", package.to_owned()),
        ("{{crate}}", package.replace('-', "_")),
        ("{{feature}}", backend::runtime_feature(backend).to_owned()),
        (
            "{{diesel_feature}}",
            backend::diesel_feature(backend).to_owned(),
        ),
        ("{{url_example}}", backend::example_url(backend).to_owned()),
        ("{{runtime}}", runtime.to_toml()),
        ("{{schema}}", schema.map_or_else(String::new, declaration)),
    ];
    let file = |(path, text): &(&str, &str)| File {
        path: folder.join(path),
        text: filled(text, &values),
    };
    TEMPLATES.iter().map(file).collect()
}

/// A template with the values in the places of their names.
pub(super) fn filled(template: &str, values: &[(&str, String)]) -> String {
    (values.iter()).fold(template.to_owned(), |text, (name, value)| {
        text.replace(name, value)
    })
}

/// The call that makes the application's schema known.
fn declaration(schema: &Path) -> String {
    let path = schema.to_string_lossy().replace('\\', "/");
    format!("migrate_runtime::schema!({path:?});\n")
}
