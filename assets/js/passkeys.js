// Passkeys: asks the device, and posts its answer with the form that stands in the page. Also copies recovery codes.
// https://www.w3.org/TR/webauthn-3/

const known = typeof PublicKeyCredential === "function" && Boolean(navigator.credentials);

function toBytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function described(credentials = []) {
  return credentials.map((each) => ({ ...each, id: toBytes(each.id) }));
}

// Fields of an answer are bytes where the device gave any; the server reads them as base64url.
function written(credential) {
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = {};
  for (const name of fields) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: toText(credential.rawId), type, response });
}

function send(form, credential) {
  form.elements.credential.value = written(credential);
  form.submit();
}

function setUpRegistration(form) {
  const options = JSON.parse(form.dataset.passkeyNew);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const publicKey = {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    };
    try {
      send(form, await navigator.credentials.create({ publicKey }));
    } catch {
      document.querySelector("[data-passkey-refused]").hidden = false;
    }
  });
}

async function challengeFor(form) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  const answer = await fetch(form.dataset.passkey, { method: "POST", body });
  if (!answer.ok) throw new Error(answer.statusText);
  const options = await answer.json();
  return { ...options, challenge: toBytes(options.challenge), allowCredentials: described(options.allowCredentials) };
}

function setUpSignIn(form) {
  let offering = null;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    offering?.abort();
    try {
      const publicKey = await challengeFor(form);
      send(form, await navigator.credentials.get({ publicKey }));
    } catch {
      form.querySelector("button").focus();
    }
  });
  return async () => {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    offering = new AbortController();
    try {
      const publicKey = await challengeFor(form);
      const { signal } = offering;
      send(form, await navigator.credentials.get({ publicKey, signal, mediation: "conditional" }));
    } catch {
      // Nobody chose a passkey among what the field offered: the other ways in are there.
    }
  };
}

function setUpCopying(button) {
  const source = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const lines = [...source.querySelectorAll("code")].map((each) => each.textContent);
    await navigator.clipboard.writeText(lines.join("\n"));
    button.querySelector("span").textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll("[data-copy]")) setUpCopying(button);
for (const form of document.querySelectorAll("[data-passkey-new]")) {
  if (known) setUpRegistration(form);
  else document.querySelector("[data-passkey-missing]").hidden = false;
}
if (known) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    const offer = setUpSignIn(form);
    // The field of the address offers passkeys as it offers addresses; only once somebody is there to see it.
    if ("offer" in form.dataset) document.querySelector("[autocomplete~=webauthn]")?.addEventListener("focus", offer, { once: true });
  }
}
