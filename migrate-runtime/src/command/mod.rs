//! What each command does, one file each: it returns a report and prints nothing.
