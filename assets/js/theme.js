// Light, dark, or as the device has it. A cookie keeps the choice, so that the
// server writes it into the page and nothing flashes.
const year = 365 * 24 * 3600;

export function theme(root) {
  const page = root.documentElement;
  for (const button of root.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = shown(page) === "dark" ? "light" : "dark";
      page.dataset.theme = next;
      root.cookie = `theme=${next}; path=/; max-age=${year}; samesite=lax`;
    });
  }
}

const shown = (page) =>
  page.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
