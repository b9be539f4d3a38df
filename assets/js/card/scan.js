// Reads the card of somebody else. With a signal it leads to the card, where
// one looks before one exchanges; without one the scan itself is the wish, and
// waits in the queue, from which it can be taken back.
import { openCamera } from "../door/camera.js";
import { decoder } from "../door/decoder.js";
import { put } from "./queue.js";

const patience = 3000;
const again = 3000; // ms in which the same code before the lens is the same scan

export function scanner(place) {
  const words = place.querySelector("[role=status]");
  const say = (text) => (words.textContent = text ?? "");
  const look = decoder(place.dataset.wasm);
  let last = { text: "", at: 0 };

  async function found(text) {
    const same = text === last.text && Date.now() - last.at < again;
    last = { text, at: Date.now() };
    if (same) return;
    const card = cardOf(text);
    if (!card) return say(place.dataset.foreign);
    navigator.vibrate?.(60);
    say(place.dataset.looking);
    if (await reachable(card.path)) return location.assign(card.path);
    const kept = put({ code: text, name: card.name, owner: place.dataset.owner, to: place.dataset.to });
    say(kept ? place.dataset.queued : place.dataset.full);
    last.at = Date.now();
  }

  camera(place, look, found, say);
  pictures(place, look, found, say);
}

// cardOf finds the address of a card in what a code says: the address itself,
// or the one inside a vCard.
export function cardOf(text) {
  const whole = text.replace(/\r?\n[ \t]/g, "");
  const vcard = /^BEGIN:VCARD/i.test(whole);
  const line = vcard ? /^URL[^:]*:(.*)$/im.exec(whole)?.[1] : whole;
  try {
    const at = new URL(line.trim(), location.origin);
    if (at.origin !== location.origin || !at.pathname.startsWith("/c/")) return null;
    return { path: at.pathname, name: vcard ? plain(/^FN[^:]*:(.*)$/im.exec(whole)?.[1]) : "" };
  } catch {
    return null;
  }
}

const plain = (value = "") => value.trim().replace(/\\([\\,;])/g, "$1").replace(/\\n/gi, " ").slice(0, 120);

async function reachable(path) {
  if (!navigator.onLine) return false;
  try {
    await fetch(path, { method: "HEAD", signal: AbortSignal.timeout(patience) });
    return true;
  } catch {
    return false;
  }
}

function camera(place, look, found, say) {
  if (!navigator.mediaDevices?.getUserMedia) return;
  const button = place.querySelector("[data-camera]");
  const video = place.querySelector("video");
  button.hidden = false;
  const begin = async () => {
    try {
      await openCamera(video, look, found);
      button.hidden = true;
    } catch {
      say(place.dataset.denied);
    }
  };
  button.addEventListener("click", begin);
}

// A picture taken with the phone's own camera, for browsers inside other apps
// that give no video.
function pictures(place, look, found, say) {
  const label = place.querySelector("[data-picture]");
  const input = label.querySelector("input");
  label.hidden = false;
  input.addEventListener("change", async () => {
    const file = input.files[0];
    input.value = "";
    if (!file) return;
    const text = await createImageBitmap(file).then(look).catch(() => "");
    return text ? found(text) : say(place.dataset.unreadable);
  });
}
