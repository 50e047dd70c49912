//! `versions!`: read the folder, check the history, declare the modules.

mod check;
mod input;
mod parts;

use std::env;

use migrate_graph::grammar::Diagnostic;
use migrate_graph::scan::{FileErrorKind, Remark, RemarkKind, Scan, Scanned};
use proc_macro2::TokenStream;
use quote::quote;

use crate::findings;
use crate::folder::Package;
use crate::option::option;
use crate::report;
use input::Input;

/// The variable by which the build script says which folder it watches.
const WATCHED: &str = "MIGRATE_WATCHED";

/// Expands `versions!(input)`.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match Input::parse(input) {
        Ok(input) => input,
        Err(problem) => return fallback(&[problem]),
    };
    let Some(package) = Package::current() else {
        let help = "build it with cargo: the folder is relative to the package";
        return fallback(&[Diagnostic::new(
            input.span,
            "there is no package that is being built",
            help,
        )]);
    };
    match package.scan(&input.folder) {
        Ok(scan) => declare(&input, &package, &scan),
        Err(error) => {
            let message = format!("the folder `{}` cannot be read: {error}", input.folder);
            let help = "name a folder relative to the package, `versions!(\"src/versions\")`, and create it";
            fallback(&[Diagnostic::new(input.span, message, help)])
        }
    }
}

/// The errors, and an empty history: whatever uses the migrator still compiles.
fn fallback(problems: &[Diagnostic]) -> TokenStream {
    let errors = report::compile_errors(problems);
    let history = history(&[], &[], None);
    quote!(#errors #history)
}

fn declare(input: &Input, package: &Package, scan: &Scan) -> TokenStream {
    let problems: Vec<Diagnostic> = (watching(input).into_iter())
        .chain(nameless(input, package, scan))
        .collect();
    findings::publish(check::findings(scan, package, &input.volumes));
    let errors = report::compile_errors(&problems);
    let modules = parts::modules(package, &input.folder, &scan.files);
    let history = history(&scan.files, &input.volumes, package.settings());
    quote!(#errors #modules #history)
}

/// Cargo would miss an added file in silence if the build script did not watch the folder.
fn watching(input: &Input) -> Option<Diagnostic> {
    let watched = env::var(WATCHED).unwrap_or_default();
    let is_watched = watched
        .split(',')
        .any(|folder| plain(folder) == plain(&input.folder));
    (!is_watched).then(|| {
        let folder = &input.folder;
        let help = format!(
            "write this `build.rs`:\n    fn main() {{\n        println!(\"cargo::rerun-if-changed={folder}\");\n        \
             println!(\"cargo::rustc-env={WATCHED}={folder}\");\n    }}"
        );
        Diagnostic::new(input.span, format!("the build script does not watch `{folder}`"), help)
    })
}

fn plain(folder: &str) -> &str {
    folder.trim().trim_start_matches("./").trim_end_matches('/')
}

/// Files that have nobody else to report them: there is no `#[migration]` in them.
fn nameless(input: &Input, package: &Package, scan: &Scan) -> Vec<Diagnostic> {
    (scan.errors())
        .filter(|error| error.kind == FileErrorKind::NoMigration)
        .map(|error| {
            let message = format!("{}: {}", package.short(&error.path), error.message);
            Diagnostic::new(input.span, message, &error.help)
        })
        .collect()
}

fn remark(remark: &Remark) -> TokenStream {
    let Remark { kind, line, text } = remark;
    let kind = match kind {
        RemarkKind::OutsidePath => quote!(OutsidePath),
        RemarkKind::HashOrder => quote!(HashOrder),
    };
    // No file has more lines than that.
    let line = u32::try_from(*line).unwrap_or(u32::MAX);
    quote! {
        ::migrate_runtime::__private::Remark {
            kind: ::migrate_runtime::__private::RemarkKind::#kind,
            line: #line,
            text: #text,
        }
    }
}

fn history(files: &[Scanned], volumes: &[TokenStream], settings: Option<String>) -> TokenStream {
    let sources = files.iter().filter_map(|file| {
        let revision = file.revision.as_ref()?;
        let (id, message) = (revision.id.as_str(), &revision.message);
        let hash = revision
            .source_hash
            .map(|hash| hash.to_string())
            .unwrap_or_default();
        let remarks = file.remarks.iter().map(remark);
        Some(quote! {
            ::migrate_runtime::__private::Source {
                revision: #id,
                message: #message,
                source_hash: #hash,
                remarks: &[#(#remarks),*],
            }
        })
    });
    let settings = option(settings.map(|path| quote!(::core::include_str!(#path))));
    quote! {
        #[doc(hidden)]
        pub static __MIGRATE_HISTORY: ::migrate_runtime::__private::History = ::migrate_runtime::__private::History {
            crate_name: ::core::env!("CARGO_PKG_NAME"),
            sources: &[#(#sources),*],
            volumes: &[#(&#volumes::__MIGRATE_HISTORY),*],
            settings: #settings,
        };

        /// The migrations of this crate.
        #[must_use]
        pub fn migrator() -> ::migrate_runtime::Migrator {
            ::migrate_runtime::Migrator::new(&__MIGRATE_HISTORY)
        }
    }
}
