//! What the application declares: the text of the files that `schema!` names.

/// One file that `schema!` registered.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The package that registered it: histories linked into one binary do not mix.
    pub crate_name: &'static str,
    /// The file, relative to the package.
    pub path: &'static str,
    /// What stands in it.
    pub text: &'static str,
}

inventory::collect!(Declaration);
