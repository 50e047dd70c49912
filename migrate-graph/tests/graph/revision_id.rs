//! What may be an id.

use migrate_graph::RevisionId;

#[test]
fn ids_are_words() {
    let long = "x".repeat(50);
    for text in [
        "a",
        "1",
        "_",
        "a1b2c3d4e5f6",
        "Add_Users",
        "0001_init",
        "header",
        "base1",
        &long,
    ] {
        assert_eq!(RevisionId::parse(text).expect(text).to_string(), text);
    }
}

#[test]
fn anything_else_is_refused_with_the_reason() {
    let long = "x".repeat(51);
    for (text, reason) in [
        ("", "it is empty"),
        ("a b", "` ` is not allowed"),
        ("a-b", "`-` is not allowed"),
        ("a@b", "`@` is not allowed"),
        ("a:b", "`:` is not allowed"),
        ("a+b", "`+` is not allowed"),
        ("é", "`é` is not allowed"),
        ("a\u{1b}[31m", "`\\u{1b}` is not allowed"),
        ("head", "`head` is a keyword"),
        ("heads", "`heads` is a keyword"),
        ("base", "`base` is a keyword"),
        ("current", "`current` is a keyword"),
        ("none", "`none` is a keyword"),
        ("HEAD", "`head` is a keyword"),
        (&long, "it has 51 characters, 50 are the most"),
    ] {
        let error = RevisionId::parse(text).expect_err(text);
        assert_eq!(
            error.to_string(),
            format!(
                "`{}` cannot be a revision id: {reason}",
                text.escape_debug()
            )
        );
        assert!(error.help().is_some());
    }
}
