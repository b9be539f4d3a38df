// Bundles styles and scripts into assets/dist, under names that carry a hash
// of the content, and writes manifest.json (plain name → hashed name).
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fontFiles } from "./fonts.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");
const npm = join(here, "..", "node_modules");

// Plain name → source. A page of another audience adds its own entry here.
const entries = {
  app: join(here, "css", "app.css"),
  main: join(here, "js", "main.js"),
  door: join(here, "js", "door", "main.js"),
  card: join(here, "js", "card", "main.js"),
  reader: join(here, "js", "card", "reader.js"),
  worker: join(here, "js", "card", "worker.js"),
};
const plain = { "app.css": "app.css", "main.js": "app.js", "door.js": "door.js", "card.js": "card.js", "reader.js": "reader.js", "worker.js": "worker.js" };

// Files that go out as they are.
const copies = [
  join(here, "favicon.svg"),
  join(npm, "zxing-wasm", "dist", "reader", "zxing_reader.wasm"),
];

// Only those design tokens travel that our styles name.
const usedTokens = {
  name: "used-tokens",
  setup(b) {
    b.onLoad({ filter: /design-tokens[\\/]dist[\\/]tokens\.css$/ }, async ({ path }) => {
      const ours = await styles(join(here, "css"));
      const lines = (await readFile(path, "utf8")).split("\n");
      const kept = lines.filter((l) => {
        const token = /^\s*(--[\w-]+):/.exec(l);
        return !token || ours.includes(`var(${token[1]})`);
      });
      return { contents: kept.join("\n"), loader: "css" };
    });
  },
};

async function styles(folder) {
  const parts = await readdir(folder, { recursive: true });
  const texts = parts.filter((p) => p.endsWith(".css")).map((p) => readFile(join(folder, p), "utf8"));
  return (await Promise.all(texts)).join("\n");
}

async function bundle(written) {
  const found = Object.entries(entries).filter(([, path]) => existsSync(path));
  const result = await build({
    entryPoints: Object.fromEntries(found),
    outdir: dist,
    entryNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2020", "safari15", "chrome100", "firefox100"],
    loader: { ".wasm": "file" },
    legalComments: "linked",
    metafile: true,
    plugins: [usedTokens],
    logLevel: "warning",
  });
  const manifest = {};
  for (const path of Object.keys(result.metafile.outputs)) {
    const file = basename(path);
    const name = plain[file.replace(/-[A-Z0-9]{8}(?=\.)/, "")];
    if (name) manifest[name] = file;
    written.add(file);
  }
  return manifest;
}

async function copy(written) {
  const manifest = {};
  const out = await Promise.all(copies.map(async (path) => [basename(path), await readFile(path)]));
  for (const [name, body] of [...out, ...(await fontFiles(npm))]) {
    const hash = createHash("sha256").update(body).digest("hex").slice(0, 8);
    const ext = extname(name);
    const file = `${basename(name, ext)}-${hash}${ext}`;
    await writeFile(join(dist, file), body);
    manifest[name] = file;
    written.add(file);
  }
  return manifest;
}

// Old files go last, so that a build of the program beside us never finds the
// folder empty.
async function sweep(written) {
  for (const name of await readdir(dist)) {
    if (!written.has(name)) await rm(join(dist, name), { recursive: true });
  }
}

const written = new Set([".keep", "manifest.json"]);
await mkdir(dist, { recursive: true });
const manifest = { ...(await bundle(written)), ...(await copy(written)) };
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
await sweep(written);
