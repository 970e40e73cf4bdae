// At the door the network drops now and then. Each press is first kept on this phone, shown as not
// sent, and sent as soon as it gets through; the server counts one that arrives twice once. What is
// kept is the registration's number, what was pressed and when: no name.
//
// An event's row, where people are counted:
// <li data-row="…"><form data-press>…</form><form data-undo hidden>…</form></li>
// A shift's row, where each person is in one of several states (a field `presence`):
// <li data-row="…"><form data-press data-when="unknown">…</form><form data-undo data-when="came" hidden>…</form></li>
const KEY = "mitstimme.check-in";
const AGAIN_MS = 10000;

const door = document.querySelector("[data-door]");
const unsent = document.querySelector("[data-unsent]");
const loginEnded = document.querySelector("[data-login-ended]");

const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
};
const keep = (presses) => localStorage.setItem(KEY, JSON.stringify(presses));
const drop = (press) => keep(kept().filter((one) => one.id !== press.id || one.at !== press.at));

const rowOf = (id) => door?.querySelector(`[data-row="${CSS.escape(id)}"]`);

const showPresence = (id, presence) => {
  for (const part of rowOf(id)?.querySelectorAll("[data-when]") ?? []) {
    part.hidden = !part.dataset.when.split(" ").includes(presence || "unknown");
  }
};

const show = (id, came) => {
  const row = rowOf(id);
  if (!row) return;
  row.querySelector("[data-press]").hidden = came > 0;
  row.querySelector("[data-undo]").hidden = came === 0;
  row.querySelector("[data-here]").hidden = came === 0;
  row.querySelector("[data-here-number]").textContent = came;
};

const showKept = () => {
  const presses = kept();
  for (const mark of document.querySelectorAll("[data-waits]")) mark.hidden = true;
  for (const press of presses) {
    if ("presence" in press) showPresence(press.id, press.presence);
    else show(press.id, press.came);
    const row = rowOf(press.id);
    if (row) row.querySelector("[data-waits]").hidden = false;
  }
  unsent.hidden = presses.length === 0;
  unsent.querySelector("[data-unsent-count]").textContent = presses.length;
};

const showRefusal = (id, words) => {
  const refusal = rowOf(id)?.querySelector("[data-refusal]");
  if (!refusal) return;
  refusal.hidden = !words;
  refusal.textContent = words ?? "";
};

// True when the server has it, or knows that there is nothing to have.
const send = async ({ id, url, ...press }) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  const answer = await fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ ...press, csrfmiddlewaretoken: token.value }),
    signal: AbortSignal.timeout(8000),
  });
  // Sent to the login, or the token is one of an earlier login.
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    loginEnded.hidden = false;
    return false;
  }
  if (answer.status >= 500 || answer.status === 429) return false;
  if (answer.ok) {
    const { came, presence, refusal, total } = await answer.json();
    if (presence === undefined) show(id, came);
    else showPresence(id, presence);
    showRefusal(id, refusal);
    for (const number of document.querySelectorAll("[data-total]")) number.textContent = total;
  }
  return true;
};

let isSending = false;
const sendAll = async () => {
  if (isSending) return;
  isSending = true;
  try {
    // One after the other, in the order in which they were pressed.
    for (let press = kept()[0]; press; press = kept()[0]) {
      if (!(await send(press))) break;
      drop(press);
      showKept();
    }
  } catch {
    // No network: they stay, and the timer tries again.
  } finally {
    isSending = false;
    showKept();
  }
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-press], [data-undo]");
  if (!form) return;
  const { came, presence, until } = form.elements;
  const number = Number(came?.value ?? 0);
  if (!Number.isInteger(number) || number < 0 || number > 99) return;
  const press = {
    id: form.closest("[data-row]").dataset.row,
    url: form.action,
    ...(presence ? { presence: presence.value, until: until?.value ?? "" } : { came: number }),
    at: new Date().toISOString(),
  };
  try {
    keep([...kept(), press]);
  } catch {
    return; // nothing can be kept here: the form goes its plain way
  }
  event.preventDefault();
  showKept();
  // The button that was pressed is gone: the reader goes on at the one in its place.
  // What is folded away in a row's details can't have the focus.
  form.closest("[data-row]").querySelector(":scope > form:not([hidden]) button")?.focus();
  sendAll();
});

// The list narrows while one types, without the network.
const plain = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ı/g, "i").replace(/ß/g, "ss");
const search = document.querySelector("[data-narrow]");
search?.addEventListener("input", () => {
  const wanted = plain(search.value.trim());
  for (const row of door?.children ?? []) {
    row.hidden = !plain(row.querySelector(".door__name bdi").textContent).includes(wanted);
  }
});

addEventListener("online", sendAll);
setInterval(() => kept().length && sendAll(), AGAIN_MS);
showKept();
sendAll();
