// Similar pages are fetched when a reader comes near to the foot of a page; until then, and when that fails, a link
// leads to them.

async function show(place) {
  try {
    const answer = await fetch(place.dataset.similar, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    // What comes from our own server was escaped there.
    const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (place.contains(document.activeElement)) return;
    place.replaceChildren(...piece.body.childNodes);
  } catch {
    // Without a network the link stays.
  }
}

export function fetchSimilarPages() {
  const place = document.querySelector("[data-similar]");
  if (!place) return;
  const watch = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      show(place);
    },
    { rootMargin: "300px" },
  );
  watch.observe(place);
}
