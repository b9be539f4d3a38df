// Picking rows in two steps: this page, then all that match the filter.
export function bulk(root) {
  for (const bar of root.querySelectorAll("form[data-bulk]")) {
    const rows = [...root.querySelectorAll("[data-pick]")].filter((box) => box.form === bar);
    const page = bar.querySelector("[data-pick-page]");
    const all = bar.querySelector("[data-pick-all]");
    const count = bar.querySelector("[data-bulk-count]");

    const tell = () => {
      const picked = rows.filter((box) => box.checked).length;
      if (page) {
        page.checked = picked > 0 && picked === rows.length;
        page.indeterminate = picked > 0 && picked < rows.length;
      }
      const n = all?.checked ? all.dataset.total : picked;
      bar.dataset.picked = n;
      count.textContent = n === 0 ? "" : bar.dataset.words.replace("{n}", n);
    };
    const set = (on) => rows.forEach((box) => (box.checked = on));

    for (const box of rows) {
      box.addEventListener("change", () => {
        if (all && !box.checked) all.checked = false;
        tell();
      });
    }
    page?.addEventListener("change", () => {
      set(page.checked);
      if (all && !page.checked) all.checked = false;
      tell();
    });
    all?.addEventListener("change", () => {
      if (all.checked) set(true);
      tell();
    });
    tell();
  }
}
