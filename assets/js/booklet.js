// Opens a booklet as soon as it is ready; without this module, a link looks again.
const PAUSE = 3000;
const LONGEST = 5 * 60 * 1000;

const place = document.querySelector("[data-booklet]");

async function look(until) {
  const answer = await fetch(place.dataset.booklet, { headers: { Accept: "application/pdf" } }).catch(() => null);
  if (answer && answer.status !== 202) {
    place.querySelector("h1").textContent = place.dataset.ready;
    window.location.reload();
  } else if (Date.now() < until) {
    setTimeout(look, PAUSE, until);
  }
}

setTimeout(look, PAUSE, Date.now() + LONGEST);
