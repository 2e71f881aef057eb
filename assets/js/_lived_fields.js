// What the form of a retour says, to be kept and filled in again. Fields of one name come in rows: their order tells which.
const NOT_KEPT = new Set(["csrf_token", "form_key", "base", "action", "photos", "photo_key", "photo_alt", "agreement"]);
// What the page itself says of an activity; minutes are found again by its title.
const OF_THE_PAGE = new Set(["activity", "planned", "lived", "version"]);

/** Pairs of name and value. Who was signed out when the page was kept has chosen no territory. */
export function fieldsOf(form) {
  const all = [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");
  return form.dataset.writer ? all : all.filter(([name]) => name !== "territory");
}

export function fillIn(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  fillMinutes(form, minutesOf(values));
  for (const [name, given] of values) if (!OF_THE_PAGE.has(name)) fillOne(form, name, given);
  for (const box of form.querySelectorAll("input[type=checkbox][name]")) if (!values.has(box.name)) box.checked = false;
}

/** Activity → what was typed beside it. */
function minutesOf(values) {
  const lived = values.get("lived") ?? [];
  return Object.fromEntries((values.get("activity") ?? []).map((activity, row) => [activity, lived[row] ?? ""]));
}

/** Puts minutes beside activities, by their titles. */
export function fillMinutes(form, minutes) {
  for (const row of form.querySelectorAll("[data-lived-row]")) {
    const title = row.querySelector("[name=activity]").value;
    if (title in minutes) row.querySelector("[name=lived]").value = minutes[title];
  }
}

function fillOne(form, name, given) {
  const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=file])`)];
  while (fields.length && fields.length < given.length && addRow(form, fields.at(-1))) fields.push(...[...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].slice(fields.length));
  fields.forEach((field, place) => {
    if (/^(checkbox|radio)$/.test(field.type)) field.checked = given.includes(field.value);
    else if (place < given.length) field.value = given[place];
    const fold = field.closest("details");
    if (fold && (field.type === "checkbox" ? field.checked : given[place])) fold.open = true;
  });
}

/** One more row like the last, without what was typed; false where the field stands in no row. */
export function addRow(form, field = form.querySelector(".proposal-row:last-of-type [name]")) {
  const last = [...(field?.closest("fieldset")?.querySelectorAll(".proposal-row") ?? [])].at(-1);
  if (!last) return false;
  const row = last.cloneNode(true);
  const number = last.parentElement.querySelectorAll(".proposal-row").length + 1;
  for (const each of row.querySelectorAll("[id], [for]")) {
    for (const key of ["id", "for"]) if (each.hasAttribute(key)) each.setAttribute(key, each.getAttribute(key).replace(/\d+$/, number));
  }
  for (const input of row.querySelectorAll("input")) input.value = "";
  for (const label of row.querySelectorAll(".visually-hidden")) label.textContent = ` (${number})`;
  last.after(row);
  return true;
}
