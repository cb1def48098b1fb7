// A page that takes every key for itself, on the way down and on the way up.

window.heard = [];
const TYPES = "keydown keyup keypress copy cut paste dragover drop".split(" ");
const take = (event) => {
  window.heard.push(`${event.type} ${event.key ?? ""}`.trim());
  event.preventDefault();
};
for (const type of TYPES) {
  document.addEventListener(type, take, true);
  document.addEventListener(type, take);
  window.addEventListener(type, take);
}
