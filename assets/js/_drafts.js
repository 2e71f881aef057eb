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
export function keepDraft(page, text, fields = []) {
  try {
    localStorage.setItem(storageKey(page), JSON.stringify({ text, fields, at: Date.now() }));
    return true;
  } catch {
    return false;
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
