// Files that wait on this device until they are sent: a lost network, a closed tab or an ended session lose none.
import { deviceStore } from "./_device_store.js";

const LONGEST_WAIT = 30 * 24 * 3600 * 1000;

const inStore = deviceStore("territoire-files", "waiting");

/** Whether this device keeps the file. */
export const holdFile = async (file) => Boolean(await inStore("readwrite", (store) => store.put({ ...file, at: Date.now() })));

export const releaseFile = (id) => inStore("readwrite", (store) => store.delete(id));

/** The files that wait, by id; those of long ago are let go. */
export async function heldFiles() {
  const all = await inStore("readonly", (store) => store.getAll());
  const found = Array.isArray(all) ? all : [];
  const old = found.filter(({ at }) => Date.now() - at > LONGEST_WAIT);
  await Promise.all(old.map(({ id }) => releaseFile(id)));
  return new Map(found.filter((file) => !old.includes(file)).map((file) => [file.id, file]));
}
