// How the launcher looks. The panel has its own sheet, which arrives with it.

// `all: initial` undoes what the page inherits to its children; `!important` inside a shadow
// root wins over the page's own rules for the element.
export const STYLE = `
:host{all:initial!important;position:fixed!important;z-index:2147483000!important;font:15px/1.5 system-ui,sans-serif!important}
:host([hidden]),[hidden]{display:none!important}
.launcher,.notice{position:fixed;border:1px solid var(--edge);padding:0;background:var(--brand);color:var(--on-brand);font:inherit;cursor:pointer;box-shadow:0 4px 20px #0003}
.launcher{width:56px;height:56px;border-radius:50%;transition:transform .2s}
.launcher:hover{transform:scale(1.06)}
.launcher:focus-visible,.notice:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.launcher svg{position:absolute;inset:13px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round;transition:.2s}
[aria-expanded=true] .chat,[aria-expanded=false] .down{opacity:0;transform:scale(.5)}
.busy svg{animation:busy 1s infinite alternate}
@keyframes busy{to{opacity:.4}}
.launcher span{position:absolute;top:-4px;right:-4px;min-width:10px;padding:0 6px;border-radius:11px;background:#d92d20;color:#fff;font:600 12px/22px system-ui,sans-serif}
.notice{max-width:260px;padding:12px 16px;border-radius:12px}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
`;

/**
 * The corner and the colours of the workspace.
 * @param {import("./contract").Config} config
 */
export function themeStyle(config) {
  const [edge, side] = config.position.split("_");
  /** @param {string} name @param {number} distance */
  const inset = (name, distance) => `${name}:calc(${distance}px + env(safe-area-inset-${name},0px));`;
  /** @param {import("./contract").Palette} palette */
  const colours = (palette) => 
    `--brand:${palette.brand};--on-brand:${palette.on_brand};--edge:${palette.edge};--accent:${palette.accent}`;
  const above = config.offset_y + 72;
  return (
    `:host{--above:${above}px;${colours(config.light)}}:host([theme=dark]){${colours(config.dark)}}` +
    `.launcher{${inset(edge, config.offset_y)}}.panel,.notice{${inset(edge, above)}}` +
    `.launcher,.panel,.notice{${inset(side, config.offset_x)}}.panel{transform-origin:${edge} ${side}}`
  );
}
