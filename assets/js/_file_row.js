// A file as its line shows it: how far it is, what went wrong, what can be done; for a picture, what it shows.
import { messages } from "./_messages.js";

const LONGEST_ALT = 300;

function made(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function size(bytes) {
  const megabytes = bytes / 1e6;
  const { lang } = document.documentElement;
  return megabytes >= 0.1
    ? `${megabytes.toLocaleString(lang, { maximumFractionDigits: 1 })}\u00a0${messages.megabytes}`
    : `${Math.max(1, Math.round(bytes / 1e3))}\u00a0${messages.kilobytes}`;
}

export class FileRow {
  /** `acts`: what the buttons do, by name; `describe` is given what a picture shows. */
  constructor(file, acts) {
    this.file = file;
    this.words = made("span", { className: "file-words", id: `envoi-${file.id}` });
    this.bar = made("progress", { max: 1, value: 0 });
    this.bar.setAttribute("aria-label", messages.fileSending(file.name));
    this.picture = made("span", { className: "file-picture" });
    const title = made("span", { className: "file-name" }, file.name, file.blob ? ` · ${size(file.blob.size)}` : "");
    this.buttons = {
      cancel: this.#button(messages.fileCancel, acts.cancel),
      retry: this.#button(messages.fileRetry, acts.retry),
      insert: this.#button(messages.fileInsert, acts.insert),
      remove: this.#button(messages.fileRemove, acts.remove),
      hide: this.#button(messages.fileHide, acts.hide),
    };
    const choices = made("span", { className: "file-acts" }, ...Object.values(this.buttons));
    this.element = made("li", { className: "file-row" }, this.picture, title, this.bar, this.words, choices);
    if (file.isImage) this.element.append(this.#altField(acts.describe));
    this.show("waiting", messages.fileWaits, ["cancel"]);
  }

  /** `state` for the looks, `words` for everybody, and the names of the buttons that make sense. */
  show(state, words, buttons) {
    this.element.dataset.state = state;
    this.words.textContent = words;
    this.bar.hidden = state !== "sending";
    for (const [name, button] of Object.entries(this.buttons)) button.hidden = !buttons.includes(name);
  }

  progress(part) {
    this.bar.value = part;
    this.words.textContent = part < 1 ? messages.filePart(Math.round(part * 100)) : messages.fileArriving;
  }

  /** A small copy of the picture, once the server has it. */
  showPicture(url) {
    if (this.file.isImage) this.picture.replaceChildren(made("img", { src: `${url}?largeur=320`, alt: "", loading: "lazy" }));
  }

  #button(words, act) {
    const button = made("button", { type: "button", className: "btn btn-quiet", textContent: words });
    button.append(made("span", { className: "visually-hidden", textContent: ` : ${this.file.name}` }));
    button.addEventListener("click", () => act());
    return button;
  }

  #altField(describe) {
    const id = `envoi-${this.file.id}-alt`;
    const field = made("input", {
      type: "text", id, className: "form-control", maxLength: LONGEST_ALT, value: this.file.alt ?? "", autocomplete: "off",
    });
    // What is said of a picture is no change of the form around it: the text changes with it.
    for (const name of ["input", "change"]) field.addEventListener(name, (event) => { event.stopPropagation(); });
    field.addEventListener("input", () => describe(field.value, false));
    field.addEventListener("change", () => describe(field.value, true));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      describe(field.value, true);
    });
    const label = made("label", { htmlFor: id, textContent: messages.fileAlt });
    return made("span", { className: "file-alt" }, label, field);
  }
}
