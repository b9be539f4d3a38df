// Everything here only adds: each page works without it.
import { errors } from "./errors.js";
import { copy } from "./copy.js";
import { autosave } from "./autosave.js";
import { dialogs } from "./dialog.js";
import { bulk } from "./bulk.js";
import { live } from "./live.js";
import { awake } from "./awake.js";
import { kana } from "./kana.js";
import { theme } from "./theme.js";
import { nouns } from "./nouns.js";
import { keys } from "./keys.js";
import { once } from "./once.js";
import { keepSending } from "./card/queue.js";

for (const part of [errors, copy, autosave, dialogs, bulk, live, awake, kana, theme, nouns, keys, once, keepSending]) {
  part(document);
}
