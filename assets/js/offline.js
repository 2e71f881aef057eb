// A service worker that keeps opened animation pages readable without a network, even after a reload.
//
// Each page registers it with its own address as scope, so it sees requests of that page alone. What is kept is a
// copy of the page as this person was allowed to see it: the network's answer always comes first and replaces it,
// and a refusal (signed out, page withdrawn) forgets the copy.
const KEPT = "animation:";
const MOST_PAGES = 30;

async function forgetOldest() {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  await Promise.all(names.slice(0, -MOST_PAGES).map((name) => caches.delete(name)));
}

async function keep(page, files) {
  const cache = await caches.open(KEPT + new URL(page).pathname);
  await cache.addAll([page, ...files]);
  const wanted = new Set([page, ...files.map((file) => new URL(file, page).href)]);
  for (const request of await cache.keys()) {
    const isPage = new URL(request.url).pathname === new URL(page).pathname;
    if (!isPage && !wanted.has(request.url)) await cache.delete(request);
  }
  await forgetOldest();
}

async function answerPage(request) {
  const name = KEPT + new URL(request.url).pathname;
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(name)).put(request, answer.clone());
    else if (answer.status < 500) await caches.delete(name);
    return answer;
  } catch {
    const cache = await caches.open(name);
    return (await cache.match(request, { ignoreVary: true }))
      ?? (await cache.match(request, { ignoreVary: true, ignoreSearch: true }))
      ?? Response.error();
  }
}

async function answerFile(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  event.waitUntil(
    keep(page, files).then(
      () => event.source.postMessage({ kept: true }),
      () => event.source.postMessage({ kept: false }),
    ),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(answerPage(request));
  else if (new URL(request.url).pathname.startsWith("/static/dist/")) event.respondWith(answerFile(request));
});
