// Builds the styles and browser modules of assets/ into wiki/static/dist: `npm run build`.
//
// Every file is named after its content, so browsers may keep it for ever; text files lie beside their brotli and
// gzip forms, so the server compresses nothing. manifest.json, written last, maps plain names to these names.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import { ICONS } from "./icons.mjs";
import { map, regions, world } from "./map.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const MODULES = join(HERE, "..", "node_modules");
const DIST = join(HERE, "..", "wiki", "static", "dist");
const FONT = "@fontsource-variable/atkinson-hyperlegible-next";
const REGIONS = join(HERE, "..", "wiki", "geography", "regions.topojson");
const CREDITED = [
  FONT, "bootstrap", "bootstrap-icons", "@codemirror/view", "@codemirror/state", "@codemirror/commands",
  "@codemirror/language", "@codemirror/lang-markdown", "@lezer/highlight", "world-atlas", "leaflet", "topojson-client",
];

async function font() {
  return readFile(join(MODULES, FONT, "files", "atkinson-hyperlegible-next-latin-wght-normal.woff2"));
}

function styles(addresses, name = "main.scss") {
  const { css } = sass.compile(join(HERE, "scss", name), {
    style: "compressed",
    loadPaths: [MODULES],
    quietDeps: true,
    // Bootstrap 5.3 is written with @import; its variables can be set in no other way.
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
    logger: { warn: (message) => process.stderr.write(`${message}\n`) },
  });
  // Pictures of Leaflet that our maps never show.
  return css.replace(/background-image:\s*url\(images[^)]*\);?/g, "").replace(/asset:([\w.-]+)/g, (_, name) => addresses.get(name));
}

async function script(name) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(HERE, "js", name)],
    bundle: true,
    minify: true,
    write: false,
    legalComments: "none",
    alias: { "@codemirror/lang-html": join(HERE, "js", "_no_html.js") },
    target: "es2021",
    format: name === "theme.js" ? "iife" : "esm",
  });
  return outputFiles[0].text;
}

async function sprite() {
  const shared = ICONS.map((name) => symbol(name, join(MODULES, "bootstrap-icons", "icons", `${name}.svg`)));
  const own = (await readdir(join(HERE, "icons"))).map((file) => symbol(file.slice(0, -4), join(HERE, "icons", file)));
  const symbols = await Promise.all([...shared, ...own]);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

async function symbol(name, file) {
  const drawing = await readFile(file, "utf8");
  const box = /viewBox="([^"]+)"/.exec(drawing)[1];
  const inside = drawing.replace(/^[^]*?<svg[^>]*>|<\/svg>\s*$/g, "").replace(/>\s+</g, "><").trim();
  return `<symbol id="${name}" viewBox="${box}">${inside}</symbol>`;
}

async function licences() {
  const texts = await Promise.all(CREDITED.map(async (name) => {
    const folder = join(MODULES, name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${file ? await readFile(join(folder, file), "utf8") : ""}`;
  }));
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}

class Dist {
  names = new Map();
  written = new Set(["manifest.json"]);

  async add(name, content) {
    const bytes = Buffer.from(content);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
    const hashed = `${name.slice(0, -extname(name).length)}.${hash}${extname(name)}`;
    await this.write(hashed, bytes);
    if (extname(name) !== ".woff2") {
      const size = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      await this.write(`${hashed}.br`, brotliCompressSync(bytes, { params: size }));
      await this.write(`${hashed}.gz`, gzipSync(bytes, { level: 9 }));
    }
    this.names.set(name, hashed);
    process.stdout.write(`${hashed}  ${bytes.length} bytes\n`);
  }

  async write(name, bytes) {
    this.written.add(name);
    await writeFile(join(DIST, name), bytes);
  }

  async close() {
    const manifest = Object.fromEntries([...this.names].sort());
    await writeFile(join(DIST, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    const stale = (await readdir(DIST)).filter((name) => !this.written.has(name));
    await Promise.all(stale.map((name) => rm(join(DIST, name))));
  }
}

await mkdir(DIST, { recursive: true });
const dist = new Dist();
await dist.add("font.woff2", await font());
await dist.add("patterns.svg", await readFile(join(HERE, "patterns.svg")));
await dist.add("favicon.svg", await readFile(join(HERE, "favicon.svg")));
await dist.add("sprite.svg", await sprite());
await dist.add("map.svg", await map(MODULES));
await dist.add("regions.json", await readFile(REGIONS));
await dist.add("regions.svg", await regions(REGIONS));
await dist.add("world.json", await world(MODULES));
await dist.add("main.css", styles(dist.names));
await dist.add("map.css", styles(dist.names, "map.scss"));
for (const name of await readdir(join(HERE, "js"))) {
  if (!name.startsWith("_")) await dist.add(name, await script(name));
}
await dist.add("licences.txt", await licences());
await dist.close();
