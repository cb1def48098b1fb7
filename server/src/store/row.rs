//! How rows become types.

use super::StoreError;
use porthole_shared::attachment::FileType;
use porthole_shared::id::{
    AttachmentId, CannedId, ClientId, DeliveryId, DeviceId, EndpointId, MailId, MemberId,
    MessageId, RuleId, TicketId, VisitorId, WorkspaceId,
};
use porthole_shared::inbox::automation::RuleEvent;
use porthole_shared::inbox::automation::delivery::DeliveryState;
use porthole_shared::inbox::automation::endpoint::EndpointKind;
use porthole_shared::inbox::automation::run::RunOutcome;
use porthole_shared::inbox::mail::{MailKind, MailState};
use porthole_shared::inbox::member::Role;
use porthole_shared::inbox::ticket::Priority;
use porthole_shared::ticket::{Channel, Side, TicketStatus};
use porthole_shared::time::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Params, Row, ToSql};
use std::ops::ControlFlow;

/// A column that holds one of our own types. SQL types belong to another crate and ours to a
/// third, so a wrapper carries them across.
pub(super) struct Sql<T>(pub(super) T);

macro_rules! sql_text {
    ($($type:ty),* $(,)?) => {$(
        impl FromSql for Sql<$type> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                Ok(Self(String::column_result(value)?.into()))
            }
        }
        impl ToSql for Sql<&$type> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.as_str().into())
            }
        }
    )*};
}
sql_text!(
    AttachmentId,
    CannedId,
    ClientId,
    DeliveryId,
    DeviceId,
    EndpointId,
    MailId,
    MemberId,
    MessageId,
    RuleId,
    TicketId,
    VisitorId,
    WorkspaceId
);

macro_rules! sql_word {
    ($($type:ty),* $(,)?) => {$(
        impl FromSql for Sql<$type> {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match <$type>::from_word(value.as_str()?) {
                    <$type>::Unknown => Err(FromSqlError::InvalidType),
                    known => Ok(Self(known)),
                }
            }
        }
        impl ToSql for Sql<$type> {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.as_str().into())
            }
        }
    )*};
}
sql_word!(
    Channel,
    DeliveryState,
    EndpointKind,
    FileType,
    MailKind,
    MailState,
    Role,
    RuleEvent,
    RunOutcome,
    Side,
    TicketStatus
);

/// A priority is stored as its rank, to be sorted by.
impl FromSql for Sql<Priority> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let rank = usize::try_from(value.as_i64()?).map_err(|_| FromSqlError::InvalidType)?;
        let priority = Priority::ALL.get(rank).ok_or(FromSqlError::InvalidType)?;
        Ok(Self(*priority))
    }
}

impl FromSql for Sql<Timestamp> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self(Timestamp(value.as_i64()?)))
    }
}
impl ToSql for Sql<Timestamp> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.0.into())
    }
}

/// Reads one of our own types from a column.
pub(super) fn get<T>(row: &Row<'_>, column: &str) -> rusqlite::Result<T>
where
    Sql<T>: FromSql,
{
    Ok(row.get::<_, Sql<T>>(column)?.0)
}

/// A statement, prepared once. In a development build one that would walk through a table that
/// grows is refused on sight (`plan.rs`).
fn prepare<'a>(connection: &'a Connection, sql: &str) -> Result<CachedStatement<'a>, StoreError> {
    #[cfg(debug_assertions)]
    super::plan::check(connection, sql)?;
    Ok(connection.prepare_cached(sql)?)
}

/// The row of a query that gives one or none.
pub(super) fn find<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    Ok(prepare(connection, sql)?
        .query_row(params, read)
        .optional()?)
}

/// All rows of a query.
pub(super) fn list<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    Ok(prepare(connection, sql)?
        .query_map(params, read)?
        .collect::<Result<_, _>>()?)
}

/// Looks at the rows of a query one after the other, as far as `look` wants to.
pub(super) fn find_until(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    mut look: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, StoreError>,
) -> Result<ControlFlow<()>, StoreError> {
    let mut statement = prepare(connection, sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        if look(row)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Runs a statement and says how many rows it changed.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<usize, StoreError> {
    Ok(prepare(connection, sql)?.execute(params)?)
}
