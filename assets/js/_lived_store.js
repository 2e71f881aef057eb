// Retours that are written on this device and not on the server yet, each under a key of its own. Their words are kept
// where writing is immediate, so that closing the page loses nothing; their photos lie beside (`_lived_photos.js`).
const PREFIX = "retour:";
const SESSION = "seance:";
const LED = "animation ";
const LONGEST_SESSION = 60 * 24 * 3600 * 1000;

/** States: `draft` while it is written, `waiting` to be sent, `refused` by the server, `photos` when only those are left. */
export const DRAFT = "draft", WAITING = "waiting", REFUSED = "refused", PHOTOS = "photos";

export function newId() {
  const bytes = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18)));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_");
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** False where the browser keeps nothing. */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept, so there is nothing to forget.
  }
}

function all(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map(read).filter(Boolean).sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

export const retours = () => all(PREFIX);
export const retour = (id) => read(PREFIX + id);
export const keepRetour = (kept) => write(PREFIX + kept.id, { ...kept, at: Date.now() });
export const forgetRetour = (id) => remove(PREFIX + id);

/** What is to be sent, oldest first. */
export const toSend = () => retours().filter(({ state }) => state === WAITING || state === PHOTOS).reverse();

/** Minutes that passed while somebody led a scenario: `{ began, path, title, version, minutes: { activity: minutes } }`. */
export function keepSession(session) {
  if (!read(SESSION + session.began)?.isOver) write(SESSION + session.began, { ...session, at: Date.now() });
}

/** It was told, or given up: the page from which it was led may still be open, and must not bring it back. */
export const endSession = (began) => write(SESSION + began, { began, isOver: true, at: Date.now() });

/** The sessions that were led and not told, newest first; those of long ago are let go. */
export function sessions() {
  const found = all(SESSION);
  const old = found.filter(({ at }) => Date.now() - at > LONGEST_SESSION);
  for (const { began } of old) remove(SESSION + began);
  return found.filter((session) => !session.isOver && !old.includes(session));
}

/** Leaves nothing of what was led or told on this device; its photos are the caller's. */
export function forgetEverything() {
  try {
    const ours = Object.keys(localStorage).filter((key) => [PREFIX, SESSION, LED].some((start) => key.startsWith(start)));
    ours.forEach(remove);
  } catch {
    // Nothing was kept, so there is nothing to forget.
  }
}

export const sessionOf = (path, version) => sessions().find((session) => session.path === path && String(session.version) === String(version)) ?? null;
