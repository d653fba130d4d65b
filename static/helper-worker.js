/* Keeps the list of the day and the forms of its visits for one person and one day, for when there is no network. */
"use strict";

const PREFIX = "day:";

addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/* The cache of this person and day; every other one goes. */
async function cacheOf(device, day) {
  const name = `${PREFIX}${device}:${day}`;
  for (const other of await caches.keys()) if (other !== name) await caches.delete(other);
  return caches.open(name);
}

const mayKeep = (answer) => answer.ok && !answer.redirected && answer.type === "basic";

async function keep({ device, day, urls, shell }) {
  const cache = await cacheOf(device, day);
  for (const url of [...urls, ...shell]) {
    try {
      const answer = await fetch(url, { credentials: "same-origin" });
      if (mayKeep(answer)) await cache.put(url, answer);
    } catch {
      return; // no network now: what is there stays
    }
  }
}

addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep));
});

async function answer(request) {
  try {
    return await fetch(request);
  } catch (failure) {
    const found = await caches.match(request, { ignoreVary: true });
    if (found) return found;
    throw failure;
  }
}

addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && new URL(url).origin === location.origin) event.respondWith(answer(event.request));
});
