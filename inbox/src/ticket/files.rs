//! The files of an entry: pictures in their size, others as cards.

use crate::ui::{Icon, icon};
use crate::{api, desk, format, host};
use leptos::prelude::*;
use leptos::task::spawn_local;
use porthole_shared::attachment::{Attachment, FILE_LINK_LIFE};
use porthole_shared::id::AttachmentId;
use porthole_shared::time::{MINUTE, Timestamp};

/// The largest side of a picture in a conversation, in pixels.
const LARGEST: i64 = 320;

/// The files of an entry; nothing where there are none.
pub(super) fn files(files: &[Attachment]) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let each: Vec<AnyView> = files.iter().map(one).collect();
    Some(view! { <div class="files">{each}</div> }.into_any())
}

fn one(file: &Attachment) -> AnyView {
    let size = file.width.zip(file.height);
    let address = Address::of(file);
    let follow = move |event: leptos::ev::MouseEvent| {
        if let Some(link) = address.needs_renewal() {
            event.prevent_default();
            link.renew(move || host::open_in_tab(&address.url.get_untracked()));
        }
    };
    let inside = match size {
        Some(size) => picture(file, address, size),
        None => view! {
            {icon(Icon::File)}
            <span class="file-name" dir="auto">{file.name.clone()}</span>
            <span class="file-size">{format::size(file.size)}</span>
        }
        .into_any(),
    };
    let class = if size.is_some() { "picture" } else { "file" };
    view! {
        <a class=class href=address.url target="_blank" rel="noopener noreferrer" on:click=follow>
            {inside}
        </a>
    }
    .into_any()
}

/// A picture takes its room before it is there.
pub(super) fn picture(file: &Attachment, address: Address, (width, height): (i64, i64)) -> AnyView {
    let longer = width.max(height).max(LARGEST);
    let scaled = |side: i64| (side * LARGEST / longer).max(1).to_string();
    let tried = StoredValue::new(false);
    let renew = move |_| {
        // Its address was too old. A picture that cannot be shown is asked for once.
        if !tried.get_value() {
            tried.set_value(true);
            address.renew(|| {});
        }
    };
    view! {
        <img
            src=address.url
            alt=file.name.clone()
            width=scaled(width)
            height=scaled(height)
            loading="lazy"
            on:error=renew
        />
    }
    .into_any()
}

/// The address of a file, which opens it for some minutes: whoever comes later gets a new one.
#[derive(Clone, Copy)]
pub(super) struct Address {
    file: StoredValue<AttachmentId>,
    pub(super) url: RwSignal<String>,
    end: StoredValue<Timestamp>,
    desk: desk::Desk,
}

impl Address {
    pub(super) fn of(file: &Attachment) -> Self {
        let end = file.url.split('.').nth(1).and_then(|end| end.parse().ok());
        Self {
            file: StoredValue::new(file.id.clone()),
            url: RwSignal::new(file.url.clone()),
            end: StoredValue::new(Timestamp(end.unwrap_or(0_i64) * MINUTE)),
            desk: desk::desk(),
        }
    }

    fn needs_renewal(self) -> Option<Self> {
        (host::now() >= self.end.get_value()).then_some(self)
    }

    fn renew(self, then: impl FnOnce() + 'static) {
        let file = self.file.get_value();
        spawn_local(async move {
            match self.desk.session.call(api::file_link(file)).await {
                Ok(link) => {
                    let end = host::now().plus(FILE_LINK_LIFE - MINUTE);
                    self.end.try_set_value(end);
                    self.url.try_set(link.url);
                    then();
                }
                Err(failure) => self.desk.notice.set(Some(failure.sentence())),
            }
        });
    }
}
