// What the phone keeps, in the browser's own database: the picture of her days, and the queue of what she did.

const DATABASE = "bonny";
const DATABASE_VERSION = 1;
let opened = null;
// Whoever signs out leaves nothing behind, also not what was on its way here just then.
let timesEmptied = 0; // what was asked for before is not kept after the next person has come
let isEmptied = false; // until a page of hers is open again

function database() {
  if (isEmptied) return Promise.reject(new Error("she has left"));
  opened ??= new Promise((done, fail) => {
    const request = indexedDB.open(DATABASE, DATABASE_VERSION);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      request.result.onversionchange = close;
      request.result.onclose = () => (opened = null); // the browser took it away
      done(request.result);
    };
  }).catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

// Each version adds to the one before it; none of them touches what waits in the queue.
function upgrade(base, from) {
  if (from >= 1) return;
  base.createObjectStore("kept");
  base.createObjectStore("queue", { keyPath: "place", autoIncrement: true }).createIndex("id", "id", { unique: true });
}

async function close() {
  const base = await opened?.catch(() => null);
  opened = null;
  base?.close();
}

// What the last request of the work found, once all of it is safe on the disk.
async function within(mode, work) {
  const base = await database();
  return new Promise((done, fail) => {
    const all = base.transaction(["kept", "queue"], mode, { durability: "strict" });
    let last = null;
    all.oncomplete = () => done(last?.result);
    all.onabort = () => fail(all.error);
    last = work(all.objectStore("kept"), all.objectStore("queue"));
  });
}

function read(name) {
  return within("readonly", (kept) => kept.get(name));
}

function write(name, value) {
  return within("readwrite", (kept) => kept.put(value, name));
}

function forget(name) {
  return within("readwrite", (kept) => kept.delete(name));
}

function queued() {
  return within("readonly", (_kept, queue) => queue.getAll());
}

// A thing that is there already stays as it is.
async function enqueue(items) {
  const known = new Set((await queued()).map(({ id }) => id));
  const fresh = items.filter(({ id }) => !known.has(id));
  return within("readwrite", (_kept, queue) => fresh.map((item) => queue.add(item)).at(-1));
}

function change(items) {
  return within("readwrite", (_kept, queue) => items.map((item) => queue.put(item)).at(-1));
}

// Those that wait still, changed: what she took back meanwhile stays taken back.
async function changeWaiting(items) {
  const changed = [];
  await within("readwrite", (_kept, queue) => {
    for (const item of items) {
      const there = queue.get(item.place);
      there.onsuccess = () => {
        if (there.result?.is !== "waits") return;
        queue.put(item);
        changed.push(item);
      };
    }
  });
  return changed;
}

function remove(items) {
  return within("readwrite", (_kept, queue) => items.map(({ place }) => queue.delete(place)).at(-1));
}

// What never left the phone is gone; of anything else the house is asked later to take it back.
async function takeBack(ids) {
  const person = (await read("picture"))?.person;
  let count = 0;
  await within("readwrite", (_kept, queue) => {
    queue.getAll().onsuccess = ({ target }) => {
      const meant = target.result.filter((item) => ids.includes(item.id) || ids.includes(item.batch));
      for (const item of meant.filter(({ is, person: whose }) => is !== "undone" && whose === person)) {
        if (item.isTried) queue.put({ ...item, is: "undone", was: item.is });
        else queue.delete(item.place);
        count += 1;
      }
    };
  });
  return count > 0;
}

// The new picture shows what had reached the house before it was asked for, but for what she took back meanwhile.
function keepPicture(picture, shown) {
  return within("readwrite", (kept, queue) => {
    for (const { place } of shown) {
      const there = queue.get(place);
      there.onsuccess = () => there.result?.is === "sent" && queue.delete(place);
    }
    return kept.put(picture, "picture");
  });
}

async function empty() {
  timesEmptied += 1;
  isEmptied = true;
  await deleteDatabase();
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
}

async function deleteDatabase() {
  await close();
  return new Promise((done) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = request.onerror = request.onblocked = () => done();
  });
}
