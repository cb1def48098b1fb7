// What pages do to keep their visitors inside of a modal: the browser's own dialogs, and a trap
// that listens before everybody else, as the libraries for it do.

const get = (id) => document.getElementById(id);
get("ask").onclick = () => get("outer").showModal();
get("more").onclick = () => get("inner").showModal();
for (const button of document.querySelectorAll(".close")) button.onclick = () => button.closest("dialog").close();
// A click beside the dialog closes it.
get("outer").onclick = (event) => {
  const { left, right, top, bottom } = get("outer").getBoundingClientRect();
  if (event.target === get("inner") || event.target.closest?.("button")) return;
  if (event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom) get("outer").close();
};

const isOutside = (event) => !get("trap").contains(event.target);
const pull = (event) => {
  if (!isOutside(event)) return;
  event.stopImmediatePropagation();
  get("trap").querySelector("input").focus();
};
const stop = (event) => {
  if (!isOutside(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
};
get("catch").onclick = () => {
  get("trap").hidden = false;
  for (const element of document.body.children) {
    if (element === get("trap")) continue;
    element.inert = true;
    element.setAttribute("aria-hidden", "true");
  }
  document.addEventListener("focusin", pull, true);
  for (const type of ["pointerdown", "mousedown", "click", "keydown"]) document.addEventListener(type, stop, true);
  get("trap").querySelector("input").focus();
};
get("free").onclick = () => get("trap").remove();
