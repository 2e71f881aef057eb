// The form of a retour on a phone: three steps, the minutes that were measured, everything kept on the device as it is
// typed, and sent when the network is there. Without script it is the same form, sent at once.
import { dayAndHour, hour } from "./_clock.js";
import { showErrors } from "./_lived_errors.js";
import { addRow, fieldsOf, fillIn, fillMinutes } from "./_lived_fields.js";
import { PhotoRows } from "./_lived_photo_rows.js";
import { sendWaiting } from "./_lived_sending.js";
import { DRAFT, REFUSED, WAITING, endSession, keepRetour, newId, retour as found, retours, sessionOf, sessions } from "./_lived_store.js";
import { outcomeLine } from "./_lived_outcome.js";
import { Steps } from "./_lived_steps.js";
import { words } from "./_lived_words.js";
import { button, made } from "./_made.js";
import { keepOffline } from "./_offline.js";
import { account } from "./_account.js";

const PAUSE = 300;
const AGAIN = 60_000;
const MINUTES = 1;
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text);
const dayOf = (moment) => { const day = new Date(moment); return new Date(day - day.getTimezoneOffset() * 60_000).toISOString().slice(0, 10); };

class Writing {
  #timer = 0;

  constructor(form) {
    this.form = form;
    this.steps = new Steps(form);
    const kept = this.#toResume();
    this.id = kept?.id ?? newId();
    this.began = kept?.began ?? null;
    this.writer = kept?.writer ?? form.dataset.writer;
    this.line = this.steps.state;
    this.#prepare(!kept);
    if (kept) this.#resume(kept);
    else this.#begin();
    form.elements.namedItem("form_key").value = this.id;
    const box = form.querySelector("[data-photos]");
    if (box) {
      this.photos = new PhotoRows(box, this.id, () => this.keep());
      this.photos.open();
    }
    this.#listen();
  }

  keep(state = DRAFT) {
    clearTimeout(this.#timer);
    const { id, began, writer, form: { dataset } } = this;
    const version = this.form.elements.namedItem("version")?.value ?? dataset.version;
    const isHeld = keepRetour({ id, began, writer, state, path: dataset.path, version, title: dataset.title, fields: fieldsOf(this.form) });
    this.#say(isHeld ? words.keptAt(hour()) : words.unkept);
    return isHeld;
  }

  /** What the address names, or what was begun here last; what the server gave back on this page is its own truth. */
  #toResume() {
    const echoed = found(this.form.elements.namedItem("form_key").value);
    if (echoed) return { ...echoed, isEcho: true };
    const { path, version, writer } = this.form.dataset;
    const named = found(new URLSearchParams(location.hash.slice(1)).get("retour") ?? "");
    // What another account of the device wrote is taken over first, on the page of what the device keeps.
    if (named && (!named.writer || named.writer === writer)) return named;
    const isBegun = (kept) => kept.state === DRAFT && !kept.isAside && kept.path === path && String(kept.version) === version && kept.writer === writer;
    return retours().find(isBegun) ?? null;
  }

