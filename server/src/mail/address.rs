//! `--smtp-url`: where the mail server is, and how to talk to it.

/// The address of a mail server, understood.
///
/// `smtps://user:password@host:465` is TLS from the beginning. `smtp://host:25` goes over to TLS
/// where the server offers it; with a user it has to, because passwords never go out in the clear.
/// `?tls=required` and `?tls=none` say otherwise.
#[derive(Clone, PartialEq, Eq)]
pub struct Route {
    url: String,
    port: Option<u16>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Route") // the address may hold a password
    }
}

impl Route {
    /// Understands an address. A password from a file takes the place of one in the address.
    ///
    /// # Errors
    /// A sentence that says what an address looks like; it does not repeat the address.
    pub fn parse(url: &str, password: Option<&str>) -> Result<Self, String> {
        let wrong = || {
            "the SMTP URL is not one: use smtps://user:password@mail.example.com or \
             smtp://mail.example.com:25, with %XX for special characters"
                .to_owned()
        };
        let (scheme, rest) = url.split_once("://").ok_or_else(wrong)?;
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, host) = match place.rsplit_once('@') {
            Some((user, host)) => (Some(user), host.trim_end_matches('/')),
            None => (None, place.trim_end_matches('/')),
        };
        if host.is_empty() || host.contains(['/', '#']) || !matches!(scheme, "smtp" | "smtps") {
            return Err(wrong());
        }
        let user = with_password(user, password)?;
        let tls = match (scheme, query) {
            ("smtps", "") => "",
            ("smtp", "") if user.is_empty() => "?tls=opportunistic",
            ("smtp", "" | "tls=required") => "?tls=required",
            ("smtp", "tls=opportunistic") if user.is_empty() => "?tls=opportunistic",
            ("smtp", "tls=none") => "",
            _ => {
                return Err(
                    "after the ? of the SMTP URL only tls=required, tls=opportunistic (without a user) or tls=none may stand"
                        .to_owned(),
                );
            }
        };
        Ok(Self {
            port: (scheme == "smtp" && user.is_empty() && !has_port(host)).then_some(25),
            url: format!("{scheme}://{user}{host}{tls}"),
        })
    }

    /// The address in full, for the library.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The port, where it is another one than the library would take.
    pub(super) fn port(&self) -> Option<u16> {
        self.port
    }
}

/// `user:password@`, or nothing.
fn with_password(user: Option<&str>, password: Option<&str>) -> Result<String, String> {
    match (user, password) {
        (None, Some(_)) => {
            Err("there is a password for SMTP, but no user in the SMTP URL".to_owned())
        }
        (None, None) => Ok(String::new()),
        (Some(user), Some(password)) => {
            let name = user.split(':').next().unwrap_or_default();
            Ok(format!("{name}:{}@", encoded(password)))
        }
        (Some(user), None) if user.contains(':') => Ok(format!("{user}@")),
        (Some(_), None) => Err("the SMTP URL names a user without a password".to_owned()),
    }
}

fn encoded(password: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    password.bytes().map(byte).collect()
}

fn has_port(host: &str) -> bool {
    let after_address = host.rsplit_once(']').map_or(host, |(_, rest)| rest);
    after_address.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_mail_servers() {
        for (url, expected) in [
            (
                "smtp://mail.example",
                Ok(("smtp://mail.example?tls=opportunistic", Some(25))),
            ),
            (
                "smtp://[::1]:2525?tls=none",
                Ok(("smtp://[::1]:2525", None)),
            ),
            (
                "smtp://a%40b:c@mail.example",
                Ok(("smtp://a%40b:c@mail.example?tls=required", None)),
            ),
            (
                "smtp://a:c@mail.example/?tls=none",
                Ok(("smtp://a:c@mail.example", None)),
            ),
            (
                "smtps://a:c@mail.example",
                Ok(("smtps://a:c@mail.example", None)),
            ),
            ("smtps://a@mail.example", Err(())),
            ("smtp://a:b@mail.example?tls=opportunistic", Err(())),
            ("http://mail.example", Err(())),
            ("mail.example", Err(())),
            ("smtp://", Err(())),
        ] {
            let route = Route::parse(url, None).map_err(drop);
            let shown = route.as_ref().map(|route| (route.url(), route.port()));
            assert_eq!(shown, expected.as_ref().map(|pair| *pair), "{url}");
        }
        let route = Route::parse("smtps://a@mail.example", Some("p@ss")).unwrap();
        assert_eq!(route.url(), "smtps://a:p%40ss@mail.example");
    }
}
