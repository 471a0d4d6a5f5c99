// A tap shows at once, goes out once, and is put back when it did not arrive.

const DOUBLE_TAP = 500;
const lastTap = { id: "", at: 0 };
const waiting = new Map();

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// Each request of htmx is a change of its own, also when one form sends two.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.formData.has("change")) event.detail.parameters.change = newId();
});

function isSecondOfTwo(button, event) {
  if (!button.matches(".row-main, .plants .chip") || event.detail === 0) return false;
  const isAgain = button.id === lastTap.id && event.timeStamp - lastTap.at < DOUBLE_TAP;
  Object.assign(lastTap, { id: button.id, at: event.timeStamp });
  return isAgain;
}

// What adds is kept while its row waits for an answer, and follows it; a tick shows already what was asked for;
// anything else would meet a row that is about to change, and is asked for again.
function whileWaiting(button, row) {
  if (button.matches(".step, [value=add]")) waiting.set(row.id, [...(waiting.get(row.id) ?? []), button.id]);
  else if (!button.matches(".row-main")) say(notice.dataset.waiting);
}

// A trembling hand ticks once, and adds a plant once.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.(".day-row button, .plants .chip");
    if (!button || !window.htmx) return;
    const row = button.closest(".day-row");
    const isSecond = isSecondOfTwo(button, event);
    const isWaiting = Boolean(row?.matches(".is-on-its-way"));
    if (!isSecond && !isWaiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isSecond) whileWaiting(button, row);
  },
  true,
);

document.addEventListener("htmx:beforeRequest", (event) => {
  const row = event.detail.elt.closest(".day-row");
  if (!row) return;
  row.classList.add("is-on-its-way");
  row.dataset.then = event.detail.requestConfig.parameters.do ?? "";
});

document.addEventListener("htmx:afterRequest", (event) => {
  const row = document.getElementById(event.detail.target?.id);
  if (!row?.matches(".day-row")) return;
  row.classList.remove("is-on-its-way");
  const [next, ...later] = waiting.get(row.id) ?? [];
  const button = event.detail.successful && document.getElementById(next);
  waiting.set(row.id, button ? later : []);
  if (button) button.click();
});

document.addEventListener("htmx:onLoadError", (event) => {
  event.detail.elt.closest(".day-row")?.classList.remove("is-on-its-way");
  say(notice.dataset.refused);
});

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
