// Files that wait on this device until they are sent: a lost network, a closed tab or an ended session lose none.
const DATABASE = "territoire-files";
const STORE = "waiting";
const LONGEST_WAIT = 30 * 24 * 3600 * 1000;

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

/** Does one thing with the store; null where the browser keeps nothing. */
async function inStore(mode, act) {
  try {
    const database = await open();
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result ?? true);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } catch {
    return null;
  }
}

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
