// Run in the page, which has the origin that matters: sends what it is told to send, without CORS or
// with it. `arguments`: a list of what to send, and the function that takes, for each, what came of it.

const [asks, done] = arguments;

// In milliseconds: far more than any server here takes.
const TIMEOUT = 8000;
const AT_A_TIME = 6;

const loaded = (element) => new Promise((resolve, reject) => {
  element.addEventListener("load", () => resolve("loaded"));
  element.addEventListener("error", () => reject(new Error("error event")));
  document.body.append(element);
});

function frame(name) {
  const frame = document.createElement("iframe");
  frame.name = name;
  return frame;
}

async function form({ url, number }) {
  const target = frame(`frame${number}`);
  // An empty one is loaded at once.
  await loaded(target);
  const answered = new Promise((resolve) => target.addEventListener("load", () => resolve("loaded")));
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: url, target: target.name });
  document.body.append(form);
  form.submit();
  return answered;
}

function socket({ url }) {
  return new Promise((resolve) => {
    const socket = new WebSocket(url.replace(/^http/, "ws"));
    socket.addEventListener("open", () => socket.send("ping"));
    socket.addEventListener("message", ({ data }) => {
      resolve(data === "ping" ? "opened" : `got ${data}`);
      socket.close();
    });
    socket.addEventListener("error", () => resolve("refused"));
  });
}

async function fetched(url, options) {
  const signal = AbortSignal.timeout(TIMEOUT);
  const response = await fetch(url, { credentials: "include", signal, ...options });
  return `${response.type} ${response.status}`;
}

const acts = {
  form,
  socket,
  post: ({ url }) => fetched(url, { method: "POST", body: "x" }),
  put: ({ url }) => fetched(url, { method: "PUT", body: "x" }),
  "no-cors": ({ url }) => fetched(url, { method: "POST", mode: "no-cors", body: "x" }),
  beacon: ({ url }) => String(navigator.sendBeacon(url, "x")),
  read: ({ url }) => fetched(url),
  image: ({ url }) => loaded(Object.assign(new Image(), { src: url })),
  frame: ({ url }) => loaded(Object.assign(frame(""), { src: url })),
};

async function came(ask) {
  const late = new Promise((resolve) => setTimeout(() => resolve("waiting"), TIMEOUT));
  try {
    return await Promise.race([acts[ask.act](ask), late]);
  } catch (error) {
    return `${error.name}`;
  }
}

async function all() {
  const results = [];
  const left = [...asks.keys()].reverse();
  const worker = async () => {
    while (left.length > 0) {
      const index = left.pop();
      results[index] = await came(asks[index]);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}

all().then(done, (error) => done(String(error)));
