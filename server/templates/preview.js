// A pretend page in a frame of the settings page. The page around says which preview is shown, in
// which language, and whether the chat is open; this one says when somebody opens or closes it.

const { Porthole } = window;
const { focus } = HTMLElement.prototype;
let shown = "";

// A chat that opens by itself must not take the focus from the field that somebody types in.
HTMLElement.prototype.focus = function (options) {
  if (document.hasFocus()) focus.call(this, options);
};

addEventListener("message", ({ data, origin, source }) => {
  if (source != parent || origin != location.origin) return;
  const { token, version, locale, theme, open } = data;
  const wanted = [token, version, locale].join();
  document.documentElement.dataset.theme = theme;
  if (shown != wanted) {
    shown = wanted;
    Porthole.destroy();
    Porthole.init({ disable: false, token, locale });
  }
  if (open) Porthole.open();
  else Porthole.close();
});

for (const event of ["open", "close"]) {
  Porthole.on(event, () => parent.postMessage({ open: event == "open" }, location.origin));
}
parent.postMessage({ ready: true }, location.origin);
