// Runs before the first paint, so that a page never flashes in the wrong light.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.bsTheme = chosen;
} catch {
  // Storage may be refused by the browser: the system's preference then stays.
}
