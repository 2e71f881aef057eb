// Who this device is for the server at this moment.
export const ADDRESS = "/connexion/ici";

/** Every form of the page gets the token of the session at hand. */
export function takeToken(token) {
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
}

/** `handle`, empty when signed out, and `csrf_token` for what is sent; rejects when nobody can be reached. */
export async function account(signal = undefined) {
  const answer = await fetch(ADDRESS, { headers: { Accept: "application/json" }, cache: "no-store", signal });
  if (!answer.ok) throw new TypeError(answer.statusText);
  const told = await answer.json();
  takeToken(told.csrf_token);
  return told;
}
