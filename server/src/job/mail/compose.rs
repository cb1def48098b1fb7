//! Writes a mail when its turn comes, from what is true then.

use crate::app::App;
use crate::domain::language::Language;
use crate::domain::mail::{Cause, Letter, Link, Quote, Thread, mail_domain, sender};
use crate::domain::recovery;
use crate::domain::secret;
use crate::domain::unsubscribe;
use crate::domain::workspace::Workspace;
use crate::mail::{Look, Mail};
use crate::store::{ReplyNews, ReplyTurn, StoreError, TakenMail, TicketNews};
use porthole_shared::id::TicketId;
use porthole_shared::inbox::mail::MailKind;
use porthole_shared::session::PageContext;
use porthole_shared::text::truncate;
use porthole_shared::time::{MINUTE, Timestamp};

/// How much of a first message a mail shows, in characters.
const PREVIEW: usize = 500;

/// What is to be done with a mail whose turn has come.
pub(super) enum Composed {
    /// It goes out.
    Mail(Box<Mail>),
    /// An answer goes out, that of this ticket up to this message.
    Reply(Box<Mail>, TicketId, i64),
    /// It is not needed any more, or nobody may have it.
    Nothing,
    /// It waits until then.
    Later(Timestamp),
}

/// What a mail needs besides its words.
struct Desk<'a> {
    app: &'a App,
    taken: &'a TakenMail,
    workspace: &'a Workspace,
}

/// Writes the mail.
pub(super) async fn compose(app: &App, taken: &TakenMail) -> Result<Composed, StoreError> {
    let Some(workspace) = app.workspaces.by_id(&taken.workspace) else {
        return Ok(Composed::Nothing);
    };
    let desk = Desk {
        app,
        taken,
        workspace: &workspace,
    };
    let to = taken.recipient.clone();
    let addressed = match &taken.cause {
        Cause::Test => to.map(|to| (to, test(&workspace))),
        Cause::Letter(letter) => to.map(|to| (to, (**letter).clone())),
        Cause::NewTicket { ticket } => {
            let (id, workspace) = (taken.id.clone(), taken.workspace.clone());
            let spread = app
                .store
                .spread_mail(id, workspace, ticket.clone(), app.clock.now());
            spread.await?;
            None
        }
        Cause::NewTicketFor { ticket, member } => {
            let (workspace, member) = (taken.workspace.clone(), member.clone());
            let news = app
                .store
                .ticket_news(workspace, ticket.clone(), member)
                .await?;
            news.map(|news| (news.email.clone(), desk.new_ticket(&news, ticket)))
        }
        Cause::Reply { ticket, until } => return desk.reply(ticket, *until).await,
        Cause::Recovery { page, language } => match to {
            Some(to) => desk.recovery(to, page.as_deref(), language).await?,
            None => None,
        },
    };
    Ok(match addressed {
        Some((to, letter)) => Composed::Mail(Box::new(desk.mail(to, letter))),
        None => Composed::Nothing,
    })
}

