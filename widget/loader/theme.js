// Light and dark.

/**
 * The attribute `theme` says which colours hold, whoever decides: the workspace or the system.
 * The loader leaves that to the launcher's style sheet, until there is more than a launcher.
 * @param {Element} host
 * @param {AbortSignal} signal ends it
 * @returns {(wanted: import("./contract").Config["theme"]) => void}
 */
export function keepTheme(host, signal) {
  let theme = "";
  const system = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => host.setAttribute("theme", theme == "dark" || (theme != "light" && system.matches) ? "dark" : "light");
  system.addEventListener("change", apply, { signal });
  return (wanted) => {
    theme = wanted;
    apply();
  };
}
