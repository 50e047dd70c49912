//! Enum types and their labels.

use migrate_runtime::Op;
use migrate_runtime::prelude::*;

use super::ground::note;

pub(super) fn create(op: &mut Op) {
    op.create_enum("size", ["small", "it's large"]);
    op.create_table("boxes", |t| {
        t.column("id", Integer).primary_key();
        t.column("size", enum_of("size", ["small", "it's large"]))
            .default("small");
    });
    op.insert("boxes", [("id", 1.into())]);
    note(op, "boxed");
}

pub(super) fn create_back(op: &mut Op) {
    op.drop_table("boxes");
    op.drop_enum("size");
}

pub(super) fn add_label(op: &mut Op) {
    op.add_enum_label("mood", "mad");
    op.add_enum_label_before("mood", "so-so", "ok");
    note(op, "labelled");
}

pub(super) fn add_label_back(op: &mut Op) {
    op.drop_enum_label("mood", "so-so");
    op.drop_enum_label("mood", "mad");
}

pub(super) fn rename_label(op: &mut Op) {
    op.rename_enum_label("mood", "sad", "blue");
    note(op, "blue");
}

pub(super) fn rename_label_back(op: &mut Op) {
    op.rename_enum_label("mood", "blue", "sad");
}

pub(super) fn drop_label(op: &mut Op) {
    op.drop_enum_label("mood", "happy");
    note(op, "unhappy");
}

pub(super) fn drop_label_back(op: &mut Op) {
    op.add_enum_label("mood", "happy");
}

pub(super) fn rename(op: &mut Op) {
    op.rename_enum("mood", "feeling");
    note(op, "feeling");
}

pub(super) fn rename_back(op: &mut Op) {
    op.rename_enum("feeling", "mood");
}
