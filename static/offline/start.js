// The page without a network: drawn from the phone's picture of her days and from what waits to be sent.

const place = document.getElementById("offline-place");
const address = new URL(location.href);
const PLANTS = "/plants";
const WAITING = "/offline/kept";
const LEAVING = ["/sign-out", "/sign-out/everywhere"];

async function askWorker(ask, more = {}) {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  active.postMessage({ ask, ...more }, [port2]);
  return new Promise((done) => (port1.onmessage = ({ data }) => done(data)));
}

// Without a picture, or on any other page, the kind words of the page stay.
async function draw(form = null) {
  const { picture, items, today, just, hasOthers, isUnable } = await askWorker("view");
  if (!picture || isUnable) return;
  const days = daysWith(picture, items);
  const onDay = /^\/day\/(.+)$/.exec(address.pathname)?.[1] ?? today;
  Object.assign(state, { picture, items, hasOthers, today, days, day: days.find(({ day }) => day === onDay) });
  const waits = items.some(({ is }) => is !== "sent" && is !== "undone");
  document.getElementById("offline-waits").hidden = !waits || address.pathname === WAITING;
  const drawn = pageOf(address.pathname);
  if (drawn) putIn(drawn, form);
  if (just.length) sayKept(just);
  document.dispatchEvent(new Event("bonny:drawn"));
}

// What was tapped on the page before, when the network went away.
function sayKept([thing, ...more]) {
  focusOn(rowId(thing));
  tellHer(words("kept_thing", { thing: nameOfThing(thing) }), [thing, ...more].map(({ id }) => id));
}

function rowId({ habit }) {
  return habit ? `habit-${habit}` : "plant";
}

// With its day where the page shows another one by now, as after midnight.
function nameOfThing({ habit, plant, day }) {
  const on = state.days.find((each) => each.day === day);
  const name = plant ? (nameOf(plant) ?? plant) : (on?.rows.find((row) => row.habit === habit)?.name ?? "");
  return day === state.day?.day ? name : words("thing", { thing: name, day: on?.title ?? day });
}

function pageOf(path) {
  if (path === WAITING) return waitingPage(LEAVING.find((way) => way === address.searchParams.get("leave")));
  if (path === PLANTS && state.day) return plantsPage();
  if (path !== "/" && !path.startsWith("/day/")) return null;
  return state.day && state.day.day <= state.today ? dayPage() : piece("beyond");
}

// A tap is kept at once, and the page drawn anew around the focus.
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (form.method === "post" || !place.contains(form)) return;
  event.preventDefault();
  const told = form.closest("#plants") ? plantOf(form, submitter) : thingOf(form, submitter);
  if (!told) return;
  const thing = { ...told, id: crypto.randomUUID(), day: state.day.day };
  const { isKept } = await askWorker("keep", { thing });
  if (!isKept) return tellHer(words("no_room"));
  await draw(form);
  focusOn(submitter?.id, rowId(thing));
  tellHer(words("kept_thing", { thing: nameOfThing(thing) }), [thing.id]);
});

// She comes back to a page that was left open over night.
document.addEventListener("visibilitychange", async () => {
  if (document.hidden || !state.picture) return;
  if ((await askWorker("view")).today !== state.today) await draw();
});

async function takeBack(ids) {
  await askWorker("back", { ids });
  await draw();
  tellHer(words("taken_back"));
}

// What is open stays open, and what she has typed in the meantime in other forms than the one just kept stays too.
function putIn(drawn, form) {
  const open = [...place.querySelectorAll("details[open]")].map((each) => each.closest("[id]")?.id);
  const fields = [...place.querySelectorAll("input:not([type=hidden]), textarea")];
  const typed = fields.filter((field) => field.form !== form && field.value !== field.defaultValue);
  const hand = fields.includes(document.activeElement) && document.activeElement.form !== form ? document.activeElement.id : "";
  place.replaceChildren(drawn);
  for (const id of open.filter(Boolean)) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
  for (const { id, value } of typed) typeAgain(document.getElementById(id), value);
  document.getElementById(hand)?.focus({ preventScroll: true });
}

function typeAgain(field, value) {
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input"));
}

// Where she was, unless her hand is in a field by now.
function focusOn(...ids) {
  if (place.contains(document.activeElement)) return;
  const next = ids.map((id) => id && document.getElementById(id)).find(Boolean);
  (next?.matches("article") ? next.querySelector("button") : next)?.focus({ preventScroll: true });
}

// Her list of what waits is the same with a network.
document.getElementById("offline-line").hidden = navigator.onLine && address.pathname.startsWith("/offline");
if (place && navigator.serviceWorker?.controller) draw().catch(() => undefined);
