// While the own card is held out, the person who just exchanged appears under
// it ([data-fresh] = address that answers with the latest exchange).
const every = 5000;

export function fresh(place) {
  let last = place.dataset.last;

  async function look() {
    try {
      if (!document.hidden && navigator.onLine) {
        const answer = await fetch(place.dataset.fresh, { headers: { Accept: "application/json" } });
        if (answer.redirected || answer.status === 401) return; // signed out elsewhere
        const met = await answer.json();
        if (answer.ok && met.id && met.id !== last) {
          last = met.id;
          show(met);
        }
      }
    } catch {
      // no signal: the card is shown all the same
    }
    setTimeout(look, every);
  }

  function show(met) {
    const link = place.querySelector("a");
    link.textContent = met.name;
    link.href = new URL(met.href, location.origin).pathname;
    place.hidden = false;
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([60, 60, 60]);
  }

  setTimeout(look, every);
}
