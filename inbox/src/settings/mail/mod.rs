//! Mails: who they come from, who hears of new tickets, what is in the queue.

mod queue;
mod sender;

use super::search::{Section, found_by};
use crate::api::{self, Failure};
use crate::session::{Session, session};
use crate::thread::Load;
use crate::ui::{failed, waiting};
use crate::{host, words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::{MailId, MemberId};
use porthole_shared::inbox::mail::{MailPage, MailState, SaveMail, SaveMailMembers};
use porthole_shared::mail::MailSettings;

/// What the page shows and does.
#[derive(Clone, Copy)]
struct Post {
    session: Session,
    load: RwSignal<Load>,
    page: RwSignal<MailPage>,
    name: RwSignal<String>,
    address: RwSignal<String>,
    minutes: RwSignal<String>,
    /// What is wrong: a field's name, or nothing, and a sentence.
    error: RwSignal<Option<(String, String)>>,
    /// A sentence about what has just been done.
    done: RwSignal<Option<&'static str>>,
    /// The test mail that is waited for, or was last.
    test: RwSignal<Option<MailId>>,
}

/// The sections.
pub(super) fn mail() -> Vec<Section> {
    let words = words::mail();
    let post = Post::new();
    post.read();
    post.follow();
    vec![
        Section {
            id: "mail-sender",
            title: words.sender,
            about: words.sender_about,
            settings: sender::settings(post),
        },
        Section {
            id: "mail-members",
            title: words.members,
            about: words.members_about,
            settings: vec![found_by(&[words.members], members(post))],
        },
        Section {
            id: "mail-queue",
            title: words.queue,
            about: words.queue_about,
            settings: vec![
                found_by(&[words.test], queue::test(post)),
                found_by(&[words.queue], queue::queue(post)),
            ],
        },
    ]
}

impl Post {
    fn new() -> Self {
        Self {
            session: session(),
            load: RwSignal::new(Load::Loading),
            page: RwSignal::default(),
            name: RwSignal::default(),
            address: RwSignal::default(),
            minutes: RwSignal::default(),
            error: RwSignal::new(None),
            done: RwSignal::new(None),
            test: RwSignal::new(None),
        }
    }

    fn read(self) {
        spawn_local(async move {
            match self.session.call(api::mail()).await {
                Ok(page) => {
                    if self.load.try_get_untracked() != Some(Load::Ready) {
                        self.fill(&page.settings);
                    }
                    self.take(page);
                }
                Err(failure) => {
                    self.load.try_set(Load::Failed(failure));
                }
            }
        });
    }

    /// The page may be gone before the answer comes.
    fn take(self, page: MailPage) {
        self.page.try_set(page);
        self.load.try_set(Load::Ready);
    }

    fn fill(self, settings: &MailSettings) {
        self.name.try_set(settings.name.clone());
        self.address.try_set(settings.address.clone());
        self.minutes.try_set(settings.recovery_minutes.to_string());
    }

    /// Looks again every second while something is on its way.
    fn follow(self) {
        let second = host::every_second();
        Effect::new(move |_| {
            second.track();
            let on_the_way = self.page.with_untracked(|page| {
                page.mails
                    .iter()
                    .any(|mail| matches!(mail.state, MailState::Waiting | MailState::Sending))
            });
            if on_the_way && host::is_visible() {
                self.read();
            }
        });
    }

    /// Saves who mails come from.
    fn save(self) {
        let settings = MailSettings {
            name: self.name.get_untracked(),
            address: self.address.get_untracked(),
            recovery_minutes: self.minutes.get_untracked().trim().parse().unwrap_or(-1),
        };
        if let Err((field, sentence)) = settings.clone().check() {
            self.blame(field, sentence);
            return;
        }
        self.begin();
        spawn_local(async move {
            let request = SaveMail { settings };
            match self.session.call(api::save_mail(&request)).await {
                Ok(page) => {
                    self.fill(&page.settings);
                    self.take(page);
                    self.done.try_set(Some(words::settings().saved));
                }
                Err(failure) => self.refused(&failure),
            }
        });
    }

    /// Says who hears of new tickets.
    fn choose(self, member: &MemberId, wanted: bool) {
        let mut members: Vec<MemberId> = self.page.with_untracked(|page| {
            let chosen = page.members.iter().filter(|member| member.new_tickets);
            chosen.map(|member| member.id.clone()).collect()
        });
        members.retain(|other| other != member);
        if wanted {
            members.push(member.clone());
        }
        self.begin();
        spawn_local(async move {
            let request = SaveMailMembers { members };
            match self.session.call(api::save_mail_members(&request)).await {
                Ok(page) => {
                    self.take(page);
                    self.done.try_set(Some(words::settings().saved));
                }
                Err(failure) => self.refused(&failure),
            }
        });
    }

    /// Sends a mail to whoever is signed in.
    fn send_test(self) {
        self.begin();
        spawn_local(async move {
            match self.session.call(api::test_mail()).await {
                Ok(test) => {
                    self.test.try_set(Some(test.id));
                    self.read();
                }
                Err(failure) => self.refused(&failure),
            }
        });
    }

    /// Tries a mail once more.
    fn retry(self, id: MailId) {
        self.begin();
        spawn_local(async move {
            match self.session.call(api::retry_mail(&id)).await {
                Ok(()) => self.read(),
                Err(failure) => self.refused(&failure),
            }
        });
    }

    fn begin(self) {
        self.error.set(None);
        self.done.set(None);
    }

    fn refused(self, failure: &Failure) {
        self.blame(failure.field().unwrap_or_default(), failure.sentence());
    }

    fn blame(self, field: &str, sentence: String) {
        let id = sender::control(field);
        self.error.try_set(Some((id.to_owned(), sentence)));
        host::after_layout(move || host::focus(id));
    }
}

/// Each member with a switch.
fn members(post: Post) -> AnyView {
    let words = words::mail();
    let rows =
        move || {
            let members = post.page.with(|page| page.members.clone());
            members.into_iter().map(move |member| {
            let id = format!("mail-member-{}", member.id.as_str());
            let own = member.id.clone();
            view! {
                <li>
                    <label class="row-title" for=id.clone() dir="auto">{member.name}</label>
                    <span class="row-mark">{member.email}</span>
                    <input
                        class="switch"
                        id=id
                        type="checkbox"
                        prop:checked=member.new_tickets
                        on:change=move |event| post.choose(&own, event_target_checked(&event))
                    />
                </li>
            }
        }).collect::<Vec<_>>()
        };
    whole(post, move || {
        view! { <ul class="rows" aria-label=words.members>{rows}</ul> }.into_any()
    })
}

/// What is shown once the page is there.
fn whole(post: Post, show: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let ready = Memo::new(move |_| post.load.get());
    (move || match ready.get() {
        Load::Loading => waiting(),
        Load::Failed(failure) => failed(words::mail().failed, &failure, move || post.read()),
        Load::Ready => show(),
    })
    .into_any()
}
