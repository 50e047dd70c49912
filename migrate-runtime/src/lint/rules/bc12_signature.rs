//! BC12: a view or a function is not what the running program calls any more.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::raw::Words;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{ObjectKind, Operation, ReplaceView};

pub(super) static RULE: Rule = Rule {
    id: "BC12",
    title: "running program uses the view or function",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "a program that runs during the deployment asks for the columns and arguments that it knows, under the name that \
          it knows",
    safe: r#"// new columns come behind the old ones; anything else gets another name:
op.create_view("active_users_2", "SELECT id, email FROM users");
// let the program use it, and in a later revision:
op.drop_view("active_users");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    changed(scene)
        .map(|what| {
            Found::anywhere(format!("programs that use {what} fail from now on")).words(
                "create another one under a new name, let the program use that, and drop this one in a later revision",
            )
        })
        .into_iter()
        .collect()
}

/// The view or function that has another shape afterwards, or none.
fn changed(scene: &Scene<'_>) -> Option<String> {
    match scene.operation() {
        Operation::DropView(drop) => {
            let is_back = scene.later().iter().any(|step| {
                matches!(&step.operation, Operation::CreateView(create) if create.view.name == drop.name)
            });
            let is_new = scene.done.iter().any(|done| {
                matches!(&done.operation, Operation::CreateView(create) if create.view.name == drop.name)
            });
            let is_known = scene.before.views.contains_key(&drop.name);
            (is_known && !is_back && !is_new).then(|| format!("view `{}`", drop.name))
        }
        Operation::ReplaceView(replace) => {
            (!keeps_columns(scene, replace)).then(|| format!("view `{}`", replace.name))
        }
        Operation::RenameObject(rename) => {
            let is_view = matches!(rename.kind, ObjectKind::View | ObjectKind::MaterializedView);
            (is_view && !Scene::is_put_aside(&rename.to)).then(|| format!("view `{}`", rename.name))
        }
        Operation::DropFunction(drop) => {
            let is_back = scene.later().iter().any(|step| {
                matches!(&step.operation, Operation::CreateFunction(create)
                    if create.function.name == drop.name && create.function.arguments == drop.arguments)
            });
            (!is_back).then(|| format!("{} `{}`", drop.kind.words(), drop.name))
        }
        _ => None,
    }
}

/// Whether the new query begins with the columns of the old one, in the same words.
fn keeps_columns(scene: &Scene<'_>, replace: &ReplaceView) -> bool {
    let Some(old) = scene.before.views.get(&replace.name) else {
        return false;
    };
    let (old, new) = (Words::of(&old.query), Words::of(&replace.query));
    let (Some(old), Some(new)) = (old.selected(), new.selected()) else {
        return false;
    };
    let is_longer = new.get(old.len()).is_none_or(|next| next == ",");
    new.starts_with(old) && is_longer && !old.iter().any(|word| word == "*")
}
