//! The configuration file: the same keys as the flags, underscores for dashes.

use super::LimitArgs;
use crate::domain::network::Networks;
use serde::Deserialize;
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

/// The keys of the file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct File {
    pub(super) data_dir: Option<PathBuf>,
    pub(super) secret_key_file: Option<PathBuf>,
    pub(super) listen: Option<SocketAddr>,
    pub(super) public_url: Option<String>,
    pub(super) assets: Option<PathBuf>,
    pub(super) trusted_proxies: Option<String>,
    pub(super) keep_changes: Option<NonZeroU16>,
    pub(super) heartbeat: Option<u16>,
    pub(super) metrics_token_file: Option<PathBuf>,
    pub(super) smtp_url: Option<String>,
    pub(super) smtp_password_file: Option<PathBuf>,
    pub(super) allow_private_webhooks: Option<bool>,
    pub(super) log: Option<String>,
    pub(super) log_json: Option<bool>,
    pub(super) limit_visitor_reads: Option<u32>,
    pub(super) limit_visitor_writes: Option<u32>,
    pub(super) limit_address_reads: Option<u32>,
    pub(super) limit_address_writes: Option<u32>,
    pub(super) limit_workspace_reads: Option<u32>,
    pub(super) limit_workspace_writes: Option<u32>,
    pub(super) limit_address_streams: Option<u32>,
    pub(super) limit_connections: Option<u32>,
}

impl File {
    /// Reads a file; without one nothing is set.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, String> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(path).map_err(|error| {
            format!(
                "the configuration {} cannot be read: {error}",
                path.display()
            )
        })?;
        toml::from_str(&text).map_err(|error| {
            format!(
                "the configuration {} cannot be used: {error}",
                path.display()
            )
        })
    }

    pub(super) fn limits(&self) -> LimitArgs {
        LimitArgs {
            limit_visitor_reads: self.limit_visitor_reads,
            limit_visitor_writes: self.limit_visitor_writes,
            limit_address_reads: self.limit_address_reads,
            limit_address_writes: self.limit_address_writes,
            limit_workspace_reads: self.limit_workspace_reads,
            limit_workspace_writes: self.limit_workspace_writes,
            limit_address_streams: self.limit_address_streams,
            limit_connections: self.limit_connections,
        }
    }

    pub(super) fn trusted_proxies(&self) -> Result<Option<Networks>, String> {
        let list = self.trusted_proxies.as_deref().map(str::parse);
        list.transpose()
    }
}
