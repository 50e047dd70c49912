//! Every dependency is one that `deny.toml` allows: its licence, where it comes from, and its version.
//!
//! `cargo deny` says the same and more, with the advisory database; this needs no installation and no network.

use std::fs;
use std::path::Path;
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};
use migrate_tests::checkout;
use semver::{Version, VersionReq};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    sources: Sources,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    /// A name, or `name@requirement`.
    #[serde(rename = "crate")]
    spec: String,
    reason: String,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: Version,
    source: Option<String>,
}

impl Ban {
    fn covers(&self, package: &Locked) -> bool {
        let (name, requirement) = self.spec.split_once('@').unwrap_or((&self.spec, "*"));
        let requirement =
            VersionReq::parse(requirement).expect("deny.toml holds valid requirements");
        name == package.name && requirement.matches(&package.version)
    }
}

#[test]
fn every_licence_is_allowed() {
    let allowed = read::<Deny>("deny.toml").licenses.allow;
    let refused: Vec<String> = metadata()
        .packages
        .iter()
        .filter(|package| !is_allowed(package.license.as_deref().unwrap_or_default(), &allowed))
        .map(|package| {
            format!(
                "{} {}: {:?}",
                package.name, package.version, package.license
            )
        })
        .collect();
    assert!(
        refused.is_empty(),
        "licences that deny.toml does not allow:\n{}",
        refused.join("\n")
    );
}

#[test]
fn every_dependency_comes_from_the_registry() {
    let registries = read::<Deny>("deny.toml").sources.allow_registry;
    let strangers: Vec<String> = read::<Lock>("Cargo.lock")
        .package
        .into_iter()
        .filter_map(|package| Some((package.name, package.source?)))
        .filter(|(_, source)| {
            !registries
                .iter()
                .any(|registry| source.strip_prefix("registry+") == Some(registry))
        })
        .map(|(name, source)| format!("{name}: {source}"))
        .collect();
    assert!(strangers.is_empty(), "{}", strangers.join("\n"));
}

#[test]
fn no_dependency_is_banned() {
    let bans = read::<Deny>("deny.toml").bans.deny;
    let packages = read::<Lock>("Cargo.lock").package;
    let found: Vec<String> = packages
        .iter()
        .flat_map(|package| {
            bans.iter()
                .filter(|ban| ban.covers(package))
                .map(move |ban| format!("{} {}: {}", package.name, package.version, ban.reason))
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_licence_needs_one_allowed_choice() {
    let allowed = ["MIT".to_owned(), "ISC".to_owned()];
    for good in [
        "MIT",
        "MIT OR GPL-3.0-only",
        "MIT/Apache-2.0",
        "ISC AND MIT",
        "(GPL-3.0-only OR ISC) AND MIT",
    ] {
        assert!(is_allowed(good, &allowed), "{good}");
    }
    for bad in ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "my own"] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}

/// Whether an SPDX expression can be met with allowed licences only.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    spdx::Expression::parse_mode(expression, spdx::ParseMode::LAX).is_ok_and(|expression| {
        expression.evaluate(|requirement| {
            requirement
                .license
                .id()
                .is_some_and(|id| allowed.iter().any(|name| name == id.name))
        })
    })
}

/// The packages for this machine. With all features where their sources were downloaded, else with the default ones.
fn metadata() -> Metadata {
    let query = |all_features: bool| {
        let mut command = MetadataCommand::new();
        command.manifest_path(checkout::root().join("Cargo.toml"));
        if all_features {
            command.features(cargo_metadata::CargoOpt::AllFeatures);
        }
        command.other_options(
            ["--offline", "--locked", "--filter-platform", &host()].map(str::to_owned),
        );
        command.exec()
    };
    query(true)
        .or_else(|_| query(false))
        .expect("the workspace was built from these packages")
}

fn host() -> String {
    let output = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("running rustc");
    let version = String::from_utf8(output.stdout).expect("rustc writes text");
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc names its host").to_owned()
}

fn read<T: DeserializeOwned>(file: impl AsRef<Path>) -> T {
    let path = checkout::root().join(file);
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
