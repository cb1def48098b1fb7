//! `POST /api/v1/inbox/live`: the team's stream of changes.

use crate::api::listen::{Feed, Listener, News, to_data};
use crate::api::stream::respond;
use crate::app::App;
use crate::domain::change::Topic;
use crate::error::ApiError;
use crate::extract::{Member, Payload};
use axum::extract::State;
use axum::response::Response;
use porthole_shared::error::ErrorCode;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::TeamUpdate;
use porthole_shared::live::LiveRequest;
use porthole_shared::ticket::Author;

/// Opens the stream. It ends when the member's session does.
pub async fn live(
    State(app): State<App>,
    member: Member,
    Payload(request): Payload<LiveRequest>,
) -> Response {
    let subscription = app.hub.subscribe(Topic::Team(member.row.workspace.clone()));
    let heartbeat = app.heartbeat;
    let feed = TeamFeed { app, member };
    respond(Listener::new(feed, subscription, request.since), heartbeat)
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
        let update = store
            .team_update(self.member.row.workspace.clone(), since)
            .await?;
        let is_news = update.reset || !update.tickets.is_empty();
        Ok(News {
            data: is_news.then(|| to_data(&update)).transpose()?,
            latest: update.latest,
            more: update.more,
        })
    }

    fn typing(&self, ticket: &TicketId, _: &Author, since: i64) -> Result<String, ApiError> {
        to_data(&TeamUpdate {
            latest: since,
            typing: vec![ticket.clone()],
            ..TeamUpdate::default()
        })
    }
}
