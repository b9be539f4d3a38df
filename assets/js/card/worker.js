// The service worker of one's own card and of the page that reads cards. It
// keeps those pages, and the files they need, for moments without a signal. It
// answers for no other page and keeps nothing that a page did not ask it to.
const kept = "koryu-card-1";
const patience = 3500; // ms until a weak signal counts as none
const longest = 14 * 86400e3; // an older copy may be of a card that is no more

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { pages = [], files = [] } = event.data ?? {};
  event.waitUntil(keep(pages, files).then(() => event.source?.postMessage({ kept: true })));
});

async function keep(pages, files) {
  const cache = await caches.open(kept);
  const page = (url) => fetch(url, { credentials: "same-origin", cache: "no-store" }).then((answer) => store(cache, url, answer));
  const file = async (url) => (await cache.match(url)) || cache.add(url);
  await Promise.allSettled([...pages.map(page), ...files.map(file)]);
}

// A page that answers with anything but itself is no longer this visitor's.
async function store(cache, url, answer) {
  const own = answer.ok && !answer.redirected && answer.type === "basic";
  if (own) return cache.put(url, answer);
  if (answer.type === "opaqueredirect" || answer.redirected || [401, 403, 404, 410].includes(answer.status)) {
    await cache.delete(url, { ignoreSearch: true, ignoreVary: true });
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") return event.respondWith(page(request));
  if (new URL(request.url).pathname.startsWith("/assets/")) event.respondWith(file(request));
});

async function page(request) {
  const cache = await caches.open(kept);
  const copy = await find(cache, request.url);
  if (!copy) return fetch(request);
  try {
    const answer = await soon(fetch(request));
    await store(cache, request.url, answer.clone());
    return answer;
  } catch {
    return copy;
  }
}

// The language is no other page; the face of the card is.
async function find(cache, url) {
  const plain = new URL(url);
  plain.searchParams.delete("lang");
  for (const at of [url, plain.href]) {
    const copy = await cache.match(at, { ignoreVary: true });
    if (!copy) continue;
    if (Date.now() - Date.parse(copy.headers.get("Date") ?? "") < longest) return copy;
    await cache.delete(at, { ignoreVary: true });
  }
  return null;
}

function soon(answer) {
  return Promise.race([answer, new Promise((_, late) => setTimeout(late, patience, new Error("late")))]);
}

async function file(request) {
  const cache = await caches.open(kept);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}
