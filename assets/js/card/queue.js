// Cards that were read without a signal, in this browser, until the server has
// answered for each. Every one carries the key that was made at the scan: the
// server counts a key once, however often it comes.
const name = "koryu-cards";
const every = 15000;
const lost = [401, 408, 425, 429];

export function read() {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}

function write(items) {
  try {
    localStorage.setItem(name, JSON.stringify(items));
  } catch {
    return false; // no room, or a private window
  }
  document.dispatchEvent(new Event("cards"));
  return true;
}

export function put(item) {
  const items = read();
  if (items.some((i) => i.code === item.code && i.owner === item.owner && !i.done)) return true;
  return write([...items, { key: crypto.randomUUID(), at: Date.now(), ...item }]);
}

export const drop = (key) => write(read().filter((i) => i.key !== key));

const settle = (key, answer) => write(read().map((i) => (i.key === key ? { ...i, ...answer, done: true } : i)));

let sending = null;

// flush sends what waits, one after the other, and is never twice at it: not in
// this tab, nor in another one where the browser can tell.
export function flush() {
  sending ??= alone(async () => {
    for (const item of read()) {
      if (!item.done && !(await send(item))) break;
    }
  }).finally(() => (sending = null));
  return sending;
}

const alone = (work) => (navigator.locks ? navigator.locks.request(name, work) : work());

// send tells whether going on makes sense.
async function send(item) {
  try {
    const answer = await fetch(item.to, {
      method: "POST", headers: { Accept: "application/json" },
      body: new URLSearchParams({ key: item.key, code: item.code, ago: String(Math.max(0, Date.now() - item.at)), owner: item.owner, offline: "1" }),
    });
    if (answer.redirected || answer.status >= 500 || lost.includes(answer.status)) return false;
    const body = await answer.json();
    settle(item.key, answer.ok ? { href: body.href, name: body.name } : { refused: body.detail || body.title });
    return true;
  } catch {
    return false;
  }
}

// On every page of ours, so that what waits goes out wherever one comes next.
export function keepSending() {
  const waits = () => read().some((i) => !i.done);
  const now = () => waits() && !document.hidden && flush();
  addEventListener("online", now);
  document.addEventListener("visibilitychange", now);
  setInterval(now, every);
  now();
}
