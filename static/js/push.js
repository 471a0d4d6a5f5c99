// Notifications: asked for when she presses the button, never before, and gone from a browser that she signs out of.

const SIGN_OUT = /\/sign-out(\/everywhere)?$/;
const LONGEST_WAIT = 3000;
const LONGEST_LOOK = 10_000; // at what would be lost: a slow phone may need its time
const pushCard = document.getElementById("push");
if (pushCard) startPush(pushCard);

async function startPush(card) {
  const words = card.querySelector("#push-words");
  const place = card.querySelector("#push-on");
  const show = (name) => {
    words.textContent = card.dataset[name] ?? "";
    words.hidden = !words.textContent;
    place.hidden = Boolean(name) && name !== "unsettled";
  };
  const unable = whyNoPush();
  if (unable) return show(unable);
  if (await isPushedHere(card)) return show("here");
  show("");
  place.firstElementChild.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    try {
      if ((await Notification.requestPermission()) !== "granted") return show("denied");
      fillIn(form, await subscribeTo(card.dataset.key));
      form.submit();
    } catch {
      show("unsettled");
    }
  });
}

function isApple() {
  const isTablet = navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1; // an iPad calls itself a Mac
  return isTablet || /iPhone|iPad/.test(navigator.userAgent);
}

function whyNoPush() {
  const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!isAble) return isApple() && !navigator.standalone ? "home" : "unable";
  return Notification.permission === "denied" ? "denied" : "";
}

function keyOf(text) {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
}

function isMadeWith(subscription, key) {
  const used = new Uint8Array(subscription.options.applicationServerKey ?? []);
  return used.length === key.length && used.every((byte, at) => byte === key[at]);
}

// This browser is on when its subscription has our key and stands in her list.
async function isPushedHere(card) {
  const worker = await navigator.serviceWorker.getRegistration("/");
  const subscription = await worker?.pushManager.getSubscription();
  if (!subscription || !isMadeWith(subscription, keyOf(card.dataset.key))) return false;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
  const mark = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return Boolean(card.querySelector(`[data-mark="${mark}"]`));
}

// One that was made with another key (a house that was set up anew) can never be written to: it is replaced.
async function subscribeTo(text) {
  await navigator.serviceWorker.register("/sw.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const key = keyOf(text);
  const before = await pushManager.getSubscription();
  if (before && !isMadeWith(before, key)) await before.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function fillIn(form, subscription) {
  const { endpoint, keys } = subscription.toJSON();
  Object.assign(form.elements.endpoint, { value: endpoint });
  Object.assign(form.elements.p256dh, { value: keys.p256dh });
  Object.assign(form.elements.auth, { value: keys.auth });
}

// Others may look at this screen afterwards. Whatever happens here, she is signed out.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!SIGN_OUT.test(form.getAttribute("action")) || !navigator.serviceWorker) return;
  event.preventDefault();
  if (await soon(isHeldBack(form), LONGEST_LOOK)) return;
  if (navigator.onLine) await soon(silence(form)); // without a network she stays, and so do they
  if (!navigator.serviceWorker.controller) await soon(askPhone("empty")); // else the worker sees her leave
  form.submit();
});

function soon(done, longest = LONGEST_WAIT) {
  return Promise.race([done.catch(() => {}), new Promise((go) => setTimeout(go, longest))]);
}

async function silence(form) {
  const worker = await navigator.serviceWorker.getRegistration("/");
  const subscription = await worker?.pushManager?.getSubscription();
  if (!subscription) return;
  const said = { type: "hidden", name: "endpoint", value: subscription.endpoint };
  form.append(Object.assign(document.createElement("input"), said));
  for (const shown of await worker.getNotifications()) shown.close();
  await subscription.unsubscribe();
}
