// The map of /carte: the places of the list beside it, to move about among. All words, addresses and places come from
// the page; without this module the drawing of the server stays where it is.
import * as L from "leaflet/dist/leaflet-src.esm.js";
import { feature } from "topojson-client";

const FRANCE = [[41.3, -5.2], [51.2, 9.6]];
const ALMOST_ONE_PLACE = 2; // decimals of a degree: a kilometre
const FARTHEST_WITHOUT_WORLD = 5; // zoom below which other countries come into sight
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

async function outlines(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`map: ${response.status}`);
  const topology = await response.json();
  return feature(topology, Object.values(topology.objects)[0]);
}

function element(name, text, ...classes) {
  const made = document.createElement(name);
  made.textContent = text;
  made.classList.add(...classes);
  return made;
}

// What lies at one place stands under one mark: two marks on top of each other cannot both be reached.
function places() {
  const found = new Map();
  for (const item of document.querySelectorAll("[data-spot]")) {
    const at = [Number(item.dataset.latitude), Number(item.dataset.longitude)];
    const key = at.map((degrees) => degrees.toFixed(ALMOST_ONE_PLACE)).join();
    const place = found.get(key) ?? { at, items: [] };
    place.items.push(item);
    found.set(key, place);
  }
  return [...found.values()];
}

function kindOf(items) {
  const kinds = new Set(items.map((item) => item.dataset.spot));
  return kinds.size > 1 ? "both" : [...kinds][0];
}

function told(items) {
  const box = document.createElement("div");
  for (const item of items) {
    const line = document.createElement("p");
    line.append(...[...item.childNodes].map((node) => node.cloneNode(true)));
    box.append(line);
  }
  return box;
}

function mark({ at, items }, map, words) {
  const icon = L.divIcon({ className: `map-mark is-${kindOf(items)}`, iconSize: [32, 32] });
  const names = items.map((item) => item.dataset.name);
  const marker = L.marker(at, { icon, title: names.join(", "), riseOnHover: true });
  marker.bindPopup(told(items), { closeButton: true, autoPanPadding: [20, 20], minWidth: 200 });
  marker.addTo(map);
  marker.getElement().setAttribute("aria-label", names.join(", "));
  marker.on("popupopen", ({ popup }) => {
    const box = popup.getElement();
    box.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", words.close);
    box.querySelector("a:not(.leaflet-popup-close-button)")?.focus({ preventScroll: true });
  });
  // Who was in the popup finds themselves at its mark again, not at the top of the page.
  marker.on("popupclose", ({ popup }) => {
    if (popup.getElement()?.contains(document.activeElement)) marker.getElement().focus({ preventScroll: true });
  });
  return marker;
}

async function ground(map, words) {
  if (words.tiles) {
    const credit = element("span", words.tileAttribution).innerHTML;
    L.tileLayer(words.tiles, { maxZoom: 18, attribution: credit }).addTo(map);
    map.getContainer().classList.add("over-tiles");
  }
  const shape = (className) => ({ interactive: false, className });
  L.geoJSON(await outlines(words.regions), shape("map-outline")).addTo(map);
  if (words.tiles) return;
  let isThere = false;
  const widen = async () => {
    if (isThere || (map.getZoom() >= FARTHEST_WITHOUT_WORLD && L.latLngBounds(FRANCE).pad(0.4).contains(map.getCenter()))) return;
    isThere = true;
    L.geoJSON(await outlines(words.world), shape("map-sea-land")).addTo(map).bringToBack();
  };
  map.on("moveend", widen);
  await widen();
}

function views(map, all, words) {
  const box = element("p", "", "map-views");
  for (const [name, bounds] of [[words.france, FRANCE], [words.all, all]]) {
    const button = element("button", name, "btn", "btn-secondary");
    button.type = "button";
    button.addEventListener("click", () => map.fitBounds(bounds, { padding: [30, 30], maxZoom: 9, animate: !still }));
    box.append(button);
  }
  return box;
}

function draw(figure) {
  const words = figure.dataset;
  const box = document.createElement("div");
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", words.label);
  figure.prepend(box);
  const map = L.map(box, {
    zoomControl: false, minZoom: 1, maxZoom: 18, zoomSnap: words.tiles ? 1 : 0.25, worldCopyJump: true, scrollWheelZoom: false,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
  });
  // Rolling over the map moves the page; who clicked into it means the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution(element("span", words.attribution).innerHTML);
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
  map.fitBounds(FRANCE);
  const markers = places().map((place) => mark(place, map, words));
  const all = markers.length ? L.featureGroup(markers).getBounds() : FRANCE;
  box.after(views(map, all, words));
  figure.querySelector(":scope > svg").toggleAttribute("hidden", true);
  figure.querySelector("[data-map-legend]").hidden = false;
  figure.querySelector("figcaption").hidden = true;
  ground(map, words).catch((error) => console.warn(error));
}

for (const figure of document.querySelectorAll("[data-map]")) draw(figure);
