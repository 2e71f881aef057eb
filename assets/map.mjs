// The outline of France and its neighbours for the map of adaptations, in degrees: x is the longitude, y the latitude,
// which pages turn upside down and narrow. Borders: Natural Earth (public domain) at 1:50 000 000.
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

export async function map(modules) {
  const file = join(modules, "world-atlas", "countries-50m.json");
  const topology = JSON.parse(await readFile(file, "utf8"));
  const { features } = feature(topology, topology.objects.countries);
  const symbols = [
    ["france", features.filter(({ id }) => id === FRANCE)],
    ["voisins", features.filter(({ id }) => id !== FRANCE)],
  ].map(([name, countries]) => `<path id="${name}" d="${path(countries)}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg"><defs>${symbols.join("")}</defs></svg>`;
}
