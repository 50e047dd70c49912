//! Views.

use super::dependents::{Dependents, mentions};
use super::found::{Found, Phase};
use super::need;
use crate::operation::{CreateView, DropView, Operation};
use crate::schema::{QualifiedName, Schema, View, expression};

pub(super) fn compare(from: &Schema, to: &Schema, dependents: &Dependents, found: &mut Found) {
    let going: Vec<_> = from
        .views
        .keys()
        .filter(|name| dependents.moves_view(name))
        .collect();
    for name in readers_last(going, from).into_iter().rev() {
        found.run(Phase::DropView, drop(&from.views[name]));
    }
    let coming: Vec<_> = to
        .views
        .keys()
        .filter(|name| !from.views.contains_key(*name) || dependents.moves_view(name))
        .collect();
    for name in readers_last(coming, to) {
        let view = to.views[name].clone();
        found.run(
            Phase::CreateView,
            Operation::CreateView(CreateView { view }),
        );
    }
}

fn readers_last<'a>(names: Vec<&'a QualifiedName>, schema: &Schema) -> Vec<&'a QualifiedName> {
    need::first(names, |view, other| {
        mentions(&schema.views[view].query, other)
    })
}

fn drop(view: &View) -> Operation {
    Operation::DropView(DropView {
        name: view.name.clone(),
        materialized: view.materialized,
    })
}

/// Whether two views are one.
pub(super) fn same(old: &View, new: &View) -> bool {
    let View {
        name,
        query,
        materialized,
        comment,
    } = old;
    *name == new.name
        && expression::same(query, &new.query)
        && *materialized == new.materialized
        && *comment == new.comment
}
