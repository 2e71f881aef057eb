// Photos of retours, kept on this device until the server has them, no larger than a page shows.
import { deviceStore } from "./_device_store.js";

const WIDEST = 1600;
const HEAVY = 1_500_000;
const QUALITY = 0.85;

const inStore = deviceStore("territoire-retours", "photos", ["retour"]);

/** A photo: `{ id, retour, name, blob, agreement, alt, at }`. False where the device could not keep it. */
export const keepPhoto = async (photo) => Boolean(await inStore("readwrite", (store) => store.put(photo)));

export const forgetPhoto = (id) => inStore("readwrite", (store) => store.delete(id));

/** The photos of a retour, in the order in which they were taken. */
export async function photosOf(retour) {
  const found = await inStore("readonly", (store) => store.index("retour").getAll(retour));
  return Array.isArray(found) ? found.sort((one, other) => one.at - other.at) : [];
}

export async function forgetPhotosOf(retour) {
  for (const { id } of await photosOf(retour)) await forgetPhoto(id);
}

/** The photo no wider nor higher than a page shows; as it is where it is small, or where the browser cannot read it. */
export async function reduced(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size <= HEAVY) return { blob: file, name: file.name };
    const blob = await drawn(picture, scale, (canvas) => new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); }));
    return blob ? { blob, name: `${file.name.replace(/\.[^.]*$/, "")}.jpg` } : { blob: file, name: file.name };
  } catch {
    return { blob: file, name: file.name };
  }
}

/** A small drawing of a photo, or nothing where the browser cannot read it. */
export async function thumbnail(blob, size = 160) {
  try {
    const picture = await createImageBitmap(blob);
    return await drawn(picture, Math.min(1, size / Math.max(picture.width, picture.height)), (canvas) => canvas);
  } catch {
    return null;
  }
}

async function drawn(picture, scale, give) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return give(canvas);
}
