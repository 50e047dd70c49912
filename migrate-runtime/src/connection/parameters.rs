//! The parameters of a URL that the driver does not understand, taken out of it.

/// Takes the parameters called `names` out of `address`; answers the rest of the address and their values in that order.
pub(super) fn take<const N: usize>(
    address: &str,
    names: [&str; N],
) -> (String, [Option<String>; N]) {
    let (before, query) = address.split_once('?').unwrap_or((address, ""));
    let mut values = [const { None }; N];
    let mut rest = Vec::new();
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let name = name.to_ascii_lowercase().replace('-', "_");
        if let Some(position) = names.iter().position(|wanted| *wanted == name) {
            values[position] = Some(value.replace("%2F", "/").replace("%2f", "/"));
        } else {
            rest.push(parameter);
        }
    }
    let separator = if rest.is_empty() { "" } else { "?" };
    (format!("{before}{separator}{}", rest.join("&")), values)
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn what_is_wanted_is_taken_and_the_rest_stays() {
        let (address, values) = take(
            "postgres://h/d?a=1&sslmode=require&b=2",
            ["sslmode", "sslrootcert"],
        );
        assert_eq!(address, "postgres://h/d?a=1&b=2");
        assert_eq!(values, [Some("require".to_owned()), None]);
        let (address, values) = take(
            "mysql://h/d?SSL-Mode=required&ssl_ca=%2Fetc%2Fca.pem",
            ["ssl_mode", "ssl_ca"],
        );
        assert_eq!(address, "mysql://h/d");
        assert_eq!(
            values,
            [Some("required".to_owned()), Some("/etc/ca.pem".to_owned())]
        );
        assert_eq!(
            take("postgres://h/d", ["sslmode"]),
            ("postgres://h/d".to_owned(), [None])
        );
    }
}
