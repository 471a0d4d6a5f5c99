// How a release comes and goes, and what the pages ask the worker.

const SHELF = `bonny-${RELEASE}`;
const PATIENCE_OF_LEAVING = 2_000;
const PAUSE = 1_000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fill());
});
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => event.waitUntil(hear(event)));

async function fill() {
  const look = await read("look").catch(() => null);
  const shelf = await caches.open(SHELF);
  await shelf.addAll(SHELL);
  await keepPage(look?.lang);
}

// The page without a network, in her language.
async function keepPage(lang = "") {
  const options = { credentials: "omit", cache: "no-store", redirect: "error" };
  const page = await fetch(`/offline?lang=${encodeURIComponent(lang)}`, options);
  if (!page.ok) throw new Error("no page");
  await (await caches.open(SHELF)).put("/offline", page);
}

// Only the shelf of this release is left; the queue is the same for all of them.
async function takeOver() {
  for (const name of await caches.keys()) if (name !== SHELF) await caches.delete(name);
  await self.registration.navigationPreload?.enable().catch(() => undefined);
  await self.clients.claim();
}

const HEARD = { here, hidden, view, keep, back, decide, leave, door, empty };

async function hear({ data, ports }) {
  isEmptied = isEmptied && data.ask !== "here";
  const reply = isEmptied ? {} : await HEARD[data.ask]?.(data).catch(() => ({ isUnable: true }));
  ports[0]?.postMessage(reply ?? {});
}

// A page of hers is open: what waits goes up, and the picture is made anew where it is old.
async function here({ look, isOnline }) {
  await keepLook(look).catch(() => undefined);
  const arrived = (await sendUp(isOnline)) || (isOnline && (await sendOnceMore()));
  await refreshIfStale();
  const said = arrived ? "" : await takeSaid();
  const hasQuestion = (await hers()).some(({ is }) => is === "asked" || is === "refused");
  return { arrived, said, asks: hasQuestion && (await read("picture")).words.asks };
}

// A network that has just come back may need a moment.
async function sendOnceMore() {
  if (!(await queued()).some(({ is }) => is === "waits")) return 0;
  await new Promise((go) => setTimeout(go, PAUSE));
  return sendUp();
}

async function keepLook(look) {
  const before = await read("look");
  if (JSON.stringify(before) === JSON.stringify(look)) return;
  if (before?.lang !== look.lang) await keepPage(look.lang);
  await write("look", look);
}

async function takeSaid() {
  const said = await read("said");
  if (said) await forget("said");
  return said;
}

// What the person whose days are here has in the queue; what is nobody else's.
async function hers() {
  const picture = await read("picture");
  return picture ? (await queued()).filter(({ person }) => person === picture.person) : [];
}

async function hidden() {
  await refreshIfStale();
}

async function view() {
  const picture = await read("picture");
  const items = await hers();
  const hasOthers = (await queued()).some(({ person }) => person !== picture?.person);
  return { picture, today: picture && todayOf(picture), items, hasOthers, just: justKept.splice(0) };
}

// The page without a network records through here.
async function keep({ thing }) {
  await keepThings([{ ...thing, batch: thing.id }]);
  if (self.registration.sync) askToBeWoken();
  else sendUp().then((arrived) => arrived && afterArrival()); // an iPhone: there may be a network, only a slow one
  return { isKept: true };
}

async function back({ ids }) {
  await takeBack(ids);
}

// She has said which day is right.
async function decide({ id, day }) {
  const items = (await hers()).filter((item) => item.id === id);
  await change(items.map((item) => ({ ...item, day, confirmed: true, is: "waits" })));
  if (await sendUp()) await afterArrival();
}

// Before she signs out: what can be sent is sent, and whether anything would be lost.
async function leave() {
  await Promise.race([sendUp(), new Promise((go) => setTimeout(go, PATIENCE_OF_LEAVING))]);
  return { waits: (await queued()).some(({ is }) => is !== "sent") };
}

// Nobody is signed in on the page that asks: her days go, what waits stays.
async function door() {
  if (await read("picture")) await refresh().catch(() => null);
  return { waits: (await queued()).some(({ is, url }) => is === "waits" && !url) };
}
