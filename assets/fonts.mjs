// Fonts of what is printed, made small for the program: tables that only
// screens and editors need go, so do hints, and a fallback font keeps those
// characters only that the fonts before it lack. Glyph numbers stay.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

// Order matters: each font of the chain is asked after the ones above it.
const fonts = [
  { name: "print-main", path: ["biz-udpgothic", "400Regular", "BIZUDPGothic_400Regular.ttf"] },
  { name: "print-rare", path: ["noto-sans-jp", "400Regular", "NotoSansJP_400Regular.ttf"], after: ["print-main"] },
  { name: "print-emoji", path: ["noto-emoji", "400Regular", "NotoEmoji_400Regular.ttf"], after: ["print-main", "print-rare"] },
];

const needed = ["cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "OS/2"];

// fontFiles gives every font as [plain name, compressed bytes], and the
// licence that travels with them.
export async function fontFiles(npm) {
  const home = join(npm, "@expo-google-fonts");
  const seen = {};
  const files = [];
  const licences = [];
  for (const { name, path, after = [] } of fonts) {
    const font = read(await readFile(join(home, ...path)));
    seen[name] = font.characters;
    const had = new Set(after.flatMap((other) => [...seen[other].keys()]));
    files.push([`${name}.ttf.gz`, gzipSync(write(font, had), { level: 9 })]);
    const licence = await readFile(join(home, path[0], "LICENSE_FONT"), "utf8");
    if (!licences.includes(licence)) licences.push(licence);
  }
  files.push(["print-licences.txt", Buffer.from(licences.join(`\n${"-".repeat(72)}\n\n`))]);
  return files;
}

function read(file) {
  const tables = {};
  for (let i = 0; i < file.readUInt16BE(4); i++) {
    const at = 12 + 16 * i;
    const from = file.readUInt32BE(at + 8);
    tables[file.toString("latin1", at, at + 4)] = file.subarray(from, from + file.readUInt32BE(at + 12));
  }
  return { tables, characters: characters(tables.cmap) };
}

// characters maps code points to glyphs, from the widest subtable.
function characters(cmap) {
  const found = new Map();
  let best = null;
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const at = cmap.readUInt32BE(4 + 8 * i + 4);
    const format = cmap.readUInt16BE(at);
    if (format === 12 || (format === 4 && best === null)) best = at;
  }
  const sub = cmap.subarray(best);
  if (sub.readUInt16BE(0) === 12) {
    for (let i = 0; i < sub.readUInt32BE(12); i++) {
      const at = 16 + 12 * i;
      const [from, to, glyph] = [sub.readUInt32BE(at), sub.readUInt32BE(at + 4), sub.readUInt32BE(at + 8)];
      for (let c = from; c <= to; c++) found.set(c, glyph + c - from);
    }
    return found;
  }
  const double = sub.readUInt16BE(6);
  for (let at = 14; at < 14 + double; at += 2) {
    const [end, start] = [sub.readUInt16BE(at), sub.readUInt16BE(at + double + 2)];
    const [delta, offset] = [sub.readUInt16BE(at + 2 * double + 2), sub.readUInt16BE(at + 3 * double + 2)];
    for (let c = start; c <= end && c < 0xffff; c++) {
      const inner = offset === 0 ? c : sub.readUInt16BE(at + 3 * double + 2 + offset + 2 * (c - start));
      const glyph = inner === 0 ? 0 : (inner + delta) & 0xffff;
      if (glyph !== 0) found.set(c, glyph);
    }
  }
  return found;
}

// write gives the font without what printing does not need, and without the
// outlines of characters that another font has.
function write({ tables, characters: all }, had) {
  const kept = new Map([...all].filter(([c, glyph]) => glyph !== 0 && !had.has(c)));
  const glyphs = outlines(tables);
  const wanted = had.size === 0 ? null : closure(glyphs, [0, ...kept.values()]);
  const parts = [];
  const loca = Buffer.alloc(4 * (glyphs.length + 1));
  let length = 0;
  glyphs.forEach((glyph, i) => {
    loca.writeUInt32BE(length, 4 * i);
    if (wanted && !wanted.has(i)) return;
    const bare = unhinted(glyph);
    const padded = Buffer.concat([bare, Buffer.alloc(-bare.length & 3)]);
    parts.push(padded);
    length += padded.length;
  });
  loca.writeUInt32BE(length, 4 * glyphs.length);
  const head = Buffer.from(tables.head);
  head.writeInt16BE(1, 50); // long offsets
  return assemble({ ...tables, head, loca, glyf: Buffer.concat(parts), cmap: cmapOf(kept) });
}

