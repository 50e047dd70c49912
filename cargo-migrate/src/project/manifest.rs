//! What the plugin reads of a `Cargo.toml`. Reading manifests ourselves costs a millisecond; asking cargo costs twenty.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use migrate_runtime::Error;
use serde::Deserialize;

use crate::message;

/// A `Cargo.toml` and where it lies.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// The file.
    pub(crate) path: PathBuf,
    content: Content,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Content {
    package: Option<Package>,
    workspace: Option<Workspace>,
    #[serde(flatten)]
    dependencies: DependencyTables,
    target: BTreeMap<String, DependencyTables>,
    bin: Vec<Binary>,
}

/// The `[package]` table.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) edition: Option<Inherited>,
    /// The folder of the workspace's root, where it is not an ancestor.
    pub(crate) workspace: Option<String>,
    #[serde(default)]
    metadata: PackageMetadata,
}

/// A text that a package may take from its workspace.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Inherited {
    Own(String),
    Workspace {},
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PackageMetadata {
    migrate: Option<toml::Table>,
}

/// The `[workspace]` table.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Workspace {
    pub(crate) members: Vec<String>,
    pub(crate) exclude: Vec<String>,
    dependencies: BTreeMap<String, Dependency>,
    package: WorkspacePackage,
    metadata: WorkspaceMetadata,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WorkspacePackage {
    edition: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WorkspaceMetadata {
    migrate: WorkspaceSettings,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WorkspaceSettings {
    default: Option<String>,
}

impl Workspace {
    /// The migration crate that commands mean when nobody says which: `[workspace.metadata.migrate] default`.
    pub(crate) fn default_migration_crate(&self) -> Option<&str> {
        self.metadata.migrate.default.as_deref()
    }

    /// The edition that packages inherit.
    pub(crate) fn edition(&self) -> Option<&str> {
        self.package.edition.as_deref()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct DependencyTables {
    dependencies: BTreeMap<String, Dependency>,
    dev_dependencies: BTreeMap<String, Dependency>,
    build_dependencies: BTreeMap<String, Dependency>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Dependency {
    Version(String),
    Table(DependencyTable),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DependencyTable {
    path: Option<String>,
    version: Option<String>,
    git: Option<String>,
    branch: Option<String>,
    tag: Option<String>,
    rev: Option<String>,
    package: Option<String>,
    features: Vec<String>,
}

/// Where a dependency comes from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The registry, and the version that is asked for.
    Registry(String),
    /// A repository, as the flags of `cargo install` name it.
    Git(Vec<String>),
    /// A folder.
    Path(PathBuf),
}

impl Dependency {
    /// Where it comes from, if it does not leave that to the workspace.
    fn source(&self, folder: &Path) -> Option<Source> {
        let table = match self {
            Self::Version(version) => return Some(Source::Registry(version.clone())),
            Self::Table(table) => table,
        };
        let path = table.path.as_ref();
        path.map(|path| Source::Path(folder.join(path)))
            .or_else(|| table.git_flags().map(Source::Git))
            .or_else(|| table.version.clone().map(Source::Registry))
    }

    fn table(&self) -> Option<&DependencyTable> {
        match self {
            Self::Version(_) => None,
            Self::Table(table) => Some(table),
        }
    }
}

impl DependencyTable {
    /// The repository as flags of `cargo install`.
    fn git_flags(&self) -> Option<Vec<String>> {
        let flags = [
            ("--git", &self.git),
            ("--branch", &self.branch),
            ("--tag", &self.tag),
            ("--rev", &self.rev),
        ];
        self.git.as_ref()?;
        let given = flags
            .into_iter()
            .filter_map(|(flag, value)| Some([flag.to_owned(), value.clone()?]));
        Some(given.flatten().collect())
    }
}

#[derive(Debug, Deserialize)]
struct Binary {
    name: Option<String>,
}

impl Manifest {
    /// Reads the manifest in a folder; `None` where there is none.
    pub(crate) fn in_folder(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join("Cargo.toml");
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(path, &text).map(Some),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(message::unreadable(&path, error)),
        }
    }

    fn parse(path: PathBuf, text: &str) -> Result<Self, Error> {
        match toml::from_str(text) {
            Ok(content) => Ok(Self { path, content }),
            Err(error) => Err(message::manifest_unparsable(&path, text, &error)),
        }
    }

    /// The folder the manifest lies in.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    pub(crate) fn package(&self) -> Option<&Package> {
        self.content.package.as_ref()
    }

    pub(crate) fn workspace(&self) -> Option<&Workspace> {
        self.content.workspace.as_ref()
    }

    /// Whether `cargo migrate init` marked the package as one that holds migrations.
    pub(crate) fn is_marked(&self) -> bool {
        self.package()
            .is_some_and(|package| package.metadata.migrate.is_some())
    }

    /// Whether the package depends on `name`, under that name or another.
    pub(crate) fn depends_on(&self, name: &str) -> bool {
        self.all_dependencies().any(|(key, dependency)| {
            let package = dependency
                .table()
                .and_then(|table| table.package.as_deref());
            package.unwrap_or(key) == name
        })
    }

    /// The features of `name` that this manifest asks for, in any of its tables.
    pub(crate) fn features_of(&self, name: &str) -> impl Iterator<Item = &str> {
        self.all_dependencies()
            .filter(move |(key, _)| *key == name)
            .filter_map(|(_, dependency)| dependency.table())
            .flat_map(|table| table.features.iter().map(String::as_str))
    }

    /// The features of `name` that this manifest or the workspace asks for.
    pub(crate) fn features_with_inherited<'m>(
        &'m self,
        name: &'m str,
        root: &'m Manifest,
    ) -> impl Iterator<Item = &'m str> {
        let shared = root.shared(name).and_then(Dependency::table);
        let shared = shared.map_or([].as_slice(), |table| &table.features);
        self.features_of(name)
            .chain(shared.iter().map(String::as_str))
    }

    /// Where the dependency `name` comes from; the workspace may say it.
    pub(crate) fn source_of(&self, name: &str, root: &Manifest) -> Option<Source> {
        let (_, dependency) = self.all_dependencies().find(|(key, _)| *key == name)?;
        let inherited = || root.shared(name)?.source(root.folder());
        dependency.source(self.folder()).or_else(inherited)
    }

    /// The folder of the path dependency that code calls `crate_name`.
    pub(crate) fn path_of(&self, crate_name: &str, root: &Manifest) -> Option<PathBuf> {
        let (key, dependency) = self
            .all_dependencies()
            .find(|(key, _)| key.replace('-', "_") == crate_name)?;
        let own = dependency.table().and_then(|table| table.path.as_ref());
        match own {
            Some(path) => Some(self.folder().join(path)),
            None => root.workspace_path(key),
        }
    }

    fn workspace_path(&self, key: &str) -> Option<PathBuf> {
        let path = self.shared(key)?.table()?.path.as_ref()?;
        Some(self.folder().join(path))
    }

    /// A dependency that the members of this workspace may inherit.
    fn shared(&self, key: &str) -> Option<&Dependency> {
        self.workspace()?.dependencies.get(key)
    }

    /// The folders of all path dependencies, the workspace's included.
    pub(crate) fn path_dependencies(&self) -> impl Iterator<Item = PathBuf> {
        let shared = self
            .workspace()
            .into_iter()
            .flat_map(|workspace| workspace.dependencies.values());
        self.all_dependencies()
            .map(|(_, dependency)| dependency)
            .chain(shared)
            .filter_map(|dependency| dependency.table()?.path.as_ref())
            .map(|path| self.folder().join(path))
    }

    /// The binary of a migration crate: the one named like the package, else the only one.
    pub(crate) fn binary<'m>(&'m self, package: &'m str) -> &'m str {
        let mut names = self
            .content
            .bin
            .iter()
            .filter_map(|binary| binary.name.as_deref());
        match (names.next(), names.next()) {
            (Some(only), None) => only,
            _ => package,
        }
    }

    fn all_dependencies(&self) -> impl Iterator<Item = (&str, &Dependency)> {
        let content = &self.content;
        std::iter::once(&content.dependencies)
            .chain(content.target.values())
            .flat_map(|tables| {
                [
                    &tables.dependencies,
                    &tables.dev_dependencies,
                    &tables.build_dependencies,
                ]
            })
            .flatten()
            .map(|(key, dependency)| (key.as_str(), dependency))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Manifest {
        Manifest::parse(PathBuf::from("/w/Cargo.toml"), text).unwrap()
    }

    #[test]
    fn finds_dependencies_in_every_table_and_under_other_names() {
        let manifest = parse(
            "[target.'cfg(unix)'.dependencies]\nruntime = { package = \"migrate-runtime\", version = \"1\" }\n",
        );
        assert!(manifest.depends_on("migrate-runtime"));
        assert!(!manifest.depends_on("runtime"));
    }

    #[test]
    fn inherited_path_is_relative_to_the_root() {
        let root = parse("[workspace.dependencies]\nold-archive = { path = \"archive\" }\n");
        let member = Manifest::parse(
            PathBuf::from("/w/migrations/Cargo.toml"),
            "[dependencies]\nold-archive = { workspace = true }\nnear = { path = \"../near\" }\n",
        )
        .unwrap();
        assert_eq!(
            member.path_of("old_archive", &root),
            Some(PathBuf::from("/w/archive"))
        );
        assert_eq!(
            member.path_of("near", &root),
            Some(PathBuf::from("/w/migrations/../near"))
        );
        assert_eq!(member.path_of("far", &root), None);
    }

    #[test]
    fn source_is_the_manifest_s_own_or_the_workspace_s() {
        let root = parse(
            "[workspace.dependencies]\nrt = { path = \"rt\", version = \"=1.2.3\", features = [\"a\"] }\n",
        );
        let source =
            |line: &str| parse(&format!("[dependencies]\nrt = {line}\n")).source_of("rt", &root);
        assert_eq!(source("\"1.2\""), Some(Source::Registry("1.2".to_owned())));
        assert_eq!(
            source("{ git = \"https://h/r\", tag = \"v1\", version = \"1\" }"),
            Some(Source::Git(
                ["--git", "https://h/r", "--tag", "v1"]
                    .map(str::to_owned)
                    .to_vec()
            ))
        );
        let inherited = parse("[dependencies]\nrt = { workspace = true, features = [\"b\"] }\n");
        assert_eq!(
            inherited.source_of("rt", &root),
            Some(Source::Path(PathBuf::from("/w/rt")))
        );
        let features: Vec<_> = inherited.features_with_inherited("rt", &root).collect();
        assert_eq!(features, ["b", "a"]);
    }

    #[test]
    fn marker_is_an_empty_table() {
        assert!(parse("[package]\nname = \"a\"\n[package.metadata.migrate]\n").is_marked());
        assert!(!parse("[package]\nname = \"a\"\n").is_marked());
    }

    #[test]
    fn binary_is_the_only_one_or_named_like_the_package() {
        assert_eq!(parse("").binary("migrations"), "migrations");
        assert_eq!(
            parse("[[bin]]\nname = \"migrate\"\n").binary("migrations"),
            "migrate"
        );
        assert_eq!(
            parse("[[bin]]\nname = \"a\"\n[[bin]]\nname = \"b\"\n").binary("migrations"),
            "migrations"
        );
    }
}
