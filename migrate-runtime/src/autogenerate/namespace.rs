//! Namespaces.

use super::found::{Found, Phase};
use crate::operation::{CreateNamespace, DropNamespace, Operation};
use crate::schema::Schema;

pub(super) fn compare(from: &Schema, to: &Schema, found: &mut Found) {
    for name in to.namespaces.difference(&from.namespaces) {
        let create = CreateNamespace { name: name.clone() };
        found.run(Phase::CreateNamespace, Operation::CreateNamespace(create));
    }
    for name in from.namespaces.difference(&to.namespaces) {
        let drop = DropNamespace { name: name.clone() };
        found.run(Phase::DropNamespace, Operation::DropNamespace(drop));
    }
}
