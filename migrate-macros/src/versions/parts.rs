//! The modules of a history, declared in parts that are compiled again each on its own.
//!
//! rustc compiles a crate in units, about one per module, and with more than 256 of them it merges them by their sizes:
//! then one added migration changes what nearly every unit holds. So migrations share a module with a few others, always
//! with the same ones, and a change concerns that unit alone. Being inside a constant keeps their own modules from
//! becoming units; tests, which rustc does not find there, are compiled without.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use migrate_graph::scan::Scanned;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::findings;
use crate::folder::Package;

/// How many parts there are; rustc makes two units of each.
const PARTS: u32 = 64;

/// Declares a module for each file and registers their migrations.
pub(super) fn modules(package: &Package, folder: &str, files: &[Scanned]) -> TokenStream {
    let mut parts: BTreeMap<u32, Part> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for file in files {
        let name = module_name(Path::new(&file.path), &mut names);
        let part = parts.entry(part_of(&file.name_prefix)).or_default();
        part.add(&name, file);
    }
    let folder = package.folder(folder);
    (parts.iter())
        .map(|(number, part)| part.module(*number, &folder))
        .collect()
}

/// The part of a revision: the same whatever other revisions there are.
fn part_of(revision: &str) -> u32 {
    let hash = revision.bytes().fold(0_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 16) % PARTS
}

#[derive(Default)]
struct Part {
    modules: TokenStream,
    migrations: Vec<TokenStream>,
}

impl Part {
    fn add(&mut self, name: &Ident, file: &Scanned) {
        let path = Path::new(&file.path).file_name().unwrap_or_default();
        let path = path.to_string_lossy();
        self.modules.extend(quote! {
            #[path = #path]
            mod #name;
        });
        if let Some(inner) = file.module.as_deref().map(ident) {
            self.migrations.push(quote!(&#name::#inner::__MIGRATION));
        }
    }

    fn module(&self, number: u32, folder: &str) -> TokenStream {
        let name = format_ident!("part_{number}", span = Span::call_site());
        let Self {
            modules,
            migrations,
        } = self;
        let items = quote! {
            #modules
            ::migrate_runtime::__private::inventory::submit! {
                ::migrate_runtime::__private::Registered {
                    crate_name: ::core::env!("CARGO_PKG_NAME"),
                    migrations: &[#(#migrations),*],
                }
            }
        };
        // The form of the files is ours: `use super::*;`, and a message in plain words.
        let attributes = quote! {
            #[path = #folder]
            #[allow(clippy::doc_markdown, clippy::wildcard_imports)]
        };
        if findings::is_for_a_language_server() {
            // It looks for the module of a file in modules only.
            return quote!(#attributes mod #name { #items });
        }
        quote! {
            #[cfg(not(test))]
            #attributes
            mod #name { const _: () = { #items }; }
            #[cfg(test)]
            #attributes
            mod #name { #items }
        }
    }
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A name of its own for the module of a file, in the case that rustc wants.
fn module_name(path: &Path, taken: &mut BTreeSet<String>) -> Ident {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let words = stem
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let mut name = format!(
        "m_{}",
        words.collect::<Vec<_>>().join("_").to_ascii_lowercase()
    );
    while !taken.insert(name.clone()) {
        name.push_str("_x");
    }
    format_ident!("{name}", span = Span::call_site())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{PARTS, part_of};

    #[test]
    fn the_parts_of_a_long_history_are_of_a_size() {
        let mut sizes = BTreeMap::new();
        for n in 1_u64..=6_400 {
            let id = format!("{:012x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16);
            *sizes.entry(part_of(&id)).or_insert(0) += 1;
        }

        assert_eq!(sizes.len(), usize::try_from(PARTS).expect("a small number"));
        assert!(
            sizes.values().all(|size| (50..200).contains(size)),
            "{sizes:?}"
        );
    }
}
