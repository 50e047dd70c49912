//! Shared machinery of the tests: servers, databases and projects.
