// The minutes that activities really took, shown and corrected while one leads, and kept for who tells of the session.
import { keepSession } from "./_lived_store.js";
import { words } from "./_lived_words.js";
import { made } from "./_made.js";

const LEAST = 20;
const LONGEST = 24 * 60;

export const minutesOf = (seconds) => seconds === null ? 0 : seconds < LEAST ? "" : Math.max(1, Math.round(seconds / 60));

export class Minutes {
  /** `place`: the element in which the list is shown; its data say which scenario and version it is. */
  constructor(course, moments, place) {
    Object.assign(this, { course, place });
    this.activities = moments.map((moment) => [...moment.querySelectorAll("[data-activity]")].map(({ dataset }) => dataset.activity));
    this.inputs = moments.map((moment, index) => this.#row(moment.dataset.title, index));
    place.append(made("ul", { className: "lived-list" }, ...this.inputs.map((input) => input.closest("li"))));
  }

  /** Tells what is measured so far, except where somebody is typing. */
  show() {
    this.inputs.forEach((input, index) => {
      if (input !== document.activeElement) input.value = minutesOf(this.course.livedOf(index));
    });
  }

  /** Keeps the session on the device, once there is something to tell. */
  keep() {
    const { course, place: { dataset } } = this;
    const told = this.activities.flatMap((names, index) => names.map((name) => [name, String(minutesOf(course.livedOf(index)))]));
    if (!course.state.began || !told.some(([, minutes]) => Number(minutes))) return;
    keepSession({ began: course.state.began, path: dataset.path, version: dataset.version, title: dataset.title, minutes: Object.fromEntries(told) });
  }

  #row(title, index) {
    const input = made("input", { className: "form-control", id: `lived-${index}`, inputMode: "numeric", autocomplete: "off", maxLength: 4, attributes: { "aria-label": words.measuredOf(title) } });
    input.addEventListener("change", () => {
      const minutes = Number(input.value.trim());
      if (input.value.trim() && minutes >= 0 && minutes <= LONGEST) this.course.correct(index, minutes ? minutes * 60 : null);
      else if (!input.value.trim()) this.course.correct(index, 0);
      this.keep();
      this.show();
    });
    made("li", {}, made("label", { htmlFor: input.id, textContent: title }), input, made("span", { className: "quiet", textContent: "min" }));
    return input;
  }
}
