// Copy buttons appear where the browser can copy, and say when it is done.
export function copy(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    const words = button.querySelector("span");
    const before = words.textContent;
    words.setAttribute("aria-live", "polite");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      words.textContent = button.dataset.copied;
      setTimeout(() => (words.textContent = before), 4000);
    });
  }
}
