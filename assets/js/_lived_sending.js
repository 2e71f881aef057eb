// Sends the retours that wait on this device. One at a time and in one window only; what was sent twice is kept once,
// because each goes under its own key. Nothing leaves with another account than the one that wrote it.
import { account } from "./_account.js";
import { forgetPhoto, photosOf } from "./_lived_photos.js";
import { PHOTOS, REFUSED, forgetRetour, keepRetour, retour as found, toSend } from "./_lived_store.js";

const PATIENCE = 30_000;

/** What became of one: `{ retour, outcome, … }`; `outcome` is sent, offline, later, signedOut, unsigned, other, refused or photos. */
export function sendWaiting() {
  return alone(async () => {
    const waiting = toSend();
    if (!waiting.length) return [];
    let here;
    try {
      here = await patient((signal) => account(signal));
    } catch {
      return waiting.map((retour) => ({ retour, outcome: "offline" }));
    }
    const told = [];
    for (const { id } of waiting) {
      // Another window may have sent or dropped it meanwhile.
      const retour = found(id);
      if (retour) told.push({ retour, ...await send(retour, here) });
    }
    return told;
  });
}

/** Two windows of a device never send at the same moment, where the browser knows how. */
function alone(act) {
  return navigator.locks ? navigator.locks.request("retours", act) : act();
}

async function patient(act) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE);
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function send(retour, here) {
  if (!here.handle) return { outcome: "signedOut" };
  if (!retour.writer) return { outcome: "unsigned", handle: here.handle };
  if (retour.writer !== here.handle) return { outcome: "other", handle: here.handle };
  if (retour.state !== PHOTOS) {
    const { status, told } = await post(`${retour.path}/raconter/envoi`, bodyOf(retour), here.csrf_token);
    if (status !== 200 && status !== 201) return refusal(retour, status, told);
    Object.assign(retour, { state: PHOTOS, url: told.url, sentTitle: told.title, told: null });
    keepRetour(retour);
  }
  return sendPhotos(retour, here.csrf_token);
}

function bodyOf(retour) {
  const body = new FormData();
  for (const [name, value] of retour.fields) body.append(name, value);
  body.set("form_key", retour.id);
  return body;
}

async function post(address, body, token) {
  try {
    return await patient(async (signal) => {
      const headers = { Accept: "application/json", "X-CSRFToken": token };
      const answer = await fetch(address, { method: "POST", body, headers, redirect: "error", signal });
      return { status: answer.status, told: await answer.json().catch(() => ({})) };
    });
  } catch {
    return { status: 0, told: {} };
  }
}

function refusal(retour, status, told) {
  if (!status) return { outcome: "offline" };
  if (status === 401) return { outcome: "signedOut" };
  // A token that has just changed, too many at once, a fault of the server: the same may succeed later.
  if (![403, 404, 409, 413, 422].includes(status)) return { outcome: "later" };
  retour.state = REFUSED;
  retour.told = { status, detail: told.detail ?? "", errors: told.errors ?? {} };
  keepRetour(retour);
  return { outcome: "refused" };
}

async function sendPhotos(retour, token) {
  const faults = [];
  for (const photo of await photosOf(retour.id)) {
    const { status, told } = await post(`${retour.url}/photos`, bodyOfPhoto(photo, retour), token);
    if (status === 201) await forgetPhoto(photo.id);
    else if ([403, 404, 413, 422].includes(status)) faults.push(told.detail || photo.name);
    else return { outcome: status === 401 ? "signedOut" : "offline" };
  }
  if (!faults.length) {
    forgetRetour(retour.id);
    return { outcome: "sent" };
  }
  retour.told = { faults };
  keepRetour(retour);
  return { outcome: "photos" };
}

function bodyOfPhoto(photo, retour) {
  const keeper = retour.fields.find(([name]) => name === "agreement_words");
  const body = new FormData();
  body.set("photos", photo.blob, photo.name);
  body.set("photo_key", photo.id);
  body.set("photo_alt", photo.alt);
  body.set("agreement", photo.agreement);
  body.set("agreement_words", keeper?.[1] ?? "");
  return body;
}
