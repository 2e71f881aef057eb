// Puts the server's answers into the page: live parts one by one while somebody types, the whole form after a button.
export class Parts {
  constructor(form) {
    this.form = form;
    this.inside = form.querySelector("[data-inside]");
    this.speaker = form.querySelector("[data-announce]");
  }

  /** Replaces what is not being typed in. A live part that the answer does not hold is empty. */
  refresh(html) {
    const answer = new DOMParser().parseFromString(html, "text/html");
    for (const part of this.form.querySelectorAll("[data-live]")) {
      const fresh = answer.getElementById(part.id);
      if (part.tagName === "TEXTAREA") part.value = fresh?.value ?? part.value;
      else if (part.innerHTML !== (fresh?.innerHTML ?? "")) part.replaceChildren(...(fresh?.childNodes ?? []));
      if (fresh?.dataset.right) part.dataset.right = fresh.dataset.right;
    }
    this.#markFaults();
  }

  /** Replaces everything, leaves unfolded what was, and goes where the answer says. */
  replace(html) {
    const unfolded = [...this.inside.querySelectorAll("details[id]")].filter(({ open }) => open).map(({ id }) => id);
    const focused = document.activeElement?.id;
    const answer = new DOMParser().parseFromString(html, "text/html");
    this.inside.replaceChildren(...answer.body.childNodes);
    for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
    const said = this.inside.querySelector("#dit");
    this.announce(said?.textContent.trim() ?? "");
    this.#goTo(said?.dataset.focus || focused);
  }

  announce(words) {
    this.speaker.textContent = words;
  }

  /** A link to a field unfolds what hides it and puts the cursor there. */
  follow(event) {
    const link = event.target.closest?.("a[data-point]");
    if (!link) return;
    event.preventDefault();
    this.#goTo(link.hash.slice(1));
  }

  #goTo(id) {
    const place = id && document.getElementById(id);
    if (!place) return;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (place.matches("li, div")) place.querySelector("details")?.setAttribute("open", "");
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
    if (place.matches("input[type=text]")) place.select();
  }

  #markFaults() {
    for (const field of this.form.querySelectorAll("input[aria-describedby], select, textarea[aria-describedby]")) {
      const remarks = document.getElementById(`remarques-${field.id}`);
      if (remarks?.querySelector(".remark-error")) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }
}
