//! A call of a builder and the calls chained to it.

use super::literal::string;
use crate::schema::{Name, QualifiedName};

/// `op.method(arguments).more(arguments)`
pub(super) struct Call(String);

impl Call {
    pub(super) fn new<const N: usize>(
        receiver: &str,
        method: &str,
        arguments: &[String; N],
    ) -> Self {
        Self(format!("{receiver}.{method}({})", arguments.join(", ")))
    }

    /// Chains a call.
    pub(super) fn then<const N: usize>(mut self, method: &str, arguments: &[String; N]) -> Self {
        self.0 += &format!(".{method}({})", arguments.join(", "));
        self
    }

    /// Chains a call where a condition holds.
    pub(super) fn then_if(self, condition: bool, method: &str) -> Self {
        if condition {
            self.then(method, &[])
        } else {
            self
        }
    }

    /// Chains a call with a text where there is one.
    pub(super) fn then_text(self, text: Option<&str>, method: &str) -> Self {
        match text {
            Some(text) => self.then(method, &[string(text)]),
            None => self,
        }
    }

    /// The statement.
    pub(super) fn end(self) -> String {
        self.0 + ";"
    }
}

/// `"table"`, or `("schema", "table")`.
pub(super) fn qualified(name: &QualifiedName) -> String {
    match &name.schema {
        Some(schema) => format!("({}, {})", text(schema), text(&name.name)),
        None => text(&name.name),
    }
}

/// A name as a string.
pub(super) fn text(name: &Name) -> String {
    string(name.as_str())
}

/// `["a", "b"]`, or `"a"` alone.
pub(super) fn names(names: &[Name]) -> String {
    match names {
        [only] => text(only),
        several => list(several.iter().map(text)),
    }
}

/// `[a, b]`
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<_> = items.into_iter().collect();
    format!("[{}]", items.join(", "))
}
