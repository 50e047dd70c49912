//! From the words of `table!` to those of the model.

use migrate_graph::declared::{self as said, Action, DefaultValue as SaidDefault};

use crate::schema::{
    DefaultValue, Deferrable, Literal, Name, Numbering, ReferentialAction, TableOptions,
    UniqueNulls, Validation,
};

pub(super) fn default(said: &SaidDefault) -> DefaultValue {
    match said {
        SaidDefault::Text(text) => DefaultValue::Literal(text.as_str().into()),
        SaidDefault::Bool(value) => DefaultValue::Literal((*value).into()),
        SaidDefault::Number(text) => DefaultValue::Literal(match text.parse() {
            Ok(whole) => Literal::Integer(whole),
            Err(_) => Literal::Number(text.clone()),
        }),
        SaidDefault::Sql(sql) => DefaultValue::Expression(sql.clone()),
    }
}

pub(super) const fn numbering(said: said::Numbering) -> Numbering {
    match said {
        said::Numbering::ByDefault => Numbering::ByDefault,
        said::Numbering::Always => Numbering::Always,
    }
}

pub(super) const fn nulls(not_distinct: bool) -> UniqueNulls {
    if not_distinct {
        UniqueNulls::NotDistinct
    } else {
        UniqueNulls::Distinct
    }
}

pub(super) const fn validation(not_valid: bool) -> Validation {
    if not_valid {
        Validation::Pending
    } else {
        Validation::Done
    }
}

pub(super) const fn deferrable(said: said::Deferrable) -> Deferrable {
    match said {
        said::Deferrable::InitiallyImmediate => Deferrable::InitiallyImmediate,
        said::Deferrable::InitiallyDeferred => Deferrable::InitiallyDeferred,
    }
}

pub(super) fn options(said: &said::Options) -> TableOptions {
    let name = |text: &Option<String>| text.as_deref().map(Name::from);
    let storage = said.storage.iter();
    TableOptions {
        strict: said.strict,
        without_rowid: said.without_rowid,
        engine: name(&said.engine),
        charset: name(&said.charset),
        collation: name(&said.collation),
        storage: storage
            .map(|(parameter, value)| (parameter.as_str().into(), value.clone()))
            .collect(),
        unlogged: said.unlogged,
    }
}

pub(super) const fn action(said: Action) -> ReferentialAction {
    match said {
        Action::NoAction => ReferentialAction::NoAction,
        Action::Restrict => ReferentialAction::Restrict,
        Action::Cascade => ReferentialAction::Cascade,
        Action::SetNull => ReferentialAction::SetNull,
        Action::SetDefault => ReferentialAction::SetDefault,
    }
}
