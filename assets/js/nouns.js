// The nouns of the console stand open where there is room.
export function nouns(root) {
  const fold = root.querySelector("[data-open-wide]");
  if (!fold) return;
  const room = matchMedia("(min-width: 64rem)");
  const set = () => (fold.open = room.matches);
  room.addEventListener("change", set);
  set();
}
