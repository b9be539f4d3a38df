// A double click sends a form once. The server would see the same key anyway;
// this spares the person the doubt.
const pause = 5000;

export function once(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if ((event.submitter?.formMethod || form.method) !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, pause);
  });
  addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("[data-sent]")) delete form.dataset.sent;
  });
}
