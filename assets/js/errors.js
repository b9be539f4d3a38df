// A refused form: the summary takes focus, its links lead into the controls.
export function errors(root) {
  const summary = root.querySelector("[data-focus]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const control = link && root.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    control.focus({ preventScroll: true });
    (control.closest(".field") ?? control).scrollIntoView({ block: "start" });
  });
}
