// What the server refused, beside the fields it concerns, in the words and places that it uses itself.
import { made } from "./_made.js";
import { words } from "./_lived_words.js";

const SUMMARY = "error-summary";

/** Shows errors by name of field; returns the first field that has one. */
export function showErrors(form, errors, detail = "") {
  clearErrors(form);
  const told = Object.entries(errors);
  const fields = told.map(([name, message]) => [fieldNamed(form, name), message]);
  const list = made("ul", {}, ...fields.map(([field, message]) => made("li", {}, field ? link(field, message) : message)));
  const summary = made("div", { id: SUMMARY, className: "error-summary", tabIndex: -1, attributes: { role: "alert" } },
    made("h2", { textContent: words.correct(told.length || 1) }), told.length ? list : made("p", { textContent: detail }));
  form.before(summary);
  for (const [field, message] of fields) if (field) mark(field, message);
  return fields.find(([field]) => field)?.[0] ?? null;
}

export function clearErrors(form) {
  document.getElementById(SUMMARY)?.remove();
  for (const line of form.querySelectorAll("[data-told]")) line.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  for (const box of form.querySelectorAll(".has-error")) box.classList.remove("has-error");
}

const fieldNamed = (form, name) => name && (form.querySelector(`#${CSS.escape(name)}`) ?? form.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`));

function link(field, message) {
  const label = field.closest(".field, .rating")?.querySelector(".field-label, legend")?.firstChild?.textContent.trim();
  return made("a", { href: `#${field.id}`, textContent: label ? `${label}\u00a0: ${message}` : message });
}

function mark(field, message) {
  const id = `${field.id}-told`;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  const box = field.closest(".field, .rating") ?? field.parentElement;
  box.classList.add("has-error");
  const line = made("p", { id, className: "field-error", textContent: message, attributes: { "data-told": "" } });
  if (field === box) box.querySelector("legend").after(line);
  else field.before(line);
}
