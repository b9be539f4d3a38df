// ふりがな from what is typed into the input method: during a composition the
// text is still kana; when it ends, the last kana seen is its reading. It only
// writes while the person has not touched the reading.
const reading = /^[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f]+$/;

export function kana(root) {
  for (const name of root.querySelectorAll("[data-kana-for]")) {
    const target = root.getElementById(name.dataset.kanaFor);
    if (target) listen(name, target);
  }
}

function listen(name, target) {
  let heard = "";
  let mine = target.value === "";
  const strip = (text) => text.replace(/[a-zA-Zａ-ｚＡ-Ｚ]+$/, "");

  target.addEventListener("input", () => (mine = target.value === ""));
  name.addEventListener("compositionstart", () => (heard = ""));
  name.addEventListener("compositionupdate", (event) => {
    const text = strip(event.data ?? "");
    if (reading.test(text) && text.length >= heard.length) heard = text;
  });
  name.addEventListener("compositionend", (event) => {
    if (mine && event.data && heard) target.value += heard;
    heard = "";
  });
  name.addEventListener("input", () => {
    if (mine && name.value === "") target.value = "";
  });
}
