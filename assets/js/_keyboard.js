// Ctrl+S or Cmd+S saves, from wherever the focus is: in the text, in a field, in the preview.
export function saveByKeyboard(form, button = null) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!event.repeat) form.requestSubmit(button?.());
  });
}
