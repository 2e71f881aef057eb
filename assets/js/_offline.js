// Asks the service worker to keep pages and their files on this device, each page under its own address as scope.
const PATIENCE = 30_000;

/** Whether all of them are kept. `files` is a list of addresses parted by spaces. */
export async function keepOffline(worker, files, pages) {
  if (!("serviceWorker" in navigator)) return false;
  try {
    const kept = await Promise.all(pages.map((page) => keep(worker, files.trim().split(/\s+/), new URL(page, location.href))));
    return kept.every(Boolean);
  } catch {
    return false;
  }
}

async function keep(worker, files, page) {
  const registration = await navigator.serviceWorker.register(worker, { scope: page.pathname });
  const active = await activated(registration);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { port1.close(); resolve(data.kept); };
    setTimeout(() => resolve(false), PATIENCE);
    active.postMessage({ page: page.href, files }, [port2]);
  });
}

function activated(registration) {
  if (registration.active) return registration.active;
  const coming = registration.installing ?? registration.waiting;
  return new Promise((resolve, reject) => {
    coming.addEventListener("statechange", () => {
      if (coming.state === "activated") resolve(coming);
      if (coming.state === "redundant") reject(new Error("not installed"));
    });
  });
}
