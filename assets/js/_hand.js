// Which window writes. The server keeps one draft of a page: each write says which version of it this window knows, so
// that two windows never overwrite each other, and a number, so that what arrives late changes nothing.
const WINDOW = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join("");
let turn = 0;

/** Marks what is about to leave as written here. */
export function sign(body) {
  turn += 1;
  body.set("window", WINDOW);
  body.set("turn", turn);
  return body;
}

/** The same for a form that leaves as a whole. */
export function signForm(form) {
  for (const [name, value] of sign(new URLSearchParams())) {
    const field = form.querySelector(`input[name=${name}]`) ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
    field.value = value;
  }
}

/** This window has seen that version of the draft. */
export function follow(form, version) {
  const field = form.elements.namedItem("draft");
  if (field && version !== null && version !== undefined) field.value = version;
}
