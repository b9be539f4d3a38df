// One's own card and the list of those one met. The pages work without it.
import { fresh } from "./fresh.js";
import { keep } from "./keep.js";
import { waiting } from "./waiting.js";

keep(document);
for (const place of document.querySelectorAll("[data-waiting]")) waiting(place);
for (const place of document.querySelectorAll("[data-fresh]")) fresh(place);
