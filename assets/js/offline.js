// A service worker that keeps opened animation pages, and the form that tells how it went, readable without a network,
// even after a reload.
//
// Each page registers it with its own address as scope, so it sees requests of that page alone. What is kept is a
// copy of the page as this person was allowed to see it: the network's answer always comes first and replaces it,
// and a refusal (signed out, page withdrawn) forgets the copy.
const KEPT = "animation:";
const MOST_PAGES = 60;
const MOST_VERSIONS = 5;
const PATIENCE = 8_000;
const NOT_FOR_THIS_PERSON = [401, 403, 404, 410];

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

/** The page at different versions or hours: those asked for last. */
async function keepAnswer(cache, request, answer) {
  await cache.put(request, answer);
  const { pathname } = new URL(request.url);
  const pages = (await cache.keys()).filter(({ url }) => new URL(url).pathname === pathname);
  await Promise.all(pages.slice(0, -MOST_VERSIONS).map((page) => cache.delete(page)));
}

async function answerPage(request) {
  const name = KEPT + new URL(request.url).pathname;
  const copy = await copyOf(name, request);
  try {
    const answer = await (copy ? patiently(fetch(request)) : fetch(request));
    if (answer.ok) await keepAnswer(await caches.open(name), request, answer.clone());
    else if (NOT_FOR_THIS_PERSON.includes(answer.status) || answer.type === "opaqueredirect") await caches.delete(name);
    return answer;
  } catch {
    return copy ?? Response.error();
  }
}

async function copyOf(name, request) {
  const cache = await caches.open(name);
  return (await cache.match(request, { ignoreVary: true })) ?? cache.match(request, { ignoreVary: true, ignoreSearch: true });
}

/** A network that is there but does not answer is none. */
function patiently(answer) {
  return Promise.race([answer, new Promise((_, reject) => { setTimeout(() => reject(new Error("too slow")), PATIENCE); })]);
}

async function answerFile(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  const [port] = event.ports;
  event.waitUntil(keep(page, files).then(() => port?.postMessage({ kept: true }), () => port?.postMessage({ kept: false })));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(answerPage(request));
  else if (new URL(request.url).pathname.startsWith("/static/dist/")) event.respondWith(answerFile(request));
});
