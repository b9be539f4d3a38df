// The page that reads the cards of others, with the camera.
import { scanner } from "./scan.js";

for (const place of document.querySelectorAll("[data-scanner]")) scanner(place);
