// The fields of a form beside its text, to be kept on this device and filled in again.
const NOT_KEPT = new Set(["text", "csrf_token", "window", "turn", "action"]);

export const fieldsOf = (form) => [...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string");

export function fillFields(form, fields) {
  const names = new Set(fields.map(([name]) => name));
  for (const box of form.querySelectorAll("input[type=checkbox][name], input[type=radio][name]")) {
    if (names.has(box.name)) box.checked = false;
  }
  for (const [name, value] of fields) fillField(form, name, value);
}

function fillField(form, name, value) {
  const all = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  const box = all.find((each) => /^(checkbox|radio)$/.test(each.type) && each.value === value);
  if (box) {
    box.checked = true;
    const fold = box.closest("details");
    if (fold) fold.open = true;
  } else if (all.length === 1 && !/^(checkbox|radio)$/.test(all[0].type)) [all[0].value] = [value];
}
