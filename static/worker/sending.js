// What waits goes up as soon as there is a network: in the order she made it, once, and by one sender at a time.

const MOST_AT_ONCE = 50;
const MOST_LETTERS = 40_000; // of JSON: a letter takes up to three bytes, and less when it is sent as UTF-8
const LONGEST_WAIT_FOR_HOUSE = 30_000;
const LATER_LASTS = 3_600_000;
const STALE_AFTER = 600_000;
const SENT = ["id", "day", "today", "made_at", "habit", "plant", "do", "by", "amount", "reason", "note", "confirmed"];
const UNREADABLE = [400, 413];
let sending = null;

function sendUp(isOnline = navigator.onLine) {
  if (navigator.locks) return navigator.locks.request("bonny-sends", () => sendAll(isOnline));
  sending ??= sendAll(isOnline).finally(() => (sending = null));
  return sending;
}

// How many things arrived. Whatever stands in the way, they wait on.
async function sendAll(isOnline) {
  const tally = { arrived: 0 };
  if (!isOnline) return 0; // that is sure; the contrary is not
  try {
    await sendAnswers(tally);
    await sendThings(tally);
    await sendTakenBack();
  } catch {
    // No network: later.
  }
  return tally.arrived;
}

// A stale token is asked for anew, once. Of what cannot be read as a whole fewer go up at once, and what cannot
// be read alone stays with a question.
async function sendThings(tally) {
  let most = MOST_AT_ONCE;
  let isFresh = false;
  for (;;) {
    const picture = (await read("picture")) ?? ((await waits()) ? await refresh() : null);
    const first = picture ? firstOf(await waitingOf(picture.person), most) : [];
    if (!first.length) return;
    // A phone that is too full to note it sends all the same.
    const batch = await changeWaiting(first.map((item) => ({ ...item, isTried: true }))).catch(() => first);
    if (!batch.length) continue; // she took it back just now
    const answer = await post(picture, batch);
    if (!answer.ok && !UNREADABLE.includes(answer.status)) return giveWay(answer.status);
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) await settle(batch, { ...said, tally });
    else if (said.again && !isFresh) isFresh = Boolean(await refresh());
    else if (said.again) return;
    else if (batch.length > 1) most = Math.ceil(batch.length / 2);
    else await changeWaiting([{ ...batch[0], is: "refused", words: said.words }]);
  }
}

async function waits() {
  return (await queued()).some(({ is, url }) => is === "waits" && !url);
}

async function waitingOf(person) {
  return (await queued()).filter((item) => item.is === "waits" && item.person === person);
}

// As many as the house reads at once.
function firstOf(items, most) {
  let letters = 0;
  return items.slice(0, most).filter((item) => (letters += JSON.stringify(item).length) < MOST_LETTERS || item === items[0]);
}

function post(picture, batch) {
  const changes = batch.map((item) => Object.fromEntries(SENT.filter((name) => name in item).map((name) => [name, item[name]])));
  const body = JSON.stringify({ version: 1, person: picture.person, sent_at: new Date().toISOString(), changes });
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": picture.csrf };
  return askHouse("/offline/changes", { method: "POST", headers, body });
}

// Where anybody else answers, as a hotel's page for guests does, there is no network yet.
async function askHouse(url, more) {
  const answer = await fetch(url, { redirect: "error", signal: AbortSignal.timeout?.(LONGEST_WAIT_FOR_HOUSE), ...more });
  if (!isOfHouse(answer)) throw new Error("somebody else");
  return answer;
}

function isOfHouse({ headers }) {
  return headers.has("Bonny");
}

// What is recorded is shown from the queue until the next picture has it; what has a question waits for her.
async function settle(batch, { results, words, tally }) {
  const judged = results.flatMap(({ id, ...result }) => {
    const item = batch.find((each) => each.id === id);
    return item ? [{ ...item, ...result, is: result.is === "kept" ? "sent" : result.is }] : [];
  });
  if (!judged.length) throw new Error("no answer to anything");
  await changeWaiting(judged);
  await write("isStale", true);
  const arrived = judged.filter(({ is }) => is === "sent").length;
  tally.arrived += arrived;
  if (arrived) await sayLater(words);
}

async function sayLater(words) {
  const said = await read("said");
  await write("said", said ? `${said} ${words}` : words);
}

// Nobody is signed in, or somebody else: her days are not shown to them.
async function giveWay(status) {
  if (status === 401) await forget("picture");
  if (status === 409) await refresh();
}

// What she took back here may have reached the house all the same; where it has not, nothing is taken back.
async function sendTakenBack() {
  const picture = await read("picture");
  for (const item of (await queued()).filter(({ is, person }) => is === "undone" && person === picture?.person)) {
    const headers = { "HX-Request": "true", "X-CSRFToken": picture.csrf };
    const body = new URLSearchParams({ batch: item.batch, day: item.day });
    const answer = await askHouse("/undo", { method: "POST", headers, body });
    if (answer.status !== 200) return;
    await write("isStale", true);
    await remove([item]);
  }
}

// The answers that buttons of notifications gave; one that comes too late for anything is let go.
async function sendAnswers(tally) {
  for (const item of (await queued()).filter(({ url }) => url)) {
    const isOver = item.do === "later" && Date.now() - Date.parse(item.made_at) > LATER_LASTS;
    const reply = isOver ? null : await sendAnswer(item);
    if (reply?.status >= 500) continue;
    await remove([item]);
    if (!reply?.ok) continue;
    tally.arrived += 1;
    await write("isStale", true);
    if (reply.status !== 204) await sayLater((await reply.text()).trim());
  }
}

function sendAnswer({ url, made_at }) {
  const body = new URLSearchParams({ made_at, sent_at: new Date().toISOString() });
  return askHouse(own(url), { method: "POST", headers: { Accept: "text/plain" }, body });
}

// A new picture of her days; the one there is when the house cannot be asked, none when nobody is signed in.
async function refresh() {
  const emptied = timesEmptied;
  const before = await read("picture");
  const shown = (await queued()).filter(({ is }) => is === "sent");
  await forget("isStale");
  const headers = { Accept: "application/json" };
  const answer = await askHouse(`/offline/snapshot?plants=${before?.plants_mark ?? ""}`, { headers });
  if (answer.status === 401) await forget("picture");
  if (!answer.ok) return answer.status === 401 ? null : before;
  const picture = { ...(await answer.json()), kept_at: Date.now() };
  if (emptied !== timesEmptied) return null;
  picture.plants ??= before.plants;
  await keepPicture(picture, shown);
  return picture;
}

async function refreshIfStale() {
  const picture = await read("picture");
  const isOld = !picture || Math.abs(Date.now() - picture.kept_at) > STALE_AFTER;
  if (isOld || (await read("isStale"))) await refresh().catch(() => write("isStale", true));
}

// The browser wakes the worker when there is a network, where it can; else the next opened page does.
async function askToBeWoken() {
  await self.registration.sync?.register("bonny").catch(() => undefined);
}

self.addEventListener("sync", (event) => event.waitUntil(sendWoken(event)));

// A sync that does not come to an end is tried again by the browser.
async function sendWoken({ lastChance }) {
  if (await sendUp()) await afterArrival();
  const picture = await read("picture");
  const left = picture ? await waitingOf(picture.person) : [];
  if (left.length && !lastChance) throw new Error("still waiting");
}

async function afterArrival() {
  await refreshIfStale();
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ arrived: true });
}