function outlines({ head, loca, glyf, maxp }) {
  const long = head.readInt16BE(50) === 1;
  const at = (i) => (long ? loca.readUInt32BE(4 * i) : 2 * loca.readUInt16BE(2 * i));
  return Array.from({ length: maxp.readUInt16BE(4) }, (_, i) => glyf.subarray(at(i), at(i + 1)));
}

// closure adds the glyphs that others are put together from.
function closure(glyphs, from) {
  const all = new Set();
  const open = [...from];
  while (open.length > 0) {
    const i = open.pop();
    if (all.has(i)) continue;
    all.add(i);
    for (const part of components(glyphs[i])) open.push(glyphs[i].readUInt16BE(part + 2));
  }
  return all;
}

// components are the places of a composite glyph's parts.
function components(glyph) {
  const places = [];
  if (glyph.length === 0 || glyph.readInt16BE(0) >= 0) return places;
  for (let at = 10, flags = 0x20; flags & 0x20; ) {
    flags = glyph.readUInt16BE(at);
    places.push(at);
    at = afterComponent(at, flags);
  }
  return places;
}

function afterComponent(at, flags) {
  const scale = flags & 0x08 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0;
  return at + 4 + (flags & 1 ? 4 : 2) + scale;
}

// unhinted takes the instructions for screens out of a glyph.
function unhinted(glyph) {
  if (glyph.length === 0) return glyph;
  const contours = glyph.readInt16BE(0);
  if (contours >= 0) {
    const at = 10 + 2 * contours;
    const rest = at + 2 + glyph.readUInt16BE(at);
    return Buffer.concat([glyph.subarray(0, at), Buffer.from([0, 0]), glyph.subarray(rest)]);
  }
  const bare = Buffer.from(glyph);
  let end = 0;
  for (const at of components(glyph)) {
    const flags = glyph.readUInt16BE(at);
    bare.writeUInt16BE(flags & ~0x100, at);
    end = afterComponent(at, flags);
  }
  return bare.subarray(0, end);
}

// cmapOf is one format 12 subtable, the only one our reader asks for.
function cmapOf(kept) {
  const groups = [];
  for (const [c, glyph] of [...kept].sort((a, b) => a[0] - b[0])) {
    const last = groups.at(-1);
    if (last && c === last[1] + 1 && glyph === last[2] + c - last[0]) last[1] = c;
    else groups.push([c, c, glyph]);
  }
  const table = Buffer.alloc(12 + 16 + 12 * groups.length);
  table.writeUInt16BE(1, 2); // one subtable
  table.writeUInt16BE(3, 4); // Windows
  table.writeUInt16BE(10, 6); // all of Unicode
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(12, 12);
  table.writeUInt32BE(16 + 12 * groups.length, 16);
  table.writeUInt32BE(groups.length, 24);
  groups.forEach((group, i) => group.forEach((v, k) => table.writeUInt32BE(v, 28 + 12 * i + 4 * k)));
  return table;
}

function assemble(tables) {
  const names = needed.filter((name) => tables[name]);
  const directory = Buffer.alloc(12 + 16 * names.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(names.length, 4);
  const parts = [directory];
  let at = directory.length;
  names.forEach((name, i) => {
    const body = tables[name];
    directory.write(name.padEnd(4), 12 + 16 * i, "latin1");
    directory.writeUInt32BE(at, 12 + 16 * i + 8);
    directory.writeUInt32BE(body.length, 12 + 16 * i + 12);
    const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)]);
    parts.push(padded);
    at += padded.length;
  });
  return Buffer.concat(parts);
}
