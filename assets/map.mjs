// Outlines for maps. Those that pages draw are in degrees: x is the longitude, y the latitude, which pages turn upside
// down and narrow. Borders of countries: Natural Earth (public domain); of regions: wiki/geography/README.md.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { feature } from "topojson-client";

const FRANCE = "250";
// A little more than the map shows, so that a line never ends inside it.
const BOX = [-7, 39.5, 12, 53];

const inside = ([x, y]) => x > BOX[0] && x < BOX[2] && y > BOX[1] && y < BOX[3];
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const rounded = ([x, y]) => `${clamp(x, BOX[0], BOX[2]).toFixed(2)} ${clamp(y, BOX[1], BOX[3]).toFixed(2)}`;

function drawn(ring) {
  const points = ring.map(rounded).filter((point, place, all) => point !== all[place - 1]);
  return `M${points.join("L")}Z`;
}

const rings = ({ geometry }) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flat();
const path = (countries) => countries.flatMap(rings).filter((ring) => ring.some(inside)).map(drawn).join("");

async function read(file) {
  return JSON.parse(await readFile(file, "utf8"));
}

// The regions of France, for the drawing that needs no script; those overseas are not on it.
export async function regions(file) {
  const topology = await read(file);
  const { features } = feature(topology, topology.objects.regions);
  const symbols = features.map((region) => `<path id="r${region.id}" d="${path([region])}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg"><defs>${symbols.join("")}</defs></svg>`;
}

// The countries of the world, coarse and without their names, for the map to move about in.
export async function world(modules) {
  const topology = await read(join(modules, "world-atlas", "countries-110m.json"));
  const geometries = topology.objects.countries.geometries.map(({ type, arcs }) => ({ type, arcs }));
  return JSON.stringify({ ...topology, objects: { countries: { type: "GeometryCollection", geometries } } });
}

export async function map(modules) {
  const topology = await read(join(modules, "world-atlas", "countries-50m.json"));
  const { features } = feature(topology, topology.objects.countries);
  const symbols = [
    ["france", features.filter(({ id }) => id === FRANCE)],
    ["voisins", features.filter(({ id }) => id !== FRANCE)],
  ].map(([name, countries]) => `<path id="${name}" d="${path(countries)}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg"><defs>${symbols.join("")}</defs></svg>`;
}
