/* Joins the pages with a passkey in them to allauth's script, which speaks with the browser. */
"use strict";

addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential) return;
  form.hidden = false;
  const ids = { data: "passkey-data", credential: "passkey-credential" };
  if (form.dataset.passkey === "add") {
    allauth.webauthn.forms.addForm({ ids: { ...ids, add: "passkey-button" } });
  } else {
    allauth.webauthn.forms.authenticateForm({ ids: { ...ids, authenticate: "passkey-button" } });
  }
});

/* Refused by the person or by the browser: no error of ours, and said in words. */
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  say(words("passkey"));
});
