//! Changes of tickets. Each shows at once and is sent; where the server refuses it, what was
//! there before comes back, with the reason at the ticket and the way to try again. What was done
//! can be undone for a while.

use super::Desk;
use crate::api::{self, Failure};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::id::TicketId;
use porthole_shared::inbox::ticket::{BULK_LIMIT, BulkRequest, TeamTicket, TicketPatch};
use porthole_shared::ticket::TicketStatus;
use porthole_shared::time::Timestamp;
use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// For how long a change can be undone.
const UNDO: Duration = Duration::from_secs(10);

/// What is to be done to tickets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Change {
    /// How they change.
    pub(crate) patch: TicketPatch,
    /// They count as read.
    pub(crate) read: bool,
}

impl From<TicketPatch> for Change {
    fn from(patch: TicketPatch) -> Self {
        Self { patch, read: false }
    }
}

/// A change that the server has refused, or that did not reach it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refused {
    /// Which.
    pub(crate) change: Change,
    /// Why, as a sentence.
    pub(crate) reason: String,
}

/// A change that can be taken back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Undo {
    /// What was done.
    pub(crate) change: Change,
    /// To how many tickets.
    pub(crate) count: usize,
    steps: Vec<(Vec<TicketId>, TicketPatch)>,
}

#[derive(Clone)]
struct Job {
    number: u64,
    ids: Vec<TicketId>,
    change: Change,
}

/// What is on its way, and what came of it.
#[derive(Clone, Copy)]
pub(crate) struct Changes {
    /// What was refused, by ticket.
    pub(crate) refused: RwSignal<HashMap<TicketId, Refused>>,
    /// The last change, for as long as it can be undone.
    pub(crate) undo: RwSignal<Option<Undo>>,
    /// In the order in which they were made; the first one is being sent.
    jobs: StoredValue<VecDeque<Job>>,
    /// The tickets of those jobs as the server knows them.
    truth: StoredValue<HashMap<TicketId, TeamTicket>>,
    numbers: StoredValue<u64>,
}

impl Changes {
    /// Nothing changes.
    pub(super) fn new() -> Self {
        Self {
            refused: RwSignal::default(),
            undo: RwSignal::new(None),
            jobs: StoredValue::default(),
            truth: StoredValue::default(),
            numbers: StoredValue::new(0),
        }
    }

    /// Forgets everything.
    pub(super) fn clear(self) {
        self.refused.set(HashMap::new());
        self.undo.set(None);
        self.jobs.set_value(VecDeque::new());
        self.truth.set_value(HashMap::new());
    }

    /// The ticket as it is to be shown: as the server knows it, with what is on its way.
    pub(super) fn over(self, ticket: TeamTicket) -> TeamTicket {
        let id = ticket.id.clone();
        let jobs = self.jobs.read_value();
        let own: Vec<&Job> = jobs.iter().filter(|job| job.ids.contains(&id)).collect();
        if own.is_empty() {
            return ticket;
        }
        let mut truth = self.truth.write_value();
        let known = truth.entry(id).or_insert_with(|| ticket.clone());
        if known.version <= ticket.version {
            *known = ticket;
        }
        let mut shown = known.clone();
        for job in own {
            apply(&job.change, &mut shown);
        }
        shown
    }

    fn truth_of(self, id: &TicketId) -> Option<TeamTicket> {
        self.truth.with_value(|truth| truth.get(id).cloned())
    }
}

impl Desk {
    /// Changes tickets, and lets the change be undone.
    pub(crate) fn change(self, ids: &[TicketId], change: impl Into<Change>) {
        let change = change.into();
        let steps = steps_back(&self.known(ids), &change);
        let count = ids.len();
        self.start(ids, &change);
        if !steps.is_empty() {
            let undo = Undo {
                change,
                count,
                steps,
            };
            self.changes.undo.set(Some(undo.clone()));
            let end = move || {
                self.changes.undo.maybe_update(|now| {
                    let same = now.as_ref() == Some(&undo);
                    if same {
                        *now = None;
                    }
                    same
                });
            };
            set_timeout(end, UNDO);
        }
    }

    /// Takes the last change back.
    pub(crate) fn undo(self) {
        let Some(undo) = self.changes.undo.get_untracked() else {
            return;
        };
        self.changes.undo.set(None);
        for (ids, patch) in undo.steps {
            self.start(&ids, &patch.into());
        }
    }

    /// Tries a change again that was refused.
    pub(crate) fn retry(self, id: &TicketId) {
        let refused = self
            .changes
            .refused
            .try_update(|refused| refused.remove(id));
        if let Some(refused) = refused.flatten() {
            self.change(std::slice::from_ref(id), refused.change);
        }
    }

    /// Says no more that a change was refused.
    pub(crate) fn dismiss(self, id: &TicketId) {
        self.changes.refused.update(|refused| {
            refused.remove(id);
        });
    }

    fn start(self, ids: &[TicketId], change: &Change) {
        let changes = self.changes;
        let idle = changes.jobs.with_value(VecDeque::is_empty);
        for ids in ids.chunks(BULK_LIMIT) {
            changes.numbers.update_value(|number| *number += 1);
            changes.refused.maybe_update(|refused| {
                let before = refused.len();
                refused.retain(|id, _| !ids.contains(id));
                refused.len() < before
            });
            let truth = |id| changes.truth_of(id).or_else(|| self.find(id));
            let known: Vec<TeamTicket> = ids.iter().filter_map(truth).collect();
            let job = Job {
                number: changes.numbers.get_value(),
                ids: ids.to_vec(),
                change: change.clone(),
            };
            changes.jobs.update_value(|jobs| jobs.push_back(job));
            self.put_all(known, false);
        }
        if idle {
            self.send_next();
        }
    }

