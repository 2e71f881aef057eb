// One step of a long form at a time, for a phone. Without this the form is one page.
import { button, made } from "./_made.js";
import { words } from "./_lived_words.js";

export class Steps {
  #current = 0;

  constructor(form) {
    this.form = form;
    this.sections = [...form.querySelectorAll("[data-step]")];
    this.place = made("p", { className: "steps-place", attributes: { "aria-live": "polite" } });
    this.bar = made("progress", { className: "steps-bar", max: this.sections.length, value: 1, attributes: { "aria-hidden": "true" } });
    this.back = button(words.previous, "secondary", () => this.show(this.#current - 1));
    this.on = button(words.next, "primary", () => this.next());
    this.send = form.querySelector(".form-actions [type=submit]");
    this.state = made("p", { className: "retour-state", attributes: { role: "status" } });
    this.sections[0].before(made("div", { className: "steps-head" }, this.place, this.bar));
    this.sections.at(-1).after(made("div", { className: "steps-foot" }, this.state, this.back, this.on, this.send));
    this.show(0, false);
    this.showWith(form.querySelector(".has-error"));
  }

  get isLast() {
    return this.#current === this.sections.length - 1;
  }

  next() {
    const wrong = this.sections[this.#current].querySelector("input:invalid, textarea:invalid, select:invalid");
    if (wrong) wrong.reportValidity();
    else this.show(this.#current + 1);
  }

  /** `isAsked`: somebody went there, so that they are told where they are. */
  show(index, isAsked = true) {
    this.#current = Math.max(0, Math.min(index, this.sections.length - 1));
    this.sections.forEach((section, place) => { section.hidden = place !== this.#current; });
    this.place.textContent = words.step(this.#current + 1, this.sections.length);
    this.bar.value = this.#current + 1;
    this.back.hidden = this.#current === 0;
    this.on.hidden = this.isLast;
    this.send.hidden = !this.isLast;
    if (!isAsked) return;
    const heading = this.sections[this.#current].querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
    this.form.scrollIntoView({ block: "start" });
  }

  /** Opens the step in which something stands. */
  showWith(element) {
    const index = this.sections.findIndex((section) => section.contains(element));
    if (index >= 0) this.show(index, false);
  }
}
