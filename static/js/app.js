// What HTML cannot do: a fresh id for every tap, the browser's time zone, and words when a tap did not arrive.

const notice = document.getElementById("notice");

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// Two quick taps on "+" are two changes: each request of htmx gets an id of its own.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.parameters.change) event.detail.parameters.change = newId();
});

function say(words) {
  const line = document.createElement("div");
  line.className = "notice";
  line.append(Object.assign(document.createElement("span"), { textContent: words }));
  notice.replaceChildren(line);
}

document.addEventListener("htmx:sendError", () => say(notice.dataset.offline));
document.addEventListener("htmx:responseError", () => say(notice.dataset.refused));

// A swap may take away the very button that was pressed: the focus then stays in the same row or on the page.
let pressedIn = "";
document.addEventListener("htmx:beforeSwap", (event) => {
  pressedIn = document.activeElement === document.body ? "" : event.detail.target.id;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!pressedIn || document.activeElement !== document.body) return;
  const place = document.getElementById(pressedIn);
  (place?.matches("[tabindex]") ? place : place?.querySelector("button"))?.focus({ preventScroll: true });
});

// At sign-up the zone of the browser stands ready in the list, and can be changed.
const zones = document.querySelector("select[data-guess-zone]");
if (zones && !zones.value) {
  zones.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}
