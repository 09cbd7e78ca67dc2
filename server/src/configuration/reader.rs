use std::{ops::RangeInclusive, str::FromStr, time::Duration};

use url::Url;

use super::ConfigurationError;

/// Reads settings one by one and gathers what is wrong with them, so that a person sees all of it at once.
pub(super) struct Reader<'a> {
    get: &'a dyn Fn(&str) -> Option<String>,
    errors: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(get: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { get, errors: Vec::new() }
    }

    pub(super) fn error(&mut self, message: impl Into<String>) {
        self.errors.push(message.into());
    }

    pub(super) fn finish<T>(self, value: T) -> Result<T, ConfigurationError> {
        if self.errors.is_empty() { Ok(value) } else { Err(ConfigurationError(self.errors)) }
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        (self.get)(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    pub(super) fn parsed<T: FromStr>(&mut self, name: &str, what: &str) -> Option<T> {
        let parsed = self.text(name)?.parse();
        if parsed.is_err() {
            self.error(format!("{name} must be {what}."));
        }
        parsed.ok()
    }

    /// An address without path and query, over http or https.
    pub(super) fn web_address(&mut self, name: &str) -> Option<Url> {
        let url = self.text(name)?.parse::<Url>().ok().filter(|url| {
            matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/" && url.query().is_none()
        });
        if url.is_none() {
            self.error(format!("{name} must be an address such as https://records.example.org, without a path."));
        }
        url
    }

    /// A span of time, a whole number of units.
    pub(super) fn duration(
        &mut self,
        name: &str,
        default: u64,
        unit_seconds: u64,
        range: RangeInclusive<u64>,
    ) -> Duration {
        let count = match self.text(name) {
            None => Some(default),
            Some(text) => text.parse().ok().filter(|count| range.contains(count)),
        };
        if count.is_none() {
            self.error(format!("{name} must be a whole number from {} to {}.", range.start(), range.end()));
        }
        Duration::from_secs(count.unwrap_or(default) * unit_seconds)
    }

    /// One of a few words; the default when nothing is set.
    pub(super) fn choice<T: Copy + Default>(&mut self, name: &str, choices: &[(&str, T)]) -> T {
        let Some(text) = self.text(name) else { return T::default() };
        let chosen = choices.iter().find(|(word, _)| *word == text);
        if chosen.is_none() {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            self.error(format!("{name} must be {}.", words.join(" or ")));
        }
        chosen.map(|(_, value)| *value).unwrap_or_default()
    }
}
