//! A message as a part of a file name and as a module's name.

/// The longest slug in characters: longer ones end at the word before.
const LONGEST: usize = 40;

/// The slug of a message that has no letter and no digit.
const WORDLESS: &str = "revision";

/// The words of a message in lower case, joined by `_`: `Add users' e-mail` becomes `add_users_e_mail`.
pub(crate) fn slug(message: &str) -> String {
    let lower = message.to_lowercase();
    let words = lower
        .split(|one: char| !one.is_alphanumeric() && one != '_')
        .filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("_");
    let slug = shortened(joined.trim_matches('_'));
    if slug.is_empty() {
        WORDLESS.to_owned()
    } else {
        slug.to_owned()
    }
}

/// The slug as the name of a Rust module.
pub(crate) fn module_name(slug: &str) -> String {
    let plain: String = slug.chars().filter(char::is_ascii).collect();
    let plain = plain.trim_matches('_');
    let usable = plain.starts_with(|first: char| first.is_ascii_alphabetic()) && !is_keyword(plain);
    match (usable, plain) {
        (true, name) => name.to_owned(),
        (false, "") => WORDLESS.to_owned(),
        (false, name) => format!("{WORDLESS}_{name}"),
    }
}

fn shortened(slug: &str) -> &str {
    let Some((end, _)) = slug.char_indices().nth(LONGEST) else {
        return slug;
    };
    let cut = &slug[..end];
    let word_ends = slug[end..].starts_with('_');
    match cut.rsplit_once('_') {
        Some((words, _)) if !word_ends => words,
        _ => cut,
    }
}

/// The words that no module can be called, in any edition.
fn is_keyword(word: &str) -> bool {
    const KEYWORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern false \
                            final fn for gen if impl in let loop macro match mod move mut override priv pub ref return \
                            self static struct super trait true try type typeof unsafe unsized use virtual where while \
                            yield";
    KEYWORDS.split(' ').any(|keyword| keyword == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_joined_in_lower_case() {
        assert_eq!(
            slug("Add user_preferences table"),
            "add_user_preferences_table"
        );
        assert_eq!(slug("  Add users' e-mail!  "), "add_users_e_mail");
        assert_eq!(slug("Größe ändern"), "größe_ändern");
    }

    #[test]
    fn long_slugs_end_at_a_word() {
        let message = "add a column with a rather long name to users";
        assert_eq!(slug(message), "add_a_column_with_a_rather_long_name_to");
        let fits = format!("{} {}", "a".repeat(20), "b".repeat(19));
        assert_eq!(slug(&format!("{fits} c")), fits.replace(' ', "_"));
        assert_eq!(slug(&"x".repeat(60)), "x".repeat(40));
    }

    #[test]
    fn message_without_words_has_a_slug_too() {
        assert_eq!(slug("!?"), "revision");
        assert_eq!(slug("___"), "revision");
    }

    #[test]
    fn module_names_are_identifiers_and_no_keywords() {
        assert_eq!(module_name("add_users"), "add_users");
        assert_eq!(module_name("move"), "revision_move");
        assert_eq!(module_name("2024_cleanup"), "revision_2024_cleanup");
        assert_eq!(module_name("größe_ändern"), "gre_ndern");
        assert_eq!(module_name("таблица"), "revision");
    }
}
