// Shows what waits for a signal, and what became of it ([data-waiting]). The
// words stand in the page's own templates.
import { drop, flush, read } from "./queue.js";

export function waiting(place) {
  const draw = () => {
    const items = read();
    place.hidden = items.length === 0;
    place.querySelector("[data-items]").replaceChildren(...items.map((item) => row(place, item)));
  };
  document.addEventListener("cards", draw);
  addEventListener("storage", draw);
  draw();
  place.querySelector("[data-send]")?.addEventListener("click", () => flush());
}

function row(place, item) {
  const kind = item.refused ? "refused" : item.done ? "sent" : "queued";
  const line = place.querySelector(`template[data-line=${kind}]`).content.firstElementChild.cloneNode(true);
  line.querySelector("[data-name]").textContent = item.name || place.dataset.unnamed;
  if (item.refused) line.querySelector("[data-why]").textContent = item.refused;
  const link = line.querySelector("a[data-open]");
  if (link) link.href = new URL(item.href, location.origin).pathname;
  line.querySelector("[data-drop]").addEventListener("click", () => drop(item.key));
  return line;
}
