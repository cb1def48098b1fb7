//! Files: those that came with a message, and those that are about to.

use crate::reactive::*;
use crate::{
    app::App,
    attach::{Attached, Stage},
    host::now,
    i18n::fill,
    ui::{El, Icon, button, div, el, icon},
};
use porthole_shared::{
    attachment::{Attachment, FILE_LINK_LIFE, FileLink, FileLinkRequest},
    time::{MINUTE, Timestamp},
};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The largest side of a picture in a conversation, in pixels.
const LARGEST: i64 = 240;

/// The files of a message.
pub(crate) fn files(app: App, files: &[Attachment]) -> El {
    files
        .iter()
        .fold(div("files"), |list, file| list.child(one(app, file)))
}

/// A picture in its size, or a card with name and size.
fn one(app: App, file: &Attachment) -> El {
    let size = file.width.zip(file.height);
    let link = el("a")
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .attr("href", &app.inner().api.address(&file.url));
    let link = match size {
        Some(size) => link.class("picture").child(picture(app, file).sized(size)),
        None => link
            .class("file")
            .child(icon(Icon::File))
            .child(div("file-name").attr("dir", "auto").text(&file.name))
            .child(div("file-size").text(&app.inner().words().size(file.size))),
    };
    keep_fresh(app, file, &link);
    link
}

fn picture(app: App, file: &Attachment) -> El {
    let picture = el("img")
        .attr("alt", &file.name)
        .attr("loading", "lazy")
        .attr("src", &app.inner().api.address(&file.url));
    let node = picture.node().clone();
    let file = file.clone();
    let mut tried = false;
    picture.on("error", move |_| {
        // Its address was too old. A picture that cannot be shown is asked for once.
        if !std::mem::replace(&mut tried, true) {
            renew(app, file.clone(), node.clone(), "src");
        }
    })
}

impl El {
    /// Takes its room before the picture is there.
    fn sized(self, (width, height): (i64, i64)) -> Self {
        let longer = width.max(height).max(LARGEST);
        let scaled = |side: i64| (side * LARGEST / longer).max(1).to_string();
        self.attr("width", &scaled(width))
            .attr("height", &scaled(height))
    }
}

/// An address opens its file for some minutes: whoever comes later gets a new one first.
fn keep_fresh(app: App, file: &Attachment, link: &El) {
    let end = file.url.split('.').nth(1).and_then(|end| end.parse().ok());
    let end = Cell::new(Timestamp(end.unwrap_or(0_i64) * MINUTE));
    let (node, file) = (link.node().clone(), file.clone());
    link.clone().on("click", move |event| {
        if now() >= end.get() {
            event.prevent_default();
            // By this browser's own clock from here on.
            end.set(now().plus(FILE_LINK_LIFE - MINUTE));
            renew(app, file.clone(), node.clone(), "href");
        }
    });
}

/// Gives an element a new address, and follows it if it is a link.
fn renew(app: App, file: Attachment, node: HtmlElement, attribute: &'static str) {
    spawn_local(async move {
        let request = FileLinkRequest { file: file.id };
        // What cannot be renewed stays as it is, and is asked for again at the next click.
        if let Ok(link) = app.call::<_, FileLink>("files/link", &request).await {
            let address = app.inner().api.address(&link.url);
            let _ = node.set_attribute(attribute, &address);
            if attribute == "href" {
                node.click();
            }
        }
    });
}

/// The files beside the text, each with how far it is and a way to take it away.
pub(crate) fn chips(app: App, draft: String) -> El {
    let key = |attached: &Attached| attached.key.clone();
    let row = move |attached| chip(app, attached);
    div("chips")
        .attr("role", "list")
        .label(&app.t("files"))
        .each(move || app.attached(&draft), key, row, || {})
}

fn chip(app: App, attached: RwSignal<Attached>) -> El {
    let Attached { key, name, .. } = attached.get_untracked();
    let again = key.clone();
    let is = move |wanted: fn(&Stage) -> bool| attached.with(|attached| wanted(&attached.stage));
    let state = el("span")
        .class("chip-state")
        .attr("role", "alert")
        .text_from(move || {
            attached.with(|attached| match &attached.stage {
                Stage::Failed(reason, _) => reason.clone(),
                _ => String::new(),
            })
        });
    let progress = el("progress")
        .attr("max", "100")
        .label(&name)
        .show_if(move || is(|stage| matches!(stage, Stage::Going(_))))
        .attr_from("value", move || {
            attached.with(|attached| match attached.stage {
                Stage::Going(percent) => Some(percent.to_string()),
                _ => None,
            })
        });
    let retry = button("text-button")
        .text(&app.t("retry"))
        .show_if(move || is(|stage| matches!(stage, Stage::Failed(_, true))))
        .on_click(move || app.attach_again(&again));
    let remove = button("icon-button")
        .label(&fill(&app.t("remove_file"), "name", &name))
        .child(icon(Icon::Close))
        .on_click(move || app.detach(&key));
    div("chip")
        .attr("role", "listitem")
        .child(div("chip-face").swap(
            move || is(|stage| matches!(stage, Stage::Here(_))),
            move |_| Some(face(app, &attached.get_untracked().stage)),
        ))
        .child(
            div("chip-words")
                .child(div("file-name").attr("dir", "auto").text(&name))
                .child(progress)
                .child(state),
        )
        .child(retry)
        .child(remove)
}

fn face(app: App, stage: &Stage) -> El {
    match stage {
        Stage::Here(file) if file.width.is_some() => picture(app, file).attr("alt", ""),
        _ => icon(Icon::File),
    }
}

/// The button that lets somebody choose files.
pub(crate) fn attach_button(app: App, choose: impl Fn(&web_sys::FileList) + 'static) -> El {
    let input = el("input")
        .attr("type", "file")
        .attr("multiple", "")
        .attr("hidden", "")
        .attr("tabindex", "-1");
    let field: web_sys::HtmlInputElement = input.node().clone().unchecked_into();
    let (chosen, asked) = (field.clone(), field);
    div("attach")
        .child(input.on("change", move |_| {
            if let Some(files) = chosen.files() {
                choose(&files);
            }
            // The same file may be chosen again.
            chosen.set_value("");
        }))
        .child(
            button("icon-button")
                .label(&app.t("attach"))
                .child(icon(Icon::Clip))
                .on_click(move || asked.click()),
        )
}
