// Run in the page, which has the origin that matters: sends what it is told to send, one after the other, and tells
// what it saw. `arguments`: a list of what to send, and the function that takes the list of what was seen.

const [asks, done] = arguments;

// In milliseconds: far more than any server here takes.
const TIMEOUT = 10000;

async function fetched({ url, method, headers, credentials }) {
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(url, { method, headers, credentials, signal });
  const names = ["x-request-id", "x-secret"].filter((name) => response.headers.has(name));
  return [response.status, ...names].join(" ");
}

function opened({ url }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, "ws"));
    socket.addEventListener("open", () => socket.send("ping"));
    socket.addEventListener("message", ({ data }) => {
      resolve(data === "ping" ? "opened" : `got ${data}`);
      socket.close();
    });
    socket.addEventListener("error", () => reject(new TypeError("error event")));
    setTimeout(() => resolve("nothing happened"), TIMEOUT);
  });
}

async function seen(ask) {
  try {
    return await (ask.socket ? opened(ask) : fetched(ask));
  } catch (error) {
    return error instanceof TypeError ? "blocked" : String(error);
  }
}

(async () => {
  const all = [];
  for (const ask of asks) all.push(await seen(ask));
  done(all);
})();
