// Bonny on the home screen, and the question after notifications: shown only where this browser can do it.

const asksPlace = document.getElementById("asks");
const homeHint = document.getElementById("home-hint");
const homeAdd = document.getElementById("home-add");
const isOnHomeScreen = navigator.standalone || matchMedia("(display-mode: standalone)").matches;
let homePrompt = null;

// The browser would ask by itself, on a first visit too; it is kept until she presses the button.
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  homePrompt = event;
  if (homeAdd) homeAdd.hidden = false;
  if (homeHint) homeHint.hidden = false;
});

homeAdd?.addEventListener("submit", async (event) => {
  if (!homePrompt) return;
  event.preventDefault();
  const asked = homePrompt;
  homePrompt = null;
  await asked.prompt();
  const { outcome } = await asked.userChoice;
  homeAdd.elements.answer.value = outcome === "accepted" ? "done" : "later";
  homeAdd.submit();
});

if (homeHint && !isOnHomeScreen && isApple()) {
  document.getElementById("home-apple").hidden = false;
  homeHint.hidden = false;
}

// One question at a time: where the first may still come, or was answered by opening the icon, the other waits.
if (homeHint && isOnHomeScreen) sayItIsThere(homeAdd).catch(() => {});
const mayAskForHome = homeHint && (isOnHomeScreen || isApple() || "onbeforeinstallprompt" in window);
if (asksPlace?.dataset.push && !mayAskForHome) askForPush(asksPlace).catch(() => {});

function sayItIsThere(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("answer", "there");
  return fetch(form.action, { method: "POST", body, redirect: "error" });
}

async function askForPush(place) {
  if (whyNoPush() || Notification.permission !== "default") return;
  const reply = await fetch(place.dataset.push, { redirect: "error" });
  if (reply.status !== 200) return;
  place.insertAdjacentHTML("beforeend", await reply.text());
  await startPush(place.querySelector("#push"));
}
