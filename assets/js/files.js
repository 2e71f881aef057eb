// Pages of files: a button beside each line of Markdown copies it.
for (const button of document.querySelectorAll("[data-copy]")) {
  const label = button.querySelector("span");
  const text = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const line = document.getElementById(button.dataset.copy);
    line.select();
    try {
      await navigator.clipboard.writeText(line.value);
    } catch {
      // Without the permission the line is selected: it can be copied by hand.
      return;
    }
    label.textContent = button.dataset.copied;
    setTimeout(() => (label.textContent = text), 2000);
  });
}
