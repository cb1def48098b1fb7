//! What a workspace's mails can be set to.

use crate::text::{EmailAddress, NAME_LIMIT, check_line};

/// For how long a recovery link may work, in minutes.
pub const RECOVERY_MINUTES: std::ops::RangeInclusive<i64> = 10..=24 * 60;

wire! {
    /// The mails that a workspace sends.
    pub struct MailSettings {
        /// The name that they come from, 200 characters at most; empty for the workspace's name.
        pub name: String,
        /// The address that they come from; empty for one at the host of this server.
        pub address: String,
        /// For how long a recovery link works, 10 to 1440 minutes.
        pub recovery_minutes: i64,
    }
}

impl MailSettings {
    /// What a new workspace starts with.
    #[must_use]
    pub fn initial() -> Self {
        Self {
            name: String::new(),
            address: String::new(),
            recovery_minutes: 60,
        }
    }

    /// Brings them into their one form and checks each against its limits.
    ///
    /// # Errors
    /// The name of the first field that is not allowed, and a sentence that says what is.
    pub fn check(mut self) -> Result<Self, (&'static str, String)> {
        check_line(&self.name, NAME_LIMIT).map_err(|error| ("name", error.to_string()))?;
        if !self.address.trim().is_empty() {
            let address = EmailAddress::parse(&self.address);
            let address = address.map_err(|error| ("address", error.to_string()))?;
            address.as_str().clone_into(&mut self.address);
        }
        if !RECOVERY_MINUTES.contains(&self.recovery_minutes) {
            return Err(("recovery_minutes", "Enter 10 to 1440 minutes.".to_owned()));
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_its_limits() {
        let initial = MailSettings::initial;
        assert_eq!(initial().check(), Ok(initial()));
        for (field, settings) in [
            (
                "name",
                MailSettings {
                    name: "x".repeat(201),
                    ..initial()
                },
            ),
            (
                "address",
                MailSettings {
                    address: "a@b".to_owned(),
                    ..initial()
                },
            ),
            (
                "address",
                MailSettings {
                    address: "a@b.example\r\nBcc: c@b.example".to_owned(),
                    ..initial()
                },
            ),
            (
                "recovery_minutes",
                MailSettings {
                    recovery_minutes: 9,
                    ..initial()
                },
            ),
            (
                "recovery_minutes",
                MailSettings {
                    recovery_minutes: 1441,
                    ..initial()
                },
            ),
        ] {
            assert_eq!(settings.check().unwrap_err().0, field);
        }
    }
}
