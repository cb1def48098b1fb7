//! How much callers may ask for, as the operator sets it.

use crate::limit::{LimitConfig, Rates};
use clap::Args;

/// The flags that set limits. Each is a number of calls in a minute; 0 is no limit.
#[derive(Args, Clone, Copy, Debug, Default)]
#[command(next_help_heading = "Limits, in calls per minute; 0 is no limit")]
pub struct LimitArgs {
    /// Reads of one visitor [default: 600].
    #[arg(long, env = "PORTHOLE_LIMIT_VISITOR_READS", value_name = "CALLS")]
    pub limit_visitor_reads: Option<u32>,
    /// Writes of one visitor [default: 120].
    #[arg(long, env = "PORTHOLE_LIMIT_VISITOR_WRITES", value_name = "CALLS")]
    pub limit_visitor_writes: Option<u32>,
    /// Reads from one address [default: 6000].
    #[arg(long, env = "PORTHOLE_LIMIT_ADDRESS_READS", value_name = "CALLS")]
    pub limit_address_reads: Option<u32>,
    /// Writes from one address [default: 1200].
    #[arg(long, env = "PORTHOLE_LIMIT_ADDRESS_WRITES", value_name = "CALLS")]
    pub limit_address_writes: Option<u32>,
    /// Reads of one workspace's visitors together [default: 120000].
    #[arg(long, env = "PORTHOLE_LIMIT_WORKSPACE_READS", value_name = "CALLS")]
    pub limit_workspace_reads: Option<u32>,
    /// Writes of one workspace's visitors together [default: 12000].
    #[arg(long, env = "PORTHOLE_LIMIT_WORKSPACE_WRITES", value_name = "CALLS")]
    pub limit_workspace_writes: Option<u32>,
    /// Streams of visitors from one address, open at once [default: 2000].
    #[arg(long, env = "PORTHOLE_LIMIT_ADDRESS_STREAMS", value_name = "STREAMS")]
    pub limit_address_streams: Option<u32>,
    /// Connections at once [default: 20000, or what the limit of open files leaves].
    #[arg(long, env = "PORTHOLE_LIMIT_CONNECTIONS", value_name = "CONNECTIONS")]
    pub limit_connections: Option<u32>,
}

impl LimitArgs {
    /// Puts these over others, and those over what is usual.
    #[must_use]
    pub fn over(self, others: Self) -> LimitConfig {
        let usual = LimitConfig::USUAL;
        let pick = |own: Option<u32>, other: Option<u32>, usual| own.or(other).unwrap_or(usual);
        let streams = pick(
            self.limit_address_streams,
            others.limit_address_streams,
            usual.streams,
        );
        LimitConfig {
            visitor: Rates {
                reads: pick(
                    self.limit_visitor_reads,
                    others.limit_visitor_reads,
                    usual.visitor.reads,
                ),
                writes: pick(
                    self.limit_visitor_writes,
                    others.limit_visitor_writes,
                    usual.visitor.writes,
                ),
            },
            address: Rates {
                reads: pick(
                    self.limit_address_reads,
                    others.limit_address_reads,
                    usual.address.reads,
                ),
                writes: pick(
                    self.limit_address_writes,
                    others.limit_address_writes,
                    usual.address.writes,
                ),
            },
            workspace: Rates {
                reads: pick(
                    self.limit_workspace_reads,
                    others.limit_workspace_reads,
                    usual.workspace.reads,
                ),
                writes: pick(
                    self.limit_workspace_writes,
                    others.limit_workspace_writes,
                    usual.workspace.writes,
                ),
            },
            // Where streams are not limited, those of one visitor are not either.
            visitor_streams: if streams == 0 {
                0
            } else {
                usual.visitor_streams
            },
            streams,
            connections: pick(
                self.limit_connections,
                others.limit_connections,
                usual.connections,
            ),
        }
    }
}
