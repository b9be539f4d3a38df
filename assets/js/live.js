// Figures that follow the server: by events, and by asking where events do not
// come through. Both carry the same JSON object: key → shown value.
const every = 5000;
const patience = 3;

export function live(root) {
  for (const place of root.querySelectorAll("[data-stream]")) follow(place, root);
}

export function show(root, values) {
  for (const [key, value] of Object.entries(values)) {
    for (const place of root.querySelectorAll(`[data-live="${CSS.escape(key)}"]`)) {
      if (place.textContent !== String(value)) place.textContent = value;
    }
  }
  root.dispatchEvent(new CustomEvent("live", { detail: values }));
}

function follow(place, root) {
  const words = place.querySelector("[role=status]");
  let failures = 0;

  const lost = (yes) => {
    place.hidden = !yes;
    words.textContent = yes ? place.dataset.lost : "";
  };

  async function poll() {
    try {
      if (!document.hidden) {
        const answer = await fetch(place.dataset.poll, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(answer.statusText);
        show(root, await answer.json());
        lost(false);
      }
    } catch {
      lost(true);
    }
    setTimeout(poll, every);
  }

  if (!window.EventSource || !place.dataset.stream) return void poll();
  const source = new EventSource(place.dataset.stream);
  source.onmessage = (event) => {
    failures = 0;
    lost(false);
    show(root, JSON.parse(event.data));
  };
  source.onerror = () => {
    failures++;
    lost(true);
    if ((failures >= patience || source.readyState === EventSource.CLOSED) && place.dataset.poll) {
      source.close();
      poll();
    }
  };
}
