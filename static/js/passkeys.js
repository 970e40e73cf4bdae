// Logs in, proves it is you, or adds a key: the forms with `data-passkey`.
// allauth's webauthn-json.js, loaded before, translates between JSON and the browser's buffers.
const passkeys = window.webauthnJSON;

async function options(form) {
  const data = form.querySelector('script[type="application/json"]');
  if (data) return JSON.parse(data.textContent);
  // Nobody is known yet: each login asks for a challenge of its own.
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

async function credential(form) {
  const given = await options(form);
  if (form.dataset.passkey !== "create") return passkeys.get(given.request_options);
  const wanted = given.creation_options;
  const alone = form.elements.passwordless?.checked ?? false;
  Object.assign(wanted.publicKey.authenticatorSelection, {
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  });
  return passkeys.create(wanted);
}

async function ask(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const refused = form.querySelector("[data-passkey-refused]");
  const button = form.querySelector('button[type="submit"]');
  refused.hidden = true;
  button.disabled = true;
  try {
    form.elements.credential.value = JSON.stringify(await credential(form));
    form.submit();
  } catch {
    // Cancelled, timed out, or the wrong key: browsers hide which, and the way out is the same.
    refused.hidden = false;
    button.disabled = false;
  }
}

if (passkeys?.supported()) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", ask);
    form.querySelector('button[type="submit"]').hidden = false;
    form.querySelector("[data-passkey-unsupported]").hidden = true;
  }
}
