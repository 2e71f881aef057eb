// Asks the service worker to keep this page and its files, and says whether it did.
export async function keepOffline({ worker, files }, tell) {
  if (!("serviceWorker" in navigator)) return tell(false);
  const addresses = files.trim().split(/\s+/);
  try {
    navigator.serviceWorker.addEventListener("message", (event) => tell(event.data.kept));
    await navigator.serviceWorker.register(worker, { scope: location.pathname });
    const registration = await navigator.serviceWorker.ready;
    registration.active.postMessage({ page: location.href.replace(/#.*/, ""), files: addresses });
  } catch {
    tell(false);
  }
  return undefined;
}
