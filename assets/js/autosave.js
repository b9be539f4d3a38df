// Saves a draft within two seconds after a change, and tries again while the
// network is away. The server decides; the form can always be sent by hand.
const wait = 1200;
const longest = 30000;

export function autosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave]")) watch(form);
}

function watch(form) {
  const state = form.querySelector("[data-autosave-state]");
  let timer, saved = contents(form), retry = wait, sent = false;

  const say = (words) => {
    if (state) state.textContent = words;
  };
  const later = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(save, ms);
  };

  async function save() {
    const now = contents(form);
    if (now === saved || sent) return;
    say(form.dataset.saving);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        keepalive: now.length < 60000,
      });
      if (answer.status === 409 && form.dataset.conflict) {
        sent = true; // sending by hand shows both versions
        say(form.dataset.conflict);
        return;
      }
      if (!answer.ok) throw new Error(answer.statusText);
      const revision = answer.headers.get("Koryu-Revision");
      if (revision && form.elements.revision) form.elements.revision.value = revision;
      saved = now;
      retry = wait;
      say(form.dataset.saved);
      if (contents(form) !== saved) later(wait);
    } catch {
      say(form.dataset.unsaved);
      retry = Math.min(retry * 2, longest);
      later(retry);
    }
  }

  form.addEventListener("input", () => later(wait));
  form.addEventListener("focusout", () => later(0));
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
  addEventListener("pagehide", save);
}

// What was typed; the revision is the server's.
const contents = (form) =>
  JSON.stringify([...new FormData(form)].filter(([name]) => name !== "revision").map(([name, v]) => [name, v instanceof File ? v.name + v.size : v]));
