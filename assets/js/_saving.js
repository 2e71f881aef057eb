// Where the text is: unchanged, kept on this device, on its way. Always said, and said before leaving.
import { draftOffer } from "./_draft_offer.js";
import { forgetDraft, keepDraft, noteSubmission, readDraft } from "./_drafts.js";
import { messages } from "./_messages.js";

const PAUSE = 500;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

export class Saving {
  #timer = 0;
  #leaving = false;

  constructor(textarea, line) {
    this.textarea = textarea;
    this.line = line;
    this.page = textarea.dataset.draftKey;
    this.saved = textarea.defaultValue;
    this.#say("unchanged", messages.unchanged);
    textarea.form.addEventListener("submit", () => this.#submitted());
    addEventListener("pagehide", () => this.#keep());
    addEventListener("offline", () => this.#keep());
    addEventListener("online", () => this.#keep());
    addEventListener("pageshow", () => { this.#leaving = false; });
    addEventListener("beforeunload", (event) => {
      if (this.changed && !this.#leaving) event.preventDefault();
    });
  }

  get changed() {
    return this.textarea.value !== this.saved;
  }

  textChanged() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), PAUSE);
  }

  /** Offers the text kept on this device when it is not the one on the page. */
  offerDraft(before, take) {
    const draft = this.page && readDraft(this.page);
    if (!draft) return;
    if (draft.text === this.textarea.value) {
      forgetDraft(this.page);
      return;
    }
    const offer = draftOffer(draft, () => take(draft.text), () => forgetDraft(this.page));
    before.before(offer);
  }

  #keep() {
    if (this.#leaving || !this.changed) {
      if (!this.#leaving) this.#say("unchanged", messages.unchanged);
      return;
    }
    const time = clock.format(Date.now());
    if (!this.page || !keepDraft(this.page, this.textarea.value)) this.#say("unsaved", messages.unkept);
    else if (navigator.onLine) this.#say("unsaved", messages.unsaved(time));
    else this.#say("offline", messages.offline(time));
  }

  #submitted() {
    this.#keep();
    this.#leaving = true;
    if (this.page) noteSubmission(this.page);
    this.#say("saving", messages.saving);
  }

  #say(state, text) {
    this.line.dataset.state = state;
    if (this.line.textContent !== text) this.line.textContent = text;
  }
}
