/* What the pages do better with a script; every one of them works without it. */
"use strict";

/* Whatever is written into a page as text of HTML goes through here (Trusted Types): scripts in it are left out. */
window.trustedTypes?.createPolicy("default", {
  createHTML: (html) => html.replace(/<script\b[^>]*>[\s\S]*?<\/script\s*>/gi, "").replace(/<script\b/gi, "&lt;script"),
  createScriptURL: (url) => {
    if (new URL(url, location.href).href !== new URL("/helper/worker.js", location.href).href) throw new TypeError(url);
    return url; // the one worker there is, of the helper's pages
  },
});

const words = (name) => document.querySelector(`meta[name="words-${name}"]`)?.content ?? "";

function say(sentence) {
  const status = document.getElementById("status");
  if (!status) return;
  status.textContent = sentence;
  clearTimeout(say.timer);
  if (sentence) say.timer = setTimeout(() => (status.textContent = ""), 8000);
}

/* A refused form: begin with what is to be mended. */
function focusSummary(within) {
  within.querySelector("#error-summary")?.focus();
}

/* A link in the summary moves the focus into the field, not only the view. */
document.addEventListener("click", (event) => {
  const link = event.target.closest('.errors a[href^="#"]');
  const field = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!field) return;
  event.preventDefault();
  (field.closest(".field") ?? field).scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

/* One submission at a time. The token in the form keeps the second from counting where this fails. */
function release(form) {
  delete form.dataset.busy;
  for (const button of form.querySelectorAll("button[aria-busy]")) {
    button.removeAttribute("aria-busy");
    button.disabled = false;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const elsewhere = form.target || event.submitter?.getAttribute("formtarget"); // a preview leaves the page as it is
  if (form.method !== "post" || elsewhere || "download" in form.dataset) return;
  if (form.dataset.busy) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.busy = "1";
  say(words("busy"));
  setTimeout(() => {
    if (event.defaultPrevented && !form.matches("[hx-post], [data-hx-post]")) return release(form);
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      button.setAttribute("aria-busy", "true");
      button.disabled = true;
    }
  });
}, true);

addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-busy]").forEach(release);
});

/* What a typed day is: weekday, working day, holiday, make-up day. */
async function tellDay(input) {
  const address = document.querySelector('meta[name="day-url"]')?.content;
  const remark = document.getElementById(`${input.id}_after`);
  if (!address || !remark) return;
  const typed = input.value.trim();
  remark.hidden = true;
  if (!typed) return;
  try {
    const answer = await fetch(`${address}?on=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || input.value.trim() !== typed) return;
    const day = await answer.json();
    remark.querySelector("span").textContent = day.words;
    remark.classList.toggle("after--warn", !day.working);
    remark.hidden = false;
  } catch {
    /* no network: the server will say it after submission */
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-day]")) tellDay(event.target);
});

/* Tick all rows of a table. */
document.addEventListener("change", (event) => {
  if (!event.target.matches("input[data-all]")) return;
  for (const box of event.target.closest("table, form").querySelectorAll("tbody input[type=checkbox]")) {
    box.checked = event.target.checked;
  }
});

/* Menus shut when the attention goes elsewhere. */
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/* htmx: refused forms come back with 422 or 409 and are swapped in; anything else is said in words. */
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.matches("form")) release(event.target);
  say("");
});
for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => setTimeout(() => say(words("failed"))));
}

addEventListener("DOMContentLoaded", () => {
  focusSummary(document);
  document.querySelectorAll("input[data-day]").forEach((input) => input.value && tellDay(input));
});
