// Where the text is: unchanged, on its way, kept as a draft on the server, kept on this device. Always said, and said
// before leaving.
import { hour } from "./_clock.js";
import { choice, draftOffer } from "./_draft_offer.js";
import { draftsToOffer, forgetDraft, keepDraft, noteSubmission } from "./_drafts.js";
import { askWhich } from "./_elsewhere.js";
import { fieldsOf, fillFields } from "./_fields.js";
import { signForm } from "./_hand.js";
import { Leaving } from "./_leaving.js";
import { messages } from "./_messages.js";
import { ServerDraft } from "./_server_draft.js";

const PAUSE = 500;

export class Saving {
  #timer = 0;
  #isLeaving = false;
  #isOnServer = false;

  /** `files` says whether some are still on their way, see `Files.areReady`. */
  constructor(textarea, line, { session, files }) {
    this.textarea = textarea;
    this.form = textarea.form;
    this.line = line;
    this.session = session;
    this.page = textarea.dataset.draftKey;
    this.saved = this.#state();
    // A visitor who proposes a change has no drafts on the server.
    this.server = textarea.dataset.keepUrl && session.writer ? this.#serverDraft(textarea.dataset.keepUrl) : null;
    const checks = [(submitter) => files?.areReady(submitter) ?? true, () => this.#isQuiet(), () => this.#isSignedIn()];
    const leaving = new Leaving(this.form, checks, () => this.#left());
    this.form.addEventListener("submit", (event) => leaving.handle(event));
    for (const name of ["input", "change"]) this.form.addEventListener(name, () => this.textChanged());
    for (const name of ["pagehide", "offline"]) addEventListener(name, () => this.#hold());
    addEventListener("pageshow", () => { this.#isLeaving = false; });
    addEventListener("beforeunload", (event) => {
      if (this.changed && !this.#isOnServer && !this.#isLeaving) event.preventDefault();
    });
    const { kept } = textarea.dataset;
    if (kept) this.#say("kept", messages.draftKept(hour(Date.parse(kept))));
    else this.#say("unchanged", messages.unchanged);
  }

  get changed() {
    return this.#state() !== this.saved;
  }

  textChanged() {
    this.#isOnServer = false;
    if (this.line.dataset.state !== "elsewhere") this.#say("unsaved", messages.changing);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hold(), PAUSE);
    this.server?.changed();
  }

  /** Offers what only this device has kept, when it is neither on the page nor in the draft that waits there. */
  offerDrafts(before, take) {
    if (!this.page) return;
    const known = [this.textarea.value, document.querySelector("[data-draft-text]")?.value];
    for (const draft of draftsToOffer(this.page)) {
      const forget = () => forgetDraft(draft.name);
      const resume = () => { fillFields(this.form, draft.fields ?? []); take(draft.text); forget(); };
      if (known.includes(draft.text)) forget();
      else before.before(draftOffer(draft, resume, forget));
    }
  }

  #state() {
    return JSON.stringify([this.textarea.value, fieldsOf(this.form).filter(([name]) => name !== "draft")]);
  }

  #serverDraft(address) {
    return new ServerDraft(this.form, address, {
      kept: (isLatest) => this.#kept(isLatest),
      failed: (status, why) => this.#failed(status, why),
      elsewhere: (told) => this.#elsewhere(told),
    });
  }

  #kept(isLatest) {
    if (!isLatest) return;
    this.#isOnServer = true;
    forgetDraft(this.page);
    document.querySelector("[data-draft-waits]")?.closest(".alert")?.remove();
    if (this.changed || this.form.elements.namedItem("draft")?.value > 0) this.#say("kept", messages.draftKept(hour()));
    else this.#say("unchanged", messages.unchanged);
  }

  async #failed(status, why) {
    const isHeld = this.#hold();
    if (!isHeld) this.#say("unsaved", messages.unkept);
    else if (!status) this.#say("offline", messages.offline(hour()));
    else if (await this.session.hasEnded(status)) this.#sayWithDoor();
    else if (status === 403 || status === 404) this.#say("offline", messages.pageGone);
    else this.#say("unsaved", why || messages.unsaved(hour()));
  }

  #elsewhere(told) {
    this.#hold();
    this.#say("elsewhere", messages.elsewhereWaits);
    askWhich(this.form, told, {
      goOn: () => { this.server.send("decided").then(() => this.server.goOn()); },
      take: () => this.#takeOther(told),
    });
  }

  async #takeOther(told) {
    if (this.changed && !await this.server.send("aside")) return;
    this.#isLeaving = true;
    forgetDraft(this.page);
    location.assign(told.resume);
  }

  /** Keeps a copy on this device; false where the browser keeps nothing. */
  #hold() {
    clearTimeout(this.#timer);
    if (this.#isLeaving || this.#isOnServer || !this.changed) return true;
    const isHeld = Boolean(this.page) && keepDraft(this.page, this.textarea.value, fieldsOf(this.form));
    if (!isHeld) this.#say("unsaved", messages.unkept);
    else if (!navigator.onLine) this.#say("offline", messages.offline(hour()));
    else if (!this.server) this.#say("unsaved", messages.unsaved(hour()));
    return isHeld;
  }

  async #isQuiet() {
    await this.server?.quiet();
    return true;
  }

  async #isSignedIn() {
    try {
      if (await this.session.ensure()) return true;
      this.#hold();
      this.#sayWithDoor();
    } catch {
      this.#hold();
      this.#say("offline", messages.offline(hour()));
    }
    this.server?.goOn();
    return false;
  }

  #left() {
    this.#hold();
    this.#isLeaving = true;
    signForm(this.form);
    if (this.page) noteSubmission(this.page);
    this.#say("saving", messages.saving);
  }

  #sayWithDoor() {
    this.#say("offline", messages.signedOut);
    const signIn = choice(messages.signIn, "btn-secondary", async () => {
      if (await this.session.ask()) this.server?.send();
    });
    this.line.append(" ", signIn);
  }

  #say(state, text) {
    this.line.dataset.state = state;
    if (this.line.textContent !== text) this.line.textContent = text;
  }
}
