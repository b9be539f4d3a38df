// What the helper sees and hears. The four outcomes differ in colour, sign,
// word, tone and vibration, so that any one of them is enough.
const signs = { done: "✓", due: "!", info: "→", wrong: "×" };
const notes = { done: [[880, 0.12]], due: [[520, 0.12], [520, 0.12]], info: [[660, 0.1], [440, 0.18]], wrong: [[220, 0.35]] };
const shakes = { done: [60], due: [60, 60, 60], info: [60, 60, 160], wrong: [300] };
const lasts = 2500;

export function screen(place) {
  const box = place.querySelector("[data-verdict]");
  const line = (name) => box.querySelector(`.verdict__${name}`);
  const takeBack = undo(place);
  let sound = null;
  let timer = 0;

  function show(verdict) {
    if (!verdict) return;
    clearTimeout(timer);
    box.className = `verdict verdict--over verdict--${verdict.tone}`;
    box.dataset.reason = verdict.reason;
    line("mark").textContent = signs[verdict.tone] || "";
    for (const part of ["title", "name", "kana", "text"]) line(part).textContent = verdict[part] || "";
    box.hidden = false;
    timer = setTimeout(() => (box.hidden = true), lasts);
    play(sound, notes[verdict.tone] || []);
    navigator.vibrate?.(shakes[verdict.tone] || []);
    takeBack(verdict);
  }

  return {
    show,
    say: (title) => show({ tone: "wrong", reason: "error", title }),
    unlock: () => {
      if (!sound && window.AudioContext) sound = new AudioContext();
      sound?.resume();
    },
  };
}

function play(sound, tones) {
  if (!sound) return;
  let at = sound.currentTime;
  for (const [pitch, length] of tones) {
    const voice = sound.createOscillator();
    const volume = sound.createGain();
    voice.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + length);
    voice.connect(volume).connect(sound.destination);
    voice.start(at);
    voice.stop(at + length);
    at += length + 0.05;
  }
}

// The last admission can be taken back with one tap.
function undo(place) {
  const row = document.querySelector("[data-last]");
  const name = row.querySelector("[data-last-name]");
  const button = row.querySelector("[data-take-back]");
  let scan = "";
  button.addEventListener("click", async () => {
    const answer = await fetch(place.dataset.undo, {
      method: "POST", body: new URLSearchParams({ scan }), headers: { Accept: "application/json" },
    }).catch(() => null);
    if (!answer?.ok) return;
    name.textContent = (await answer.json()).title;
    button.hidden = true;
  });
  return (verdict) => {
    if (!verdict.ok) return;
    scan = verdict.scan;
    name.textContent = verdict.name;
    button.hidden = false;
    row.hidden = false;
  };
}
