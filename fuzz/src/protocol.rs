//! What crosses the wire: serde, which the server reads with, and the codec, which the widget
//! reads with, agree on every value, and the codec takes any JSON.

use crate::json::Json;
use porthole_server::domain::nesting::{DEEPEST, is_shallow};
use porthole_shared::error::ErrorBody;
use porthole_shared::inbox::member::{SetupRequest, SignInRequest};
use porthole_shared::inbox::settings::SaveSettings;
use porthole_shared::inbox::ticket::{TeamReadRequest, TicketPatch, WriteRequest};
use porthole_shared::live::{LiveRequest, SyncRequest, Update};
use porthole_shared::session::{BootReply, BootRequest, RefreshReply};
use porthole_shared::settings::WidgetConfig;
use porthole_shared::ticket::{ReadRequest, SendReply, SendRequest, TypingRequest};
use porthole_shared::wire::Wire;
use serde_json::Value;

/// Whole numbers up to this are exact in a browser.
const EXACT: u64 = 1 << 53;

pub(crate) fn target(data: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    assert!(!is_shallow(data) || depth(&value) <= DEEPEST);
    macro_rules! agree {
        ($($kind:ty),* $(,)?) => { $( agree::<$kind>(&value); )* };
    }
    agree!(
        BootRequest,
        BootReply,
        RefreshReply,
        SyncRequest,
        LiveRequest,
        Update,
        SendRequest,
        SendReply,
        ReadRequest,
        TypingRequest,
        WidgetConfig,
        ErrorBody,
        SetupRequest,
        SignInRequest,
        SaveSettings,
        WriteRequest,
        TicketPatch,
        TeamReadRequest,
    );
}

fn agree<T>(value: &Value)
where
    T: Wire + serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    // Any JSON is something to the codec: an old widget meets a newer server.
    T::read(&Json(value.clone()));
    let Ok(read) = serde_json::from_value::<T>(value.clone()) else {
        return;
    };
    let written = serde_json::to_value(&read).expect("what was read can be written");
    if is_exact(&written) {
        assert_eq!(read.write::<Json>().0, written);
        assert_eq!(T::read(&Json(written)), read);
    }
}

fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => number
            .as_i64()
            .is_some_and(|number| number.unsigned_abs() <= EXACT),
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(fields) => fields.values().all(is_exact),
        _ => true,
    }
}

fn depth(value: &Value) -> u32 {
    let deepest =
        |inside: &mut dyn Iterator<Item = &Value>| inside.map(depth).max().unwrap_or(0) + 1;
    match value {
        Value::Array(items) => deepest(&mut items.iter()),
        Value::Object(fields) => deepest(&mut fields.values()),
        _ => 0,
    }
}
