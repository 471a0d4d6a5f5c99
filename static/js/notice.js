// Words when something did not arrive; they stand in the page's one live region.

const notice = document.getElementById("notice");

function say(words) {
  const line = document.createElement("div");
  line.className = "notice";
  line.append(Object.assign(document.createElement("span"), { textContent: words }));
  notice.replaceChildren(line);
}

document.addEventListener("htmx:sendError", () => say(notice.dataset.offline));
document.addEventListener("htmx:timeout", () => say(notice.dataset.offline));
document.addEventListener("htmx:responseError", () => say(notice.dataset.refused));
