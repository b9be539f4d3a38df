// The door: camera and pictures → decoder → server → colour, word, sound and
// vibration. Everything else on the page works without this script.
import { live, show } from "../live.js";
import { awake } from "../awake.js";
import { errors } from "../errors.js";
import { once } from "../once.js";
import { theme } from "../theme.js";
import { decoder } from "./decoder.js";
import { openCamera } from "./camera.js";
import { screen } from "./screen.js";
import { redeemer } from "./redeem.js";

for (const part of [errors, live, once, theme]) part(document);

const place = document.querySelector("[data-scan]");
if (place) start(place);

async function start(place) {
  awake(document);
  const verdicts = screen(place);
  const redeem = redeemer(place, (verdict) => {
    verdicts.show(verdict);
    if (verdict.live) show(document, verdict.live);
  });
  const read = decoder(place.dataset.wasm);
  pictures(place, read, redeem, verdicts);
  if (!navigator.mediaDevices?.getUserMedia) return;

  const button = place.querySelector("[data-camera]");
  button.hidden = false;
  const video = place.querySelector("video");
  const begin = async () => {
    verdicts.unlock(); // sound needs a tap
    try {
      await openCamera(video, read, redeem);
      button.hidden = true;
      sessionStorage.setItem("camera", "on");
    } catch {
      sessionStorage.removeItem("camera");
      verdicts.say(place.dataset.denied);
    }
  };
  button.addEventListener("click", begin);
  if (sessionStorage.getItem("camera") === "on") begin();
}

// A picture taken with the phone's own camera, for browsers inside other apps
// that give no video.
function pictures(place, read, redeem, verdicts) {
  const label = place.querySelector("[data-picture]");
  const input = label.querySelector("input");
  label.hidden = false;
  input.addEventListener("change", async () => {
    const file = input.files[0];
    input.value = "";
    if (!file) return;
    try {
      const text = await read(await createImageBitmap(file));
      if (text) return redeem(text, true);
    } catch {
      // not a picture: the same words
    }
    verdicts.say(place.dataset.unreadable);
  });
}
