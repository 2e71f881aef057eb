// A copy of unsaved text on the device, for the day the network or the battery gives up. The server's copy is the
// truth: a draft is only offered, and it goes when the page says that the text was saved.
const SUBMITTED = "draft-submitted";
const storageKey = (page) => `draft:${page}`;

export function readDraft(page) {
  try {
    return JSON.parse(localStorage.getItem(storageKey(page)));
  } catch {
    return null;
  }
}

/** `fields`: what the form says beside the text. Returns false where the browser refuses to keep anything. */
export function keepDraft(page, text, fields = [], at = Date.now()) {
  try {
    localStorage.setItem(storageKey(page), JSON.stringify({ text, fields, at }));
    return true;
  } catch {
    return false;
  }
}

/**
 * What this device has kept of a page, the last first, to be offered. Each gets a key of its own, so that what is typed
 * before somebody answers does not take its place.
 */
export function draftsToOffer(page) {
  const start = `${page}#`;
  const waiting = readDraft(page);
  if (waiting && keepDraft(start + waiting.at, waiting.text, waiting.fields, waiting.at)) forgetDraft(page);
  const found = namesOfDrafts().filter((name) => name.startsWith(start)).map((name) => ({ ...readDraft(name), name }));
  return found.sort((one, other) => other.at - one.at);
}

function namesOfDrafts() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(storageKey(""))).map((name) => name.slice(storageKey("").length));
  } catch {
    return [];
  }
}

export function forgetDraft(page) {
  try {
    localStorage.removeItem(storageKey(page));
  } catch {
    // Nothing was kept, so there is nothing to forget.
  }
}

export function noteSubmission(page) {
  try {
    sessionStorage.setItem(SUBMITTED, page);
  } catch {
    // The draft will be offered once more than needed.
  }
}

/** A text that was sent from another form of the page, and is on the server now, need not be offered there again. */
export function forgetMovedDraft(page) {
  try {
    if (sessionStorage.getItem(SUBMITTED) !== page) return;
    forgetDraft(page);
    sessionStorage.removeItem(SUBMITTED);
  } catch {
    // No storage, no draft.
  }
}

/** An expired session leads to a page without a word of success: the draft then stays. */
export function forgetSavedDraft() {
  try {
    const page = sessionStorage.getItem(SUBMITTED);
    if (page && document.querySelector(".flashes .alert-success")) {
      forgetDraft(page);
      sessionStorage.removeItem(SUBMITTED);
    }
  } catch {
    // No storage, no draft.
  }
}
