// One file on its way to the server. XMLHttpRequest tells how much has left, which fetch does not.
import { token } from "./_session.js";

/** Resolves to the answer: its status (0 where nobody answered) and what it told. `signal` stops it. */
export function upload(address, { blob, name, alt }, progress, signal) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.set("file", blob, name);
    if (alt) body.set("alt", alt);
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("load", () => resolve({ status: request.status, told: parsed(request.responseText) }));
    for (const name of ["error", "timeout"]) request.addEventListener(name, () => resolve({ status: 0, told: {} }));
    signal.addEventListener("abort", () => { request.abort(); resolve({ status: -1, told: {} }); });
    request.send(body);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
