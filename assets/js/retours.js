// On any page, while retours wait on this device: they are sent as soon as they can be, and what becomes of them is said.
// On the page of what this device keeps, all of it is listed.
import { dayAndHour, dayOf } from "./_clock.js";
import { outcomeLine } from "./_lived_outcome.js";
import { forgetPhotosOf, photosOf } from "./_lived_photos.js";
import { sendWaiting } from "./_lived_sending.js";
import { DRAFT, REFUSED, endSession, forgetEverything, forgetRetour, retours, sessions, toSend } from "./_lived_store.js";
import { words } from "./_lived_words.js";
import { ask, button, made } from "./_made.js";

const AGAIN = 60_000;
const NEEDS_SOMEBODY = ["signedOut", "unsigned", "other", "refused", "photos"];
const list = document.querySelector("[data-kept-retours]");
const here = list?.dataset.here ?? "";
const told = new Map();

async function send() {
  for (const each of await sendWaiting()) told.set(each.retour.id, each);
  await show();
}

async function show() {
  if (list) await showList();
  else showBar();
}

// --- the bar ---------------------------------------------------------------------------------------------

const bar = made("div", { className: "retours-bar", hidden: true, attributes: { role: "status" } });

function showBar() {
  const all = [...told.values()];
  const sent = all.filter(({ outcome }) => outcome === "sent");
  const needy = all.filter(({ outcome }) => NEEDS_SOMEBODY.includes(outcome));
  const waiting = toSend().length - needy.filter(({ outcome }) => outcome !== "refused").length;
  const lines = sent.map((each) => made("p", {}, outcomeLine(each, send)));
  if (needy.length) lines.push(barLine(words.needs(needy.length)));
  if (waiting > 0) lines.push(barLine(words.waits(waiting)));
  bar.hidden = !lines.length;
  bar.replaceChildren(...lines, button(words.close, "quiet", () => { bar.hidden = true; }));
  if (!bar.isConnected) document.querySelector("main")?.prepend(bar);
}

const barLine = (text) => made("p", {}, text, " ", made("a", { href: "/sur-cet-appareil", textContent: words.see }));

// --- the list --------------------------------------------------------------------------------------------

async function showList() {
  const items = [...await Promise.all(retours().map(item)), ...sessions().map(sessionItem)];
  const sent = [...told.values()].filter(({ outcome }) => outcome === "sent");
  const done = sent.map((each) => made("li", { className: "kept-retour" }, made("h2", { textContent: each.retour.title }), made("p", { className: "kept-state" }, outcomeLine(each, send))));
  const empty = made("div", { className: "empty" }, made("h2", { textContent: words.nothing }), made("p", { textContent: words.nothingMore }));
  const everything = made("p", {}, button(words.dropAll, "quiet", () => ask(everything, words.sureDrop, words.yesDrop, words.keepIt, dropAll)));
  list.replaceChildren(...(items.length + done.length ? [made("ul", { className: "plain-list kept-retours" }, ...done, ...items)] : [empty]), ...(items.length ? [everything] : []));
}

async function item(retour) {
  const photos = (await photosOf(retour.id)).length;
  const known = whatIsKnown(retour);
  const state = known.outcome === "begun" ? words.draft(dayAndHour(retour.at)) : outcomeLine(known, send);
  const acts = made("div", { className: "actions" });
  if (!retour.url && mayOpen(retour)) acts.append(made("a", { className: "btn btn-secondary", href: addressOf(retour), textContent: retour.state === DRAFT ? words.goOn : words.mend }));
  if (known.outcome === "offline") acts.append(button(words.sendNow, "secondary", send));
  acts.append(button(words.drop, "quiet", () => ask(acts, words.sureDrop, words.yesDrop, words.keepIt, () => drop(retour.id))));
  const facts = [playedOn(retour), photos ? words.photos(photos) : ""].filter(Boolean).join(" · ");
  return made("li", { className: "kept-retour" }, made("h2", { textContent: retour.title }), made("p", { className: "quiet", textContent: facts }), made("p", { className: "kept-state" }, state), acts);
}

/** What became of it when it was last tried; of what another account wrote, only that. */
function whatIsKnown(retour) {
  if (!mayOpen(retour)) return { retour, outcome: here ? "other" : "signedOut", handle: here };
  if (retour.state === DRAFT) return { retour, outcome: "begun" };
  const last = told.get(retour.id);
  return { ...(last ?? { outcome: retour.state === REFUSED ? "refused" : "offline" }), retour };
}

const mayOpen = ({ writer }) => !writer || writer === here;
const playedOn = ({ fields }) => dayOf(fields.find(([name]) => name === "played_on")?.[1] ?? "");
const addressOf = ({ path, version, id }) => `${path}/raconter?version=${version}#retour=${id}`;

function sessionItem({ began, path, version, title }) {
  const acts = made("div", { className: "actions" });
  acts.append(made("a", { className: "btn btn-secondary", href: `${path}/raconter?version=${version}#seance=${began}`, textContent: words.tell }));
  acts.append(button(words.drop, "quiet", () => ask(acts, words.sureDrop, words.yesDrop, words.keepIt, () => { endSession(began); show(); })));
  return made("li", { className: "kept-retour" }, made("h2", { textContent: title }), made("p", { className: "kept-state", textContent: words.session(dayAndHour(began)) }), acts);
}

async function drop(id) {
  await forgetPhotosOf(id);
  forgetRetour(id);
  told.delete(id);
  await show();
}

async function dropAll() {
  await Promise.all(retours().map(({ id }) => forgetPhotosOf(id)));
  forgetEverything();
  told.clear();
  await show();
}

addEventListener("online", send);
addEventListener("storage", () => show());
setInterval(() => { if (toSend().length) send(); }, AGAIN);
send();
