// A table of a database in this browser, where what waits for the network is kept.

/** Opens the table `name` of a database, keyed by `id`, with an index for each name; gives what does one thing with it. */
export function deviceStore(database, name, indexes = []) {
  let opened = null;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(database, 1);
      request.onupgradeneeded = () => {
        const store = request.result.createObjectStore(name, { keyPath: "id" });
        for (const index of indexes) store.createIndex(index, index);
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opened;
  }

  /** The result of `act(store)` once it is kept, `true` where it has none; null where the browser keeps nothing. */
  return async function inStore(mode, act) {
    try {
      const found = await open();
      return await new Promise((resolve, reject) => {
        const transaction = found.transaction(name, mode);
        const request = act(transaction.objectStore(name));
        transaction.oncomplete = () => resolve(request?.result ?? true);
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } catch {
      opened = null;
      return null;
    }
  };
}
