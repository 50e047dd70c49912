//! Maps by name as lists in JSON: each thing carries its own name, and a key of two names is no key there.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{EnumType, Function, Name, QualifiedName, Sequence, Table, Trigger, View};

/// What a schema finds by its name.
pub(super) trait Listed {
    /// The name.
    type Key: Ord;

    /// The thing's own name.
    fn key(&self) -> Self::Key;
}

macro_rules! listed_by_name {
    ($($thing:ty),+) => {
        $(impl Listed for $thing {
            type Key = QualifiedName;

            fn key(&self) -> QualifiedName {
                self.name.clone()
            }
        })+
    };
}

listed_by_name!(Table, View, EnumType, Sequence);

impl Listed for Trigger {
    type Key = (QualifiedName, Name);

    fn key(&self) -> Self::Key {
        (self.table.clone(), self.name.clone())
    }
}

impl Listed for Function {
    type Key = (QualifiedName, String);

    fn key(&self) -> Self::Key {
        (self.name.clone(), self.arguments.clone())
    }
}

pub(super) fn serialize<T: Listed + Serialize, S: Serializer>(
    map: &BTreeMap<T::Key, T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(map.values())
}

pub(super) fn deserialize<'de, T: Listed + Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<T::Key, T>, D::Error> {
    let things = Vec::<T>::deserialize(deserializer)?;
    Ok(things
        .into_iter()
        .map(|thing| (thing.key(), thing))
        .collect())
}
