// A question before an act opens as a dialog; without us it is a page.
export function dialogs(root) {
  for (const opener of root.querySelectorAll("a[data-dialog]")) {
    const dialog = root.getElementById(opener.dataset.dialog);
    if (!dialog?.showModal) continue;
    opener.setAttribute("aria-haspopup", "dialog");
    opener.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog && outside(dialog, event)) dialog.close();
    });
    dialog.addEventListener("close", () => opener.focus());
  }
}

function outside(dialog, { clientX: x, clientY: y }) {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
