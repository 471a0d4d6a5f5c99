// What the pages ask for: the house first; without it what the phone has, and for what she records the queue.

const PATIENCE = 5_000;
const SHORT_PATIENCE = 1_000; // where the network was away a moment ago
const REMEMBERED = 30_000;
const AWAY = [502, 503, 504];
const DRAWN = /^\/(day\/\d{4}-\d\d-\d\d|plants)?$/;
const OFFLINE = /^\/offline(\/kept)?$/;
const LEAVING = /^\/(sign-out(\/everywhere)?|settings\/delete)$/;
const COMING = /^\/(sign-in|sign-up|l\/)/;
let wasAwayAt = 0;
let justKept = []; // said by the page that is drawn next

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST") event.respondWith(isOfADay(url.pathname) ? record(event, url) : pass(event, url));
  else if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (SHELL.includes(url.pathname)) event.respondWith(fromShelf(request));
});

async function fromShelf(request) {
  return (await caches.match(request)) ?? fetch(request);
}

function inTime(answer) {
  const most = Math.abs(Date.now() - wasAwayAt) < REMEMBERED ? SHORT_PATIENCE : PATIENCE;
  const tooLong = new Promise((_done, fail) => setTimeout(() => fail(new Error("too long")), most));
  return Promise.race([answer, tooLong]);
}

// A page that can be drawn here does not wait for long; any other one is waited for as ever.
async function page(event, url) {
  if (OFFLINE.test(url.pathname)) return drawn().catch(() => fetch(event.request));
  const answer = load(event);
  answer.catch(() => undefined);
  const isDrawn = !isEmptied && DRAWN.test(url.pathname) && (await read("picture").catch(() => null));
  try {
    const page = await (isDrawn ? inTime(answer) : answer);
    if (isDrawn && AWAY.includes(page.status)) throw new Error("away");
    wasAwayAt = 0;
    return page;
  } catch {
    wasAwayAt = Date.now();
    return drawn().catch(() => Response.error());
  }
}

async function load(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

// The page without a network, in the text size and colours that she chose.
async function drawn() {
  const page = await caches.match("/offline");
  const look = (await read("look").catch(() => null)) ?? {};
  const chosen = ["text", "theme"].filter((name) => /^[a-z]+$/.test(look[name] ?? ""));
  const marks = chosen.map((name) => `data-${name}="${look[name]}" `).join("");
  const headers = new Headers(page.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response((await page.text()).replace("lang=", `${marks}lang=`), { headers });
}

// What she records: when it does not reach the house in time it is kept here, and the page shows it from here.
async function record(event, url) {
  const things = await thingsOf(url.pathname, await event.request.clone().formData());
  const answer = fetch(event.request);
  answer.catch(() => undefined);
  try {
    const page = await inTime(answer);
    if (AWAY.includes(page.status) || !isFromThere(page)) throw new Error("away");
    if (page.headers.has("HX-Redirect")) await keepThings(things, { isTried: true }).catch(() => undefined); // to the door
    else event.waitUntil(noteSent(things, page));
    return page;
  } catch {
    wasAwayAt = Date.now();
    return keepThings(things, { isTried: navigator.onLine }).then(() => shownFromHere(event, things), () => unsent(event));
  }
}

// A form without htmx is sent on by an answer that only the browser may read.
function isSentOn(answer) {
  return answer.type === "opaqueredirect";
}

function isFromThere(answer) {
  return isSentOn(answer) || isOfHouse(answer);
}

// Until the next picture, what the house has got is shown from the queue too.
async function noteSent(things, answer) {
  if (answer.status === 200) await keepThings(things, { is: "sent", isTried: true }).catch(() => undefined);
  await write("isStale", true).catch(() => undefined);
}

function isOfHtmx(request) {
  return request.headers.has("HX-Request");
}

function shownFromHere(event, things = []) {
  justKept = things;
  event.waitUntil(askToBeWoken());
  if (isOfHtmx(event.request)) return new Response(null, { headers: { "HX-Refresh": "true" } });
  return Response.redirect(pathOf(event.request.referrer), 303);
}

function pathOf(address) {
  return address ? new URL(address).pathname : "/";
}

// Any other form needs the house. Where it is away the page stays as it is, with all she typed in it.
async function pass(event, url) {
  const form = url.pathname === "/undo" ? event.request.clone().formData() : null;
  try {
    const answer = await fetch(event.request);
    if (!isFromThere(answer)) throw new Error("somebody else");
    event.waitUntil(afterwards(url.pathname, answer).catch(() => undefined));
    return answer;
  } catch {
    const batch = (await form)?.get("batch");
    if (batch && (await takeBack([batch]).catch(() => false))) return shownFromHere(event);
    return unsent(event);
  }
}

async function afterwards(path, answer) {
  const isDone = isSentOn(answer) || answer.redirected;
  if (isDone && LEAVING.test(path)) return empty();
  if (isEmptied) return undefined;
  if (isDone && COMING.test(path)) return forget("picture");
  if (isDone || answer.ok) await write("isStale", true);
}

async function unsent({ request }) {
  if (request.mode !== "navigate") return Response.error();
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages.filter(({ url }) => url === request.referrer)) page.postMessage({ unsent: true });
  return new Response(null, { status: 204 });
}
