// Asks the service worker to keep pages ([data-keep] = address of the worker,
// [data-pages] = the pages, [data-files] = files besides those of this page). It
// answers for the addresses below [data-scope] that it keeps, nothing else.
export async function keep(root) {
  const place = root.querySelector("[data-keep]");
  if (!place || !navigator.serviceWorker) return;
  try {
    const registered = await navigator.serviceWorker.register(place.dataset.keep, { scope: place.dataset.scope });
    const worker = await active(registered);
    navigator.serviceWorker.addEventListener("message", ({ data }) => {
      if (data?.kept) place.dataset.kept = "yes";
    });
    navigator.serviceWorker.startMessages?.();
    worker.postMessage({ pages: list(place.dataset.pages), files: [...files(root), ...list(place.dataset.files)] });
  } catch {
    // private windows allow no worker; the open page still works
  }
}

const list = (text = "") => text.split(" ").filter(Boolean).map((at) => new URL(at, location.href).href);

const files = (root) =>
  [...root.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon], main img[src]")].map((part) => part.src || part.href);

function active(registered) {
  const worker = registered.installing ?? registered.waiting ?? registered.active;
  if (worker.state === "activated") return worker;
  return new Promise((done) => {
    worker.addEventListener("statechange", () => worker.state === "activated" && done(worker));
  });
}
