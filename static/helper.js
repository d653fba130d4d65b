/* The helper's pages without a network: a visit that cannot be sent waits on this device, is sent once, and is then gone.
   What is kept and why: docs/adr/0017. Every page works without this script. */
"use strict";

{
  const DAYS_KEPT = 14;
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";
  const said = (name, n) => meta(`words-${name}`).replace("{n}", n ?? "");
  const device = meta("helper-device");

  /* --- the drafts, one row each, by the token of the form */

  function store() {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open("caseflow-helper", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "token" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }

  async function rows(mode, act) {
    const database = await store();
    try {
      return await new Promise((resolve, reject) => {
        const work = database.transaction("drafts", mode);
        const asked = act(work.objectStore("drafts"));
        work.oncomplete = () => resolve(asked.result);
        work.onerror = () => reject(work.error);
      });
    } finally {
      database.close();
    }
  }

  const keep = (draft) => rows("readwrite", (drafts) => drafts.put(draft));
  const drop = (token) => rows("readwrite", (drafts) => drafts.delete(token));

  /* Those of this person; what another left here, or what is too old, goes. */
  async function mine() {
    const oldest = Date.now() - DAYS_KEPT * 24 * 3600 * 1000;
    const found = [];
    for (const draft of await rows("readonly", (drafts) => drafts.getAll())) {
      if (draft.device !== device || draft.at < oldest) await drop(draft.token);
      else found.push(draft);
    }
    return found;
  }

  /* --- sending */

  const pass = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  function body(entries) {
    const data = new URLSearchParams(entries);
    data.set("csrfmiddlewaretoken", pass());
    return data;
  }

  /* "sent", "asked" where the person has to decide, "away" where nothing was heard. */
  async function send(url, entries) {
    let answer;
    try {
      answer = await fetch(url, {
        method: "POST",
        body: body(entries),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
    } catch {
      return "away";
    }
    if (answer.ok && (await answer.json()).ok) return "sent";
    return answer.status === 409 || answer.status === 422 ? "asked" : "away";
  }

  let sending = false;
  async function sendAll() {
    if (sending || !navigator.onLine) return;
    sending = true;
    try {
      let sent = 0;
      for (const draft of await mine()) {
        if (draft.asked) continue;
        const outcome = await send(draft.url, draft.entries);
        if (outcome === "sent") {
          await drop(draft.token);
          sent += 1;
        } else if (outcome === "asked") {
          await keep({ ...draft, asked: true });
        } else break;
      }
      if (sent) note(said("sent"));
    } finally {
      sending = false;
    }
    await tell();
  }

  /* --- what the page says of it */

  function note(sentence) {
    const place = document.getElementById("kept") ?? document.getElementById("status");
    if (place) place.textContent = sentence;
  }

  async function tell() {
    const drafts = await mine();
    const waiting = drafts.filter((draft) => !draft.asked).length;
    const line = document.getElementById("net");
    if (line) {
      const sentences = [];
      if (!navigator.onLine) sentences.push(said("offline"));
      if (waiting) sentences.push(said("waiting", waiting));
      line.textContent = sentences.join("");
      line.hidden = !sentences.length;
    }
    conflicts(drafts.filter((draft) => draft.asked));
  }

  /* Each leads to the page that shows what others wrote beside what waits here; the person decides there. */
  function conflicts(drafts) {
    const place = document.getElementById("conflicts");
    if (!place) return;
    const shown = document.querySelector("form[data-keep] [name=token]")?.value;
    const others = drafts.filter((draft) => draft.token !== shown);
    place.replaceChildren();
    place.hidden = !others.length;
    if (!others.length) return;
    const words = document.createElement("p");
    words.textContent = said("conflict", others.length);
    place.append(words);
    for (const draft of others) {
      const form = document.createElement("form");
      form.method = "post";
      form.action = draft.url;
      for (const [name, value] of body(draft.entries)) {
        const input = document.createElement("input");
        input.type = "hidden";
        input.name = name;
        input.value = value;
        form.append(input);
      }
      const button = document.createElement("button");
      button.className = "btn";
      button.textContent = `${draft.names}：${said("look")}`;
      form.append(button);
      place.append(form);
    }
  }

  /* --- the form of a visit */

  function fresh(form) {
    if (document.getElementById("error-summary")) return; // it has been sent: the same attempt
    const token = form.elements.token;
    const random = crypto.getRandomValues(new Uint8Array(24));
    if (token) token.value = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const now = new Date();
    const two = (n) => String(n).padStart(2, "0");
    if (form.elements.clock) form.elements.clock.value = `${two(now.getHours())}:${two(now.getMinutes())}`;
  }

  async function submitted(form) {
    const entries = Array.from(new FormData(form)).filter(([name]) => name !== "csrfmiddlewaretoken");
    const token = form.elements.token.value;
    const outcome = navigator.onLine ? await send(form.action, entries) : "away";
    if (outcome === "sent") {
      await drop(token);
      location.assign(meta("helper-day"));
    } else if (outcome === "asked") {
      HTMLFormElement.prototype.submit.call(form); // the page says what is to be mended, or what others wrote
    } else {
      await keep({ token, device, url: form.action, names: form.dataset.names, entries, at: Date.now(), asked: false });
      note(said("kept"));
      await tell();
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-keep]") && form.elements.token && "indexedDB" in window) {
      event.preventDefault();
      if (form.dataset.sending) return;
      form.dataset.sending = "1";
      submitted(form)
        .catch(() => HTMLFormElement.prototype.submit.call(form))
        .finally(() => delete form.dataset.sending);
    } else if (form.matches("[data-leave]") && !form.dataset.sure) {
      event.preventDefault();
      leave(form);
    }
  });

  /* Signing out empties this device; what was not sent is asked about first. */
  async function leave(form) {
    const drafts = await mine().catch(() => []);
    if (drafts.length && !confirm(said("leave", drafts.length))) return;
    await wipe().catch(() => {});
    form.dataset.sure = "1";
    HTMLFormElement.prototype.submit.call(form);
  }

  async function wipe() {
    for (const name of await caches.keys()) await caches.delete(name);
    await rows("readwrite", (drafts) => drafts.clear());
  }

  /* --- the list of the day and its forms, for when there is no network */

  async function register() {
    if (!("serviceWorker" in navigator) || !device) return;
    await navigator.serviceWorker.register(meta("helper-worker"), { scope: meta("helper-day") });
    const worker = (await navigator.serviceWorker.ready).active;
    const urls = [location.href, ...Array.from(document.querySelectorAll("a[data-visit]"), (link) => link.href)];
    const shell = Array.from(document.querySelectorAll("link[rel=stylesheet], script[src]"), (e) => e.href ?? e.src);
    const day = new Date().toLocaleDateString("sv-SE");
    if (navigator.onLine) worker.postMessage({ keep: { device, day, urls, shell } });
  }

  addEventListener("online", () => sendAll());
  addEventListener("offline", () => tell());
  setInterval(sendAll, 60_000);
  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("form[data-keep]").forEach(fresh);
    register().catch(() => {});
    tell().then(sendAll).catch(() => {});
  });
}
