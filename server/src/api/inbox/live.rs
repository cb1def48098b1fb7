//! `POST /api/v1/inbox/live`: the team's stream of changes.

use crate::api::listen::{Feed, Listener, News, to_data};
use crate::api::stream::respond;
use crate::app::App;
use crate::domain::change::Topic;
use crate::error::ApiError;
use crate::extract::{Member, Payload};
use crate::live::Passing;
use axum::extract::State;
use axum::response::Response;
use porthole_shared::error::ErrorCode;
use porthole_shared::inbox::ticket::TeamUpdate;
use porthole_shared::live::LiveRequest;
use std::time::Duration;

/// Opens the stream. It ends when the member's session does.
pub async fn live(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<LiveRequest>,
) -> Result<Response, ApiError> {
    let end = app.store.member_session_end(member.token_hash).await?;
    let left = end.map_or(0, |end| end.0 - app.clock.now().0);
    let life = Duration::from_millis(left.max(0).unsigned_abs());
    let subscription = app.hub.subscribe(Topic::Team(member.row.workspace.clone()));
    let heartbeat = app.heartbeat;
    let feed = TeamFeed { app, member };
    let listener = Listener::new(feed, subscription, request.since).for_a_session_of(life);
    Ok(respond(listener, heartbeat))
}

struct TeamFeed {
    app: App,
    member: Member,
}

impl Feed for TeamFeed {
    async fn changes(&self, since: i64) -> Result<News, ApiError> {
        let store = &self.app.store;
        let now = self.app.clock.now();
        if store
            .member_by_session(self.member.token_hash, now)
            .await?
            .is_none()
        {
            return Err(ApiError::Unauthenticated(ErrorCode::Unauthenticated));
        }
        let mut update = store
            .team_update(self.member.row.workspace.clone(), since)
            .await?;
        self.app.link_entries(&mut update.entries);
        let is_news = update.reset || !update.tickets.is_empty();
        Ok(News {
            data: is_news.then(|| to_data(&update)).transpose()?,
            latest: update.latest,
            more: update.more,
        })
    }

    fn passing(&self, passing: Vec<Passing>, since: i64) -> Result<Option<String>, ApiError> {
        let mut update = TeamUpdate {
            latest: since,
            ..TeamUpdate::default()
        };
        for passing in passing {
            match passing {
                Passing::Typing(typing) => update.typing.push(typing.ticket),
                Passing::Presence(presence) if presence.member != self.member.row.me.id => {
                    update.presence.push(presence);
                }
                Passing::Presence(_) => {}
            }
        }
        let is_news = !update.typing.is_empty() || !update.presence.is_empty();
        is_news.then(|| to_data(&update)).transpose()
    }
}