impl Desk<'_> {
    fn mail(&self, to: String, letter: Letter) -> Mail {
        Mail {
            id: self.taken.id.clone(),
            domain: mail_domain(&self.app.public_url),
            from: sender(self.workspace, &self.app.public_url),
            to,
            date: self.app.clock.now(),
            letter,
            look: Look {
                name: self.workspace.name.clone(),
                color: self.workspace.settings.button_color.clone(),
            },
        }
    }

    /// Members read English until they can choose.
    fn new_ticket(&self, news: &TicketNews, ticket: &TicketId) -> Letter {
        let words = Language::ENGLISH.words();
        let fill = |text: &str| {
            text.replace("{number}", &news.number.to_string())
                .replace("{workspace}", &self.workspace.name)
        };
        let author = news.name.clone();
        Letter {
            subject: fill(&words.mail_new_ticket_subject),
            heading: fill(&words.mail_new_ticket_heading),
            quotes: vec![Quote {
                author: author.unwrap_or_else(|| words.mail_visitor.clone()),
                text: preview(&news.text),
            }],
            button: Some(Link {
                label: words.mail_new_ticket_button.clone(),
                url: format!("{}/inbox/tickets/{}", self.app.public_url, ticket.as_str()),
            }),
            footnotes: vec![words.mail_new_ticket_foot.clone()],
            ..Letter::default()
        }
    }

    async fn reply(&self, ticket: &TicketId, until: Option<i64>) -> Result<Composed, StoreError> {
        let (id, now) = (self.taken.id.clone(), self.app.clock.now());
        let store = &self.app.store;
        let news = match store.reply_turn(id, ticket.clone(), until, now).await? {
            ReplyTurn::Nothing => return Ok(Composed::Nothing),
            ReplyTurn::Later(at) => return Ok(Composed::Later(at)),
            ReplyTurn::Tell(news) => *news,
        };
        let Some(stop) = self.way_out(MailKind::Reply, &news.email).await? else {
            return Ok(Composed::Nothing);
        };
        let letter = self.answers(&news, stop);
        let mail = self.mail(news.email.clone(), letter);
        Ok(Composed::Reply(Box::new(mail), news.ticket, news.until))
    }

    /// Nobody has verified the address: the mail says what the team wrote, and nothing that a
    /// visitor did.
    fn answers(&self, news: &ReplyNews, stop: String) -> Letter {
        let page: PageContext = news
            .page
            .as_deref()
            .and_then(|page| serde_json::from_str(page).ok())
            .unwrap_or_default();
        let language = Language::of(&page.language).unwrap_or(Language::ENGLISH);
        let words = language.words();
        let fill = |text: &str| {
            text.replace("{number}", &news.number.to_string())
                .replace("{workspace}", &self.workspace.name)
        };
        let settings = &self.workspace.settings;
        let own = format!(
            "{}/chat/{}",
            self.app.public_url, self.workspace.public_token
        );
        Letter {
            language: language.tag().to_owned(),
            subject: fill(&words.mail_reply_subject),
            heading: fill(&words.mail_reply_heading),
            quotes: news
                .answers
                .iter()
                .map(|(author, text)| Quote {
                    author: author.clone(),
                    text: text.clone(),
                })
                .collect(),
            button: Some(Link {
                label: words.mail_reply_button.clone(),
                url: recovery::listed_page(&page.url, &settings.allowed_domains).unwrap_or(own),
            }),
            footnotes: vec![fill(&words.mail_reply_foot)],
            unsubscribe: Some(Link {
                label: words.mail_stop.clone(),
                url: stop,
            }),
            thread: Some(Thread {
                root: format!("ticket-{}", news.ticket.as_str()),
                previous: news.previous.clone(),
            }),
            ..Letter::default()
        }
    }

    /// A link for an address that has tickets; nothing for any other. Each attempt has a token of
    /// its own, because none is kept that could be sent again.
    async fn recovery(
        &self,
        to: String,
        page: Option<&str>,
        language: &str,
    ) -> Result<Option<(String, Letter)>, StoreError> {
        let minutes = self.workspace.settings.mail.recovery_minutes;
        let token = recovery::token_text(&self.app.random.bytes());
        let ends = self.app.clock.now().plus(minutes * MINUTE);
        let (workspace, hash) = (self.workspace.id.clone(), secret::hash(&token));
        let store = &self.app.store;
        if !store
            .add_recovery(workspace, to.clone(), hash, ends)
            .await?
        {
            return Ok(None);
        }
        let Some(stop) = self.way_out(MailKind::Recovery, &to).await? else {
            return Ok(None);
        };
        let language = Language::of(language).unwrap_or(Language::ENGLISH);
        let words = language.words();
        let fill = |text: &str| text.replace("{workspace}", &self.workspace.name);
        let life = match minutes {
            60 => words.mail_expires_hour.clone(),
            _ if minutes % 60 == 0 => words
                .mail_expires_hours
                .replace("{hours}", &(minutes / 60).to_string()),
            _ => words
                .mail_expires_minutes
                .replace("{minutes}", &minutes.to_string()),
        };
        let letter = Letter {
            language: language.tag().to_owned(),
            subject: fill(&words.mail_recovery_subject),
            heading: words.mail_recovery_button.clone(),
            paragraphs: vec![fill(&words.mail_recovery_text), life],
            button: Some(Link {
                label: words.mail_recovery_button.clone(),
                url: recovery::link(
                    page,
                    &self.app.public_url,
                    &self.workspace.public_token,
                    &token,
                ),
            }),
            footnotes: vec![words.mail_recovery_ignore.clone()],
            unsubscribe: Some(Link {
                label: words.mail_stop.clone(),
                url: stop,
            }),
            ..Letter::default()
        };
        Ok(Some((to, letter)))
    }

    /// The link that stops mails of a kind; `None` where the address wants no more of them.
    async fn way_out(&self, kind: MailKind, email: &str) -> Result<Option<String>, StoreError> {
        let (app, workspace) = (self.app, &self.workspace.id);
        let key = app.store.mail_key(app.random.bytes()).await?;
        let blocked = unsubscribe::blocked(&key, workspace, kind, email);
        if app
            .store
            .is_mail_blocked(workspace.clone(), blocked)
            .await?
        {
            return Ok(None);
        }
        Ok(Some(unsubscribe::link(
            &app.public_url,
            &key,
            workspace,
            &blocked,
        )))
    }
}

fn test(workspace: &Workspace) -> Letter {
    let words = Language::ENGLISH.words();
    Letter {
        subject: words.mail_test_subject.clone(),
        heading: words.mail_test_subject.clone(),
        paragraphs: vec![words.mail_test_text.replace("{workspace}", &workspace.name)],
        ..Letter::default()
    }
}

/// The beginning of a text, with its line breaks.
fn preview(text: &str) -> String {
    let kept = truncate(text.trim(), PREVIEW);
    if kept.len() < text.trim().len() {
        kept + "\u{2026}"
    } else {
        kept
    }
}
