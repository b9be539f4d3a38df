// "/" goes to the search box, j and k walk through the rows, x picks one, "?"
// lists the keys. One box in that list switches them off for this browser.
const off = "keys-off";

export function keys(root) {
  const list = root.querySelector("[data-keys]");
  const box = list?.querySelector("[data-keys-off]");
  if (box) {
    box.checked = localStorage.getItem(off) === "1";
    box.addEventListener("change", () => localStorage.setItem(off, box.checked ? "1" : "0"));
  }
  root.addEventListener("keydown", (event) => {
    if (localStorage.getItem(off) === "1" || busy(event)) return;
    const act = { "/": search, "?": help, j: () => step(root, 1), k: () => step(root, -1), x: pick }[event.key];
    if (act?.(root, list) !== false && act) event.preventDefault();
  });
}

const busy = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.isComposing ||
  event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, dialog, [contenteditable]");

function search(root) {
  const box = root.querySelector('[data-shortcut="/"]');
  if (!box) return false;
  box.focus();
  box.select();
}

function help(_, list) {
  if (!list?.showModal) return false;
  list.showModal();
}

function step(root, by) {
  const rows = [...root.querySelectorAll("[data-row]")];
  if (rows.length === 0) return false;
  const at = rows.indexOf(document.activeElement.closest("[data-row]"));
  const row = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
  (row.querySelector("th a, td a") ?? row.querySelector("input"))?.focus();
}

function pick() {
  const box = document.activeElement.closest("[data-row]")?.querySelector("[data-pick]");
  if (!box) return false;
  box.click();
}
