//! Which texts are targets and ranges.

use migrate_graph::{Target, TargetRange};

#[test]
fn every_form_is_read_and_written_alike() {
    for text in [
        "a1b2c3d4e5f6",
        "a",
        "1",
        "billing",
        "none",
        "head",
        "heads",
        "base",
        "current",
        "billing@head",
        "billing@heads",
        "billing@base",
        "billing@a1b",
        "a1b@c",
        "+1",
        "-1",
        "+0",
        "a1b+2",
        "a1b-2",
        "head-2",
        "heads-2",
        "base+2",
        "head+1",
        "billing@+1",
        "billing@-1",
        "billing@a1b+2",
        "billing@head-1",
        "billing@base+2",
        "+18446744073709551615",
    ] {
        assert_eq!(Target::parse(text).expect(text).to_string(), text);
    }
}

#[test]
fn every_range_is_read_and_written_alike() {
    for text in [
        ":",
        "a:",
        ":b",
        "a:b",
        "a:head",
        "-3:",
        ":-3",
        "current:",
        ":current",
        "p@base:p@head",
        "a+1:b-1",
    ] {
        assert_eq!(TargetRange::parse(text).expect(text).to_string(), text);
    }
}

#[test]
fn nothing_else_is_a_target() {
    let long = "x".repeat(51);
    for (text, problem) in [
        ("", "it is empty"),
        (" head", "` ` is not allowed"),
        ("head ", "` ` is not allowed"),
        ("+1x", "`1x` is no number of steps"),
        ("-1 ", "`1 ` is no number of steps"),
        ("a1b+2y", "`2y` is no number of steps"),
        ("+", "a number must follow the sign"),
        ("a1b-", "a number must follow the sign"),
        ("--1", "`-1` is no number of steps"),
        ("+-1", "`-1` is no number of steps"),
        ("a+1+1", "`1+1` is no number of steps"),
        ("+٣", "`٣` is no number of steps"),
        ("feature-x", "`x` is no number of steps"),
        ("+18446744073709551616", "the number is too large"),
        (
            "-99999999999999999999999999999999",
            "the number is too large",
        ),
        ("head~1", "`~` is not allowed"),
        ("head^", "`^` is not allowed"),
        ("add/users", "`/` is not allowed"),
        ("a\nb", "`\\n` is not allowed"),
        ("@head", "nothing stands before the `@`"),
        ("@", "nothing stands behind the `@`"),
        ("billing@", "nothing stands behind the `@`"),
        ("a@b@c", "it has more than one `@`"),
        ("head@a", "`head` is no branch"),
        ("heads@a", "`heads` is no branch"),
        ("base@a", "`base` is no branch"),
        ("current@a", "`current` is no branch"),
        ("b c@head", "` ` is not allowed"),
        ("current+1", "`current` stands alone"),
        ("billing@current", "`current` stands alone"),
        ("a:b", "it is a range"),
        (
            &long,
            "a name of 51 characters is longer than any id (50 at most)",
        ),
    ] {
        let error = Target::parse(text).expect_err(text);
        assert_eq!(
            error.to_string(),
            format!("`{}` is no target: {problem}", text.escape_debug())
        );
        assert!(error.help().is_some(), "{text}");
    }
}

#[test]
fn nothing_else_is_a_range() {
    for (text, message) in [
        ("", "`` is no range: it has no colon"),
        ("a", "`a` is no range: it has no colon"),
        ("a:b:c", "`a:b:c` is no range: it has more than one colon"),
        ("a:+", "`a:+` is no target: a number must follow the sign"),
        ("a b:", "`a b:` is no target: ` ` is not allowed"),
    ] {
        let error = TargetRange::parse(text).expect_err(text);
        assert_eq!(error.to_string(), message);
        assert!(error.help().is_some(), "{text}");
    }
}

#[test]
fn the_help_leads_out() {
    let help = |text: &str| {
        Target::parse(text)
            .expect_err(text)
            .help()
            .expect("there is a way out")
    };
    assert_eq!(
        help("head~1"),
        "steps down from a place are written `head-1`"
    );
    assert_eq!(
        help("a:b"),
        "name one place; `cargo migrate history` takes ranges"
    );
    assert_eq!(
        help("current-1"),
        "steps from what is applied are written `+1` and `-1`, on a branch `branch@+1`"
    );
}