    /// Sends one after the other, so that an undo never overtakes what it takes back.
    fn send_next(self) {
        let Some(job) = self.changes.jobs.with_value(|jobs| jobs.front().cloned()) else {
            return self.changes.truth.set_value(HashMap::new());
        };
        spawn_local(async move {
            let answer = self.session.call(sent(&job)).await;
            // Somebody else signed in meanwhile.
            let ours = self.changes.jobs.try_update_value(|jobs| {
                let ours = jobs.front().is_some_and(|first| first.number == job.number);
                ours.then(|| jobs.pop_front())
            });
            if ours.flatten().is_some() {
                self.finish(&job, answer);
                self.send_next();
            }
        });
    }

    fn finish(self, job: &Job, answer: Result<Vec<TeamTicket>, Failure>) {
        let known: Vec<TeamTicket> = (job.ids.iter())
            .filter_map(|id| self.changes.truth_of(id))
            .collect();
        match answer {
            Ok(tickets) => {
                // Also what the server left out is shown as it is there.
                self.put_all(known, false);
                self.put_all(tickets, false);
            }
            Err(failure) => {
                let refused = Refused {
                    change: job.change.clone(),
                    reason: failure.sentence(),
                };
                self.changes.undo.set(None);
                self.put_all(known, false);
                self.changes.refused.update(|all| {
                    all.extend(job.ids.iter().map(|id| (id.clone(), refused.clone())));
                });
            }
        }
    }

    fn known(self, ids: &[TicketId]) -> Vec<TeamTicket> {
        ids.iter().filter_map(|id| self.find(id)).collect()
    }
}

async fn sent(job: &Job) -> Result<Vec<TeamTicket>, Failure> {
    match job.ids.as_slice() {
        [id] if !job.change.read => Ok(vec![api::patch(id, &job.change.patch).await?]),
        ids => {
            let request = BulkRequest {
                tickets: ids.to_vec(),
                patch: job.change.patch.clone(),
                read: job.change.read,
            };
            Ok(api::bulk(&request).await?.tickets)
        }
    }
}

fn apply(change: &Change, ticket: &mut TeamTicket) {
    let patch = &change.patch;
    if let Some(status) = patch.status {
        ticket.status = status;
        if status == TicketStatus::Resolved {
            ticket.snoozed_until = None;
        }
    }
    if let Some(suspicious) = patch.suspicious {
        ticket.suspicious = suspicious;
    }
    if let Some(priority) = patch.priority {
        ticket.priority = priority;
    }
    if let Some(assignee) = &patch.assignee {
        ticket.assignee = Some(assignee.clone()).filter(|assignee| !assignee.is_empty());
    }
    if let Some(until) = patch.snoozed_until {
        ticket.snoozed_until = Some(until).filter(|until| until.0 > 0);
    }
    ticket.tags.retain(|tag| !has(&patch.remove_tags, tag));
    for tag in &patch.add_tags {
        if !has(&ticket.tags, tag) {
            ticket.tags.push(tag.clone());
        }
    }
    ticket.tags.sort_by_key(|tag| tag.to_lowercase());
    if change.read {
        ticket.unread = 0;
    }
}

fn has(tags: &[String], tag: &str) -> bool {
    let fold = tag.to_lowercase();
    tags.iter().any(|own| own.to_lowercase() == fold)
}

/// What takes a change back: tickets that were alike before go together.
fn steps_back(tickets: &[TeamTicket], change: &Change) -> Vec<(Vec<TicketId>, TicketPatch)> {
    let mut steps: Vec<(Vec<TicketId>, TicketPatch)> = Vec::new();
    for ticket in tickets {
        let patch = back(ticket, change);
        if patch == TicketPatch::default() {
            continue;
        }
        match steps.iter_mut().find(|(_, other)| *other == patch) {
            Some((ids, _)) => ids.push(ticket.id.clone()),
            None => steps.push((vec![ticket.id.clone()], patch)),
        }
    }
    steps
}

fn back(ticket: &TeamTicket, change: &Change) -> TicketPatch {
    let mut after = ticket.clone();
    apply(change, &mut after);
    let differs = |is: bool| is.then_some(());
    TicketPatch {
        status: differs(after.status != ticket.status).map(|()| ticket.status),
        suspicious: differs(after.suspicious != ticket.suspicious).map(|()| ticket.suspicious),
        priority: differs(after.priority != ticket.priority).map(|()| ticket.priority),
        assignee: differs(after.assignee != ticket.assignee)
            .map(|()| ticket.assignee.clone().unwrap_or_default()),
        snoozed_until: differs(after.snoozed_until != ticket.snoozed_until)
            .map(|()| ticket.snoozed_until.unwrap_or(Timestamp(0))),
        add_tags: missing(&ticket.tags, &after.tags),
        remove_tags: missing(&after.tags, &ticket.tags),
    }
}

/// Those of the first list that the second one does not have.
fn missing(tags: &[String], from: &[String]) -> Vec<String> {
    tags.iter().filter(|tag| !has(from, tag)).cloned().collect()
}
