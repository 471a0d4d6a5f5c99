// The service worker: shows notifications, sends the answer that a button of one gives, opens Bonny.

const TITLE = "Bonny";
// Under the name of no release, which always gives today's.
const ICON = "/assets/icon-0000000000.png";

self.addEventListener("push", (event) => event.waitUntil(show(told(event.data))));
self.addEventListener("notificationclick", (event) => {
  const { notification, action } = event;
  notification.close();
  event.waitUntil(action ? answer(notification, action) : open(notification.data.open));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(subscribeAnew(event)));

// Something has to be shown for every message, also for one that cannot be read.
function told(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

function show({ title = TITLE, body = "", tag = "", actions = [], ...data }) {
  const urls = Object.fromEntries(actions.map(({ action, url }) => [action, url]));
  const buttons = actions.map(({ action, title }) => ({ action, title }));
  const options = { body, tag, icon: ICON, actions: buttons, data: { ...data, urls } };
  return self.registration.showNotification(title, options);
}

function withUrls(actions, urls) {
  return actions.map(({ action, title }) => ({ action, title, url: urls[action] }));
}

// Only addresses of this house; anything else leads to its first page.
function own(address) {
  const url = new URL(address ?? "/", self.location.origin);
  return url.origin === self.location.origin ? url.href : self.location.origin;
}

// A page that is there already comes to the front, fresh; another one, where she may be typing, is left alone.
async function open(address) {
  const url = own(address);
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((each) => new URL(each.url).pathname === new URL(url).pathname);
  if (!page) return self.clients.openWindow(url);
  await page.focus();
  return page.navigate(url).catch(() => undefined);
}

// What she answered is shown in the words of the house, or it is said that it is kept, or not recorded.
async function answer({ title, body, tag, actions, data }, action) {
  const headers = { Accept: "text/plain" };
  const reply = await askHouse(own(data.urls[action]), { method: "POST", headers }).catch(() => null);
  const words = reply ? await wordsOf(reply) : await keepAnswer(data.urls[action], action, body || title);
  if (words === null) return show({ title, tag, ...data, body: data.unsent, actions: withUrls(actions, data.urls) });
  if (words) return self.registration.showNotification(TITLE, quiet(words, tag, data));
}

async function wordsOf(reply) {
  if (!reply.ok) return null;
  return reply.status === 204 ? "" : (await reply.text()).trim();
}

// Without a network the answer waits in the queue, with the phone's clock.
async function keepAnswer(url, action, what) {
  try {
    const picture = await read("picture");
    if (!picture) return null;
    const made = { id: crypto.randomUUID(), person: picture.person, made_at: new Date().toISOString() };
    await enqueue([{ ...made, url, do: action, what, is: "waits" }]);
    await askToBeWoken();
    return picture.words.kept;
  } catch {
    return null;
  }
}

function quiet(body, tag, { open }) {
  return { body, tag, icon: ICON, silent: true, data: { open } };
}

// The push service gave this browser another place to listen at; the person is known by her cookie.
async function subscribeAnew({ oldSubscription, newSubscription }) {
  const reply = await fetch("/push/key", { redirect: "error" });
  if (!reply.ok) return;
  const { key, csrf_token } = await reply.json();
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = newSubscription ?? (await self.registration.pushManager.subscribe(options));
  const { endpoint, keys } = subscription.toJSON();
  const body = new URLSearchParams({ csrf_token, endpoint, ...keys, old: oldSubscription?.endpoint ?? "" });
  await fetch("/push/subscription", { method: "POST", body, redirect: "error" });
}
