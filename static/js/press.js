// A long press on a row opens what is one level deeper, with the amount ready to be typed; a short one is a tap.

const LONG_PRESS = 550;
const FAR = 10;
let press = null;

document.addEventListener("pointerdown", (event) => {
  const button = event.target.closest?.(".row-main");
  if (!button || event.button !== 0) return;
  press = { button, x: event.clientX, y: event.clientY, wasLong: false };
  press.timer = setTimeout(() => open(press), LONG_PRESS);
});

function open(held) {
  const details = held.button.closest(".day-row").querySelector("details.more");
  held.wasLong = true;
  details.open = true;
  (details.querySelector("input[name=amount]") ?? details.querySelector("summary")).focus();
}

function letGo() {
  if (press) clearTimeout(press.timer);
}

document.addEventListener("pointermove", (event) => {
  if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > FAR) letGo();
});
document.addEventListener("pointerup", letGo);
document.addEventListener("pointercancel", letGo);

// The click that ends a long press records nothing; on a phone it would open the menu of a long press instead.
document.addEventListener(
  "click",
  (event) => {
    if (!press?.wasLong || event.target.closest?.(".row-main") !== press.button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    press = null;
  },
  true,
);
document.addEventListener("contextmenu", (event) => {
  if (press && event.target.closest?.(".row-main") === press.button) event.preventDefault();
});
