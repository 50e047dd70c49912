//! `#[migration]`: read, check, and add the registration to the module.

use migrate_graph::grammar::{
    self, Attribute, Diagnostic, FunctionName, Migration, Module, Spanned,
};
use migrate_graph::scan::Pair;
use proc_macro2::{Group, Span, TokenStream, TokenTree};
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
            let migration = migration(&attribute, &Steps::of(&module, pair));
            with(module, &[migration, findings.assertions])
        }
        (_, module) => fallback(&problems, module, item),
    }
}

/// The errors and the item as it was: whatever uses the module still compiles, and what is unused in it is no news.
fn fallback(problems: &[Diagnostic], module: Option<Module>, item: &TokenStream) -> TokenStream {
    let errors = report::compile_errors(problems);
    let item = match module {
        Some(module) => with(
            module,
            &[registered(&quote!(::migrate_runtime::Migration::UNSAID))],
        ),
        None => item.clone(),
    };
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
    tokens.extend(within_reach(module.head));
    body.to_tokens(&mut tokens);
    tokens
}

/// The head of a module that `versions!` can look into.
fn within_reach(mut head: Vec<TokenTree>) -> Vec<TokenTree> {
    let at = head.len().saturating_sub(2);
    let is_visible = match &head[..at] {
        [.., TokenTree::Ident(word)] | [.., TokenTree::Ident(word), TokenTree::Group(_)] => {
            word == "pub"
        }
        _ => false,
    };
    if !is_visible {
        head.splice(at..at, quote!(pub(crate)));
    }
    head
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
/// would write and link adapters for every migration, and all of them again when one is added.
fn function(function: &FunctionName) -> TokenStream {
    let name = &function.name;
    if function.takes_mutable_reference {
        quote_spanned!(name.span() => #name as fn(&mut _) -> _)
    } else {
        name.to_token_stream()
    }
}

/// A reference to the function behind its signature; a function or closure that calls it would be one more to compile.
fn plan(function: &TokenStream) -> TokenStream {
    quote!(&::migrate_runtime::__private::function(#function))
}

/// A function that executes the SQL of a file beside this one.
fn execute(file: &str) -> TokenStream {
    quote!(|op: &mut ::migrate_runtime::Op| {
        op.execute(::core::include_str!(#file));
    })
}

fn migration(attribute: &Attribute, steps: &Steps) -> TokenStream {
    let revision = attribute.revision.value.as_str();
    let down_revision = attribute
        .down_revision
        .iter()
        .map(|parent| parent.value.as_str());
    let said = said(attribute);
    let path = Span::call_site().file();
    let Steps { upgrade, downgrade } = steps;
    registered(&quote! {
        ::migrate_runtime::Migration {
            revision: #revision,
            down_revision: &[#(#down_revision),*],
            path: #path,
            upgrade: #upgrade,
            downgrade: #downgrade,
            #said
            ..::migrate_runtime::Migration::UNSAID
        }
    })
}

/// The item of the module that `versions!` registers, together with those of other modules.
fn registered(migration: &TokenStream) -> TokenStream {
    quote! {
        pub(crate) static __MIGRATION: ::migrate_runtime::Migration = #migration;
    }
}

/// The fields for what few attributes say: rustc reads all of it again for every migration in every build.
fn said(attribute: &Attribute) -> TokenStream {
    let mut said = TokenStream::new();
    if !attribute.depends_on.is_empty() {
        let names = attribute.depends_on.iter().map(|name| &name.value);
        said.extend(quote!(depends_on: &[#(#names),*],));
    }
    if !attribute.branch_labels.is_empty() {
        let labels = attribute.branch_labels.iter().map(|label| &label.value);
        said.extend(quote!(branch_labels: &[#(#labels),*],));
    }
    if !attribute.transaction {
        said.extend(quote!(transaction: false,));
    }
    if !attribute.allow.is_empty() {
        let allow = attribute.allow.iter().map(|(rule, reason)| {
            let rule = &rule.value;
            quote!((#rule, #reason))
        });
        said.extend(quote!(allow: &[#(#allow),*],));
    }
    if let Some(reason) = &attribute.irreversible {
        let reason = option(Some(&reason.value));
        said.extend(quote!(irreversible: #reason,));
    }
    said
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
