//! `#[migration]`: read, check, and add the registration to the module.

use migrate_graph::grammar::{
    self, Attribute, Diagnostic, FunctionName, Migration, Module, Spanned,
};
use migrate_graph::scan::Pair;
use proc_macro2::{Group, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::findings::{self, Certainty, Finding, Place};
use crate::option::option;
use crate::{folder, report};

/// Expands `#[migration(arguments)] item`.
pub(crate) fn expand(arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let Migration {
        attribute,
        module,
        mut problems,
    } = grammar::migration(arguments, item.clone(), Span::call_site());
    let pair = attribute
        .as_ref()
        .and_then(|attribute| read_pair(attribute, &mut problems));
    let findings = attribute.as_ref().map(about).unwrap_or_default();
    problems.extend(findings.errors);
    match (attribute, module) {
        (Some(attribute), Some(module)) if problems.is_empty() => {
            let submission = submission(&attribute, &Steps::of(&module, pair));
            with(module, &[submission, findings.assertions])
        }
        _ => fallback(&problems, item),
    }
}

/// The errors and the item as it was: whatever uses the module still compiles, and what is unused in it is no news.
fn fallback(problems: &[Diagnostic], item: &TokenStream) -> TokenStream {
    let errors = report::compile_errors(problems);
    quote! {
        #errors
        #[allow(unused)]
        #item
    }
}

fn read_pair(attribute: &Attribute, problems: &mut Vec<Diagnostic>) -> Option<Pair> {
    // Without a file, as in some language servers, there is nothing to check and nothing to include.
    let file = folder::this_file()?;
    match Pair::read(attribute, &file, &|path| std::fs::read_to_string(path)) {
        Ok(pair) => pair,
        Err(missing) => {
            problems.extend(missing);
            None
        }
    }
}

/// The module with more items at its end.
fn with(module: Module, items: &[TokenStream]) -> TokenStream {
    let mut content = module.body.stream();
    content.extend(items.iter().cloned());
    let mut body = Group::new(module.body.delimiter(), content);
    body.set_span(module.body.span());
    let mut tokens = TokenStream::new();
    if module.does_nothing {
        // The argument of a function that is still to be written is no news.
        tokens.extend(quote!(#[allow(unused_variables)]));
    }
    tokens.extend(module.head);
    body.to_tokens(&mut tokens);
    tokens
}

/// What to call to build each of the two plans.
struct Steps {
    upgrade: TokenStream,
    downgrade: TokenStream,
}

impl Steps {
    fn of(module: &Module, pair: Option<Pair>) -> Self {
        let (upgrade, downgrade) = match pair {
            Some(pair) => (
                execute(&pair.up_name),
                pair.down.map(|_| execute(&pair.down_name)),
            ),
            None => (
                module.upgrade.as_ref().map(function).unwrap_or_default(),
                module.downgrade.as_ref().map(function),
            ),
        };
        let downgrade = downgrade.map(|function| plan(&function));
        Self {
            upgrade: plan(&upgrade),
            downgrade: option(downgrade),
        }
    }
}

/// A function of the module, as a pointer where that is sure to compile: with a type of its own for each function, rustc
/// would write and link four adapters per migration, and all of them again when one is added.
fn function(function: &FunctionName) -> TokenStream {
    let name = &function.name;
    if function.takes_mutable_reference {
        quote_spanned!(name.span() => #name as fn(&mut _) -> _)
    } else {
        name.to_token_stream()
    }
}

/// A named function, not a closure: a pointer to a closure is one more adapter.
fn plan(function: &TokenStream) -> TokenStream {
    quote!({
        fn plan(op: &mut ::migrate_runtime::Op) -> ::migrate_runtime::__private::Planned {
            ::migrate_runtime::__private::plan(#function, op)
        }
        plan
    })
}

/// A function that executes the SQL of a file beside this one.
fn execute(file: &str) -> TokenStream {
    quote!(|op: &mut ::migrate_runtime::Op| {
        op.execute(::core::include_str!(#file));
    })
}

fn submission(attribute: &Attribute, steps: &Steps) -> TokenStream {
    let revision = attribute.revision.value.as_str();
    let down_revision = attribute
        .down_revision
        .iter()
        .map(|parent| parent.value.as_str());
    let depends_on = attribute.depends_on.iter().map(|name| &name.value);
    let branch_labels = attribute.branch_labels.iter().map(|label| &label.value);
    let transaction = attribute.transaction;
    let allow = attribute.allow.iter().map(|(rule, reason)| {
        let rule = &rule.value;
        quote!((#rule, #reason))
    });
    let irreversible = option(attribute.irreversible.as_ref().map(|reason| &reason.value));
    let Steps { upgrade, downgrade } = steps;
    quote! {
        ::migrate_runtime::__private::inventory::submit! {
            ::migrate_runtime::Migration {
                revision: #revision,
                down_revision: &[#(#down_revision),*],
                depends_on: &[#(#depends_on),*],
                branch_labels: &[#(#branch_labels),*],
                crate_name: ::core::env!("CARGO_PKG_NAME"),
                path: ::core::file!(),
                transaction: #transaction,
                allow: &[#(#allow),*],
                irreversible: #irreversible,
                upgrade: #upgrade,
                downgrade: #downgrade,
            }
        }
    }
}

/// What the whole history says about this migration.
#[derive(Default)]
struct Found {
    errors: Vec<Diagnostic>,
    assertions: TokenStream,
}

fn about(attribute: &Attribute) -> Found {
    let mut found = Found::default();
    for finding in findings::about(attribute.revision.value.as_str()) {
        let span = span(attribute, &finding.place);
        let Finding {
            message, certainty, ..
        } = finding;
        match certainty {
            Certainty::Error { help } => found.errors.push(Diagnostic::new(span, message, help)),
            Certainty::UnlessInVolume(parent) => found.assertions.extend(quote_spanned! { span =>
                const _: () = ::core::assert!(crate::__MIGRATE_HISTORY.has(#parent), #message);
            }),
        }
    }
    found
}

/// Where the literal stands that a finding is about.
fn span(attribute: &Attribute, place: &Place) -> Span {
    let own = attribute.revision.span;
    let named = |names: &[Spanned<String>], wanted: &str| {
        (names.iter().rev())
            .find(|name| name.value == wanted)
            .map_or(own, |name| name.span)
    };
    let parents = &attribute.down_revision;
    match place {
        Place::Revision => own,
        Place::Parents => parents.first().map_or(own, |parent| parent.span),
        Place::Parent(id) => (parents.iter().rev())
            .find(|parent| parent.value.as_str() == id)
            .map_or(own, |parent| parent.span),
        Place::Dependency(name) => named(&attribute.depends_on, name),
        Place::Label(name) => named(&attribute.branch_labels, name),
    }
}
