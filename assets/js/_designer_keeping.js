// Where the work is: always said. The server keeps a draft at each pause; this device keeps what the server has not.
import { hour } from "./_clock.js";
import { formBody } from "./_designer_exchange.js";
import { choice, draftOffer } from "./_draft_offer.js";
import { draftsToOffer, forgetDraft, forgetMovedDraft, keepDraft, noteSubmission } from "./_drafts.js";
import { askWhich } from "./_elsewhere.js";
import { signForm } from "./_hand.js";
import { messages } from "./_messages.js";

const PAUSE = 400;

export class Keeping {
  #said = ["unchanged", messages.unchanged];
  #isAhead = false;
  #isHeld = true;
  #timer = 0;

  constructor(form, session) {
    this.form = form;
    this.session = session;
    this.key = `${form.dataset.path}/concevoir`;
    if (form.dataset.kept) {
      this.#said = ["kept", messages.draftKept(hour(Date.parse(form.dataset.kept)))];
      forgetMovedDraft(form.dataset.path);
    }
    addEventListener("pagehide", () => this.#hold());
    addEventListener("offline", () => this.failed(0));
    addEventListener("beforeunload", (event) => {
      this.#hold();
      if (this.#isAhead && !this.#isHeld) event.preventDefault();
    });
  }

  /** Whether something is typed that the server has not seen. */
  get isAhead() {
    return this.#isAhead;
  }

  /** Something was typed that the server has not seen. */
  changed() {
    this.#isAhead = true;
    if (!["offline", "elsewhere"].includes(this.#said[0])) this.#say("unsaved", messages.changing);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hold(), PAUSE);
  }

  /** The server has a draft; the latest words are in it unless more were typed meanwhile. */
  kept(isLatest) {
    if (!isLatest) return;
    clearTimeout(this.#timer);
    this.#isAhead = false;
    forgetDraft(this.key);
    this.#say("kept", messages.draftKept(hour()));
  }

  /** The server has no draft: it cannot be reached (0), or the session ended, or it refuses the text. */
  async failed(status, action = "") {
    if (status) this.#isAhead = true;
    this.#hold();
    const time = hour();
    if (!this.#isHeld) this.#say("offline", messages.unkept);
    else if (!status) this.#say("offline", action ? messages.actLater : messages.offline(time));
    else if (await this.session.hasEnded(status)) this.signedOut();
    else this.#say("offline", status === 403 || status === 404 ? messages.pageGone : messages.unsaved(time));
  }

  /** The session ended: the way back stands beside the words. */
  signedOut(then = this.again) {
    this.again = then;
    this.#hold();
    this.#say("offline", messages.signedOut);
    const signIn = choice(messages.signIn, "btn-secondary", async () => {
      if (await this.session.ask()) this.again?.();
    });
    this.form.querySelector("[data-state-line]").append(" ", signIn);
  }

  /** Another window wrote the draft: a person says which goes on. */
  elsewhere(told, exchange) {
    this.#isAhead = true;
    this.#hold();
    this.#say("elsewhere", messages.elsewhereWaits);
    askWhich(this.form, told, {
      goOn: () => exchange.goOn(),
      take: async () => {
        if (!await exchange.putAside()) return;
        this.#isAhead = false;
        forgetDraft(this.key);
        location.assign(location.pathname);
      },
    });
  }

  /** The form leaves as a whole. */
  submitted() {
    signForm(this.form);
    this.#hold();
    this.#isAhead = false;
    noteSubmission(this.key);
    this.#say("saving", messages.saving);
  }

  /** Says it again, where the line was just made. */
  show() {
    this.#say(...this.#said);
  }

  /** Offers what only this device has kept. */
  offer(before, take) {
    for (const draft of draftsToOffer(this.key)) {
      const forget = () => forgetDraft(draft.name);
      before.before(draftOffer(draft, () => { take(new URLSearchParams(draft.text)); forget(); }, forget));
    }
  }

  #hold() {
    if (this.#isAhead) this.#isHeld = keepDraft(this.key, formBody(this.form).toString());
  }

  #say(state, text) {
    this.#said = [state, text];
    const line = this.form.querySelector("[data-state-line]");
    line.dataset.state = state;
    if (line.textContent !== text) line.textContent = text;
  }
}