  /** `isNew`: nothing was said yet, so that it is about today, whenever the page was kept. */
  #prepare(isNew) {
    const { form } = this;
    for (const row of form.querySelectorAll("[data-lived-row]")) row.append(skipButton(row));
    for (const rating of form.querySelectorAll(".rating")) askWordAfter(rating);
    const day = form.elements.namedItem("played_on");
    if (isDay(day.value)) {
      Object.assign(day, { type: "date", max: dayOf(Date.now()) });
      document.getElementById("played_on-help")?.remove();
      day.removeAttribute("aria-describedby");
      if (isNew && !new URLSearchParams(location.search).has("joue")) day.value = dayOf(Date.now());
    }
  }

  #begin() {
    const wanted = new URLSearchParams(location.hash.slice(1)).get("seance");
    const { path, version } = this.form.dataset;
    const session = sessions().find(({ began }) => String(began) === wanted) ?? sessionOf(path, version);
    if (!session) return;
    this.began = session.began;
    fillMinutes(this.form, session.minutes);
    this.form.dispatchEvent(new Event("filled"));
    this.form.elements.namedItem("played_on").value = dayOf(session.began);
    this.form.querySelector("#lived legend, [data-lived-row]")?.after(made("p", { className: "field-help", textContent: words.measured(dayAndHour(session.began)) }));
  }

  #resume(kept) {
    if (kept.isEcho) {
      this.steps.show(MINUTES, false);
      return;
    }
    fillIn(this.form, kept.fields);
    this.form.dispatchEvent(new Event("filled"));
    const notice = made("p", { className: "alert alert-info retour-resumed" }, words.resumed(dayAndHour(kept.at)), " ");
    notice.append(button(words.startAgain, "quiet", () => this.#startAgain()));
    if (kept.state === DRAFT) this.form.before(notice);
    if (kept.state === REFUSED) this.#showRefusal(kept.told);
  }

  /** What was begun stays among what this device keeps. */
  #startAgain() {
    const { path, version } = this.form.dataset;
    const begun = found(this.id);
    if (begun) keepRetour({ ...begun, isAside: true });
    location.assign(`${path}/raconter?version=${version}`);
  }

  #showRefusal({ errors = {}, detail = "" }) {
    const first = showErrors(this.form, errors, detail);
    if (first) this.steps.showWith(first);
    document.getElementById("error-summary").focus();
  }

  #listen() {
    const { form } = this;
    for (const name of ["input", "change"]) form.addEventListener(name, () => this.#changed());
    addEventListener("pagehide", () => { if (this.#timer) this.keep(); });
    addEventListener("online", () => this.#sendWaiting());
    setInterval(() => this.#sendWaiting(), AGAIN);
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input:not([type=file])")) return;
      event.preventDefault();
      if (!this.steps.isLast) this.steps.next();
    });
    document.addEventListener("click", (event) => {
      const target = event.target.closest("#error-summary a");
      if (target) this.steps.showWith(document.querySelector(target.hash));
    });
  }

  #changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.#timer = 0; this.keep(); }, PAUSE);
  }

  #submit(event) {
    event.preventDefault();
    clearTimeout(this.#timer);
    this.#timer = 0;
    const { value } = event.submitter ?? {};
    if (value === "more") addRow(this.form);
    else if (value === "version") this.#askServer(event.submitter);
    else this.#send();
  }

  /** The activities of another version are the server's to tell; what was typed comes back with them. */
  async #askServer(submitter) {
    this.keep();
    try {
      await account();
    } catch {
      this.#say(words.needsNetwork);
      return;
    }
    const action = made("input", { type: "hidden", name: "action", value: submitter.value });
    this.form.append(action);
    this.form.submit();
  }

  /** Who stays on this page was promised that it leaves as soon as the network is there. */
  #sendWaiting() {
    if (found(this.id)?.state === WAITING) this.#send();
  }

  async #send() {
    if (!this.keep(WAITING)) {
      this.form.submit();
      return;
    }
    if (this.began) endSession(this.began);
    this.#say(words.sending);
    const told = (await sendWaiting()).find(({ retour }) => retour.id === this.id);
    if (!told || told.outcome === "sent" || told.outcome === "photos") location.assign(told?.retour.url ?? this.form.dataset.path);
    else if (told.outcome === "refused") this.#showRefusal(found(this.id).told);
    else this.line.replaceChildren(outcomeLine(told, () => this.#send()));
  }

  #say(text) {
    if (this.line.textContent !== text) this.line.textContent = text;
  }
}

function skipButton(row) {
  const input = row.querySelector("[name=lived]");
  const title = row.querySelector("[name=activity]").value;
  const skip = button(words.skipped, "secondary", () => {
    input.value = input.value.trim() === "0" ? "" : "0";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  skip.setAttribute("aria-label", words.skippedOf(title));
  const show = () => skip.setAttribute("aria-pressed", String(input.value.trim() === "0"));
  input.addEventListener("input", show);
  input.form.addEventListener("filled", show);
  show();
  return skip;
}

/** A word is asked for once there is a rating to explain; one that was typed stays in sight. */
function askWordAfter(rating) {
  const word = rating.querySelector(".field");
  const show = () => {
    const isRated = [...rating.querySelectorAll("[type=radio]:checked")].some(({ value }) => value);
    word.hidden = !isRated && !word.querySelector("input").value;
  };
  rating.addEventListener("change", show);
  rating.closest("form").addEventListener("filled", show);
  show();
}

function writeOn(form) {
  new Writing(form);
  const { worker, files } = document.querySelector("[data-offline]").dataset;
  const { path, version } = form.dataset;
  keepOffline(worker, files, [`${path}/raconter?version=${version}`, "/sur-cet-appareil"]);
}

const form = document.querySelector("form[data-retour]");
if (form) {
  // What was told already is mended on the server: a device that kept it could give back an older version of it.
  if (form.elements.namedItem("base")?.value) new Steps(form);
  else writeOn(form);
}
