//! The rules, one file each.

mod added;
mod bc01_drop_column;
mod bc02_rename_column;
mod bc03_rename_table;
mod bc04_drop_table;
mod bc05_move_table;
mod bc06_enum_label;
mod bc07_required_column;
mod bc08_becomes_nullable;
mod bc09_tightened;
mod bc10_default;
mod bc11_decoding;
mod bc12_signature;
mod dd01_duplicates;
mod dd02_nulls;
mod dd03_implicit_value;
mod dd04_violations;
mod dd05_converted;
mod dd06_strict;
mod ds01_drop_namespace;
mod ds02_drop_table;
mod ds03_drop_column;
mod ds04_truncate;
mod ds05_drop_guard;
mod ds06_narrower_type;
mod ds07_replace_table;
mod ds08_all_rows;
mod ds09_cascade;
mod lk01_index_build;
mod lk02_index_drop;
mod lk03_reindex;
mod lk04_unique;
mod lk05_exclusion;
mod lk06_foreign_key;
mod lk07_check;
mod lk08_not_null;
mod lk09_default;
mod lk10_stored_column;
mod lk11_numbering;
mod lk12_type;
mod lk13_charset;
mod lk14_unsaid_way;
mod lk17_attach;
mod lk18_storage;
mod lk19_refresh;
mod lk20_no_timeout;
mod lk21_lock_held;
mod lk22_ddl_with_data;
mod lk23_unbatched;
mod lk24_rewritten_again;
mod lk25_trigger;
mod lk26_drop_referencing;
mod lk27_rebuild;
mod lk29_old_transactions;
mod rewriting;
mod rs01_live_path;
mod rs02_impure;
mod rs05_hash_order;
mod tx02_not_atomic;
mod tx03_early_label;
mod tx04_control;
mod tx05_opaque_step;
mod tx06_empty_return;
mod volatile;

use super::rule::Rule;

pub(super) use rewriting::rewritten;

/// Every rule, by id within its group.
pub(super) static ALL: &[&Rule] = &[
    &lk01_index_build::RULE,
    &lk02_index_drop::RULE,
    &lk03_reindex::RULE,
    &lk04_unique::RULE,
    &lk05_exclusion::RULE,
    &lk06_foreign_key::RULE,
    &lk07_check::RULE,
    &lk08_not_null::RULE,
    &lk09_default::RULE,
    &lk10_stored_column::RULE,
    &lk11_numbering::RULE,
    &lk12_type::RULE,
    &lk13_charset::RULE,
    &lk14_unsaid_way::RULE,
    &lk17_attach::RULE,
    &lk18_storage::RULE,
    &lk19_refresh::RULE,
    &lk20_no_timeout::RULE,
    &lk21_lock_held::RULE,
    &lk22_ddl_with_data::RULE,
    &lk23_unbatched::RULE,
    &lk24_rewritten_again::RULE,
    &lk25_trigger::RULE,
    &lk26_drop_referencing::RULE,
    &lk27_rebuild::RULE,
    &lk29_old_transactions::RULE,
    &ds01_drop_namespace::RULE,
    &ds02_drop_table::RULE,
    &ds03_drop_column::RULE,
    &ds04_truncate::RULE,
    &ds05_drop_guard::RULE,
    &ds06_narrower_type::RULE,
    &ds07_replace_table::RULE,
    &ds08_all_rows::RULE,
    &ds09_cascade::RULE,
    &dd01_duplicates::RULE,
    &dd02_nulls::RULE,
    &dd03_implicit_value::RULE,
    &dd04_violations::RULE,
    &dd05_converted::RULE,
    &dd06_strict::RULE,
    &bc01_drop_column::RULE,
    &bc02_rename_column::RULE,
    &bc03_rename_table::RULE,
    &bc04_drop_table::RULE,
    &bc05_move_table::RULE,
    &bc06_enum_label::RULE,
    &bc07_required_column::RULE,
    &bc08_becomes_nullable::RULE,
    &bc09_tightened::RULE,
    &bc10_default::RULE,
    &bc11_decoding::RULE,
    &bc12_signature::RULE,
    &tx02_not_atomic::RULE,
    &tx03_early_label::RULE,
    &tx04_control::RULE,
    &tx05_opaque_step::RULE,
    &tx06_empty_return::RULE,
    &rs01_live_path::RULE,
    &rs02_impure::RULE,
    &rs05_hash_order::RULE,
];
