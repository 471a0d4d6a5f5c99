// Without a network: the worker keeps what she records, and says here what became of it.

const phone = navigator.serviceWorker;
const drawn = document.getElementById("offline");
const root = document.documentElement;
const look = { lang: root.lang, text: root.dataset.text, theme: root.dataset.theme };
const isDay = Boolean(drawn || document.getElementById("rows") || document.getElementById("plants"));

async function askPhone(ask, more = {}) {
  const worker = phone && (phone.controller ?? (await phone.getRegistration("/"))?.active);
  if (!worker) return {};
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ ask, ...more }, [port2]);
  return new Promise((done) => (port1.onmessage = ({ data }) => done(data)));
}

// A page that cannot have its worker is the page it was before there was one.
async function startPhone() {
  if (!document.body.matches(".is-hers")) return sayAtDoor();
  phone.addEventListener("message", ({ data }) => (data.unsent ? say(notice.dataset.offline) : catchUp(data)));
  addEventListener("online", () => tellHere().then(() => drawn && catchUp({ arrived: true })));
  document.addEventListener("visibilitychange", () => (document.hidden ? askPhone("hidden") : tellHere()));
  document.addEventListener("bonny:drawn", typeAgainAll);
  if (!drawn) typeAgainAll();
  await phone.register("/sw.js");
  await phone.ready;
  await tellHere();
}

async function tellHere() {
  const { arrived, said, asks } = await askPhone("here", { look, isOnline: navigator.onLine });
  catchUp({ arrived });
  if (said) say(said);
  if (asks && !drawn) showAsk(asks);
}

// What has arrived is shown, unless she is typing.
function catchUp({ arrived }) {
  if (!arrived || typedFields().length) return;
  if (isDay) location.reload();
  else tellHere();
}

function typedFields() {
  const fields = [...document.querySelectorAll("input:not([type=hidden]), textarea")];
  return fields.filter((field) => field.value !== field.defaultValue);
}

// A tap that is kept has the page drawn by the phone: what she has typed in other places of it comes along.
document.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr, elt } }) => {
  if (!xhr.getResponseHeader("HX-Refresh")) return;
  const typed = typedFields().filter((field) => field.id && field.form !== elt);
  if (typed.length) sessionStorage.setItem("typed", JSON.stringify(typed.map(({ id, value }) => [id, value])));
});

function typeAgainAll() {
  const typed = JSON.parse(sessionStorage.getItem("typed") ?? "[]");
  sessionStorage.removeItem("typed");
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (!field) continue;
    field.value = value;
    field.closest("details")?.setAttribute("open", "");
  }
}

function showAsk(textContent) {
  document.getElementById("asks-phone")?.remove();
  const card = Object.assign(document.createElement("p"), { id: "asks-phone", className: "card hint is-sand" });
  card.append(Object.assign(document.createElement("a"), { href: "/offline/kept", textContent }));
  document.getElementById("content").prepend(card);
}

async function sayAtDoor() {
  if ((await askPhone("door")).waits) say(notice.dataset.waits);
}

// Whatever would be lost by signing out is shown first.
async function isHeldBack(form) {
  if ("sure" in form.dataset) return false;
  const { waits } = await askPhone("leave");
  if (waits) location.assign(`/offline/kept?leave=${encodeURIComponent(form.getAttribute("action"))}`);
  return Boolean(waits);
}

if (phone) startPhone().catch(() => {});
