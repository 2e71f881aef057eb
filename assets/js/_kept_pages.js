// Pages to lead from are kept on the device as their reader was allowed to see them: whoever signs out takes them along.
const KEPT = "animation:";

async function forgetKeptPages() {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  await Promise.all(names.map((name) => caches.delete(name)));
}

export function forgetKeptPagesAtSignOut() {
  const form = document.querySelector("[data-sign-out]");
  // Absent over plain HTTP, where nothing is kept.
  if (!form || !("caches" in window)) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    forgetKeptPages().finally(() => form.submit());
  });
}
