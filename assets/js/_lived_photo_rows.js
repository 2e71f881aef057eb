// The photos of a retour while it is written: each with what the people on it agreed to, and what it shows.
import { made } from "./_made.js";
import { forgetPhoto, keepPhoto, photosOf, reduced, thumbnail } from "./_lived_photos.js";
import { newId } from "./_lived_store.js";
import { words } from "./_lived_words.js";

const MOST = 10;
const LONGEST_ALT = 300;

export class PhotoRows {
  #count = 0;

  /** `begun()` is called before the first photo is kept, so that there is a retour to keep it with. */
  constructor(box, id, begun) {
    Object.assign(this, { box, id, begun });
    this.input = box.querySelector("input[type=file]");
    const group = box.querySelector("[data-photo-agreement]");
    this.choices = [...group.querySelectorAll("[name=agreement]")].map((choice) => [choice.value, choice.closest("label").textContent.trim()]);
    for (const part of group.children) if (!part.querySelector("[name=agreement_words]")) part.hidden = true;
    this.keeper = group;
    this.list = made("ul", { className: "photo-rows" });
    this.said = made("p", { className: "field-error", hidden: true, attributes: { role: "status" } });
    box.querySelector("[data-photo-input]").after(this.said, this.list);
    this.input.addEventListener("change", () => this.#take([...this.input.files]));
    this.#show();
  }

  async open() {
    for (const photo of await photosOf(this.id)) await this.#add(photo);
  }

  async #take(files) {
    this.input.value = "";
    this.begun();
    const taken = files.slice(0, MOST - this.list.children.length);
    for (const file of taken) {
      const small = await reduced(file);
      const photo = { ...small, id: newId(), retour: this.id, agreement: this.#lastAnswer(), alt: "", at: Date.now() + this.#count };
      if (await keepPhoto(photo)) await this.#add(photo);
      else this.#say(words.photoUnkept);
    }
    if (files.length > taken.length) this.#say(words.tooManyPhotos(MOST));
  }

  async #add(photo) {
    this.#count += 1;
    const number = this.#count;
    const agreement = made("select", { className: "form-select", id: `agreement-${photo.id}` },
      ...[["", words.photoUnsaid], ...this.choices].map(([value, text]) => made("option", { value, textContent: text })));
    agreement.value = photo.agreement;
    const alt = made("input", { className: "form-control", id: `alt-${photo.id}`, maxLength: LONGEST_ALT, value: photo.alt, autocomplete: "off" });
    const change = () => { keepPhoto(Object.assign(photo, { agreement: agreement.value, alt: alt.value.trim() })); };
    for (const field of [agreement, alt]) field.addEventListener("change", change);
    const drop = made("button", { type: "button", className: "btn btn-quiet", textContent: words.photoRemove(number) });
    const row = made("li", {}, await thumbnail(photo.blob) ?? made("span", { textContent: photo.name }), made("div", {},
      made("label", { htmlFor: agreement.id, textContent: words.photoAgreement(number) }), agreement,
      made("label", { htmlFor: alt.id, textContent: words.photoAlt(number) }), alt, drop));
    drop.addEventListener("click", () => { forgetPhoto(photo.id); row.remove(); this.#show(); this.input.focus(); });
    this.list.append(row);
    this.#show();
  }

  #lastAnswer() {
    return [...this.list.querySelectorAll("select")].at(-1)?.value ?? "";
  }

  /** Who keeps written agreements is asked once there is something to agree to. */
  #show() {
    this.keeper.hidden = !this.list.children.length;
  }

  #say(text) {
    this.said.hidden = false;
    this.said.textContent = text;
  }
}
