// Exactly one getUserMedia call, and all tracks stopped when the page goes: on
// iPhone a camera that was left open stays dead for the next page.
const between = 120; // ms from one look to the next

export async function openCamera(video, read, found) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  addEventListener("pagehide", () => stream.getTracks().forEach((track) => track.stop()));
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  look(video, read, found);
}

async function look(video, read, found) {
  while (video.srcObject?.active) {
    if (video.readyState >= 2 && !document.hidden) {
      const text = await read(video).catch(() => "");
      if (text) await found(text, false);
    }
    await new Promise((done) => setTimeout(done, between));
  }
}
