// Run in the page, which has the origin that matters: does what cases ask for, and tells what it
// saw. `arguments`: a list of cases, each a list of steps; and the function that takes the list of
// their results.

const [cases, done] = arguments;

// In milliseconds: far more than any server here takes.
const TIMEOUT = 20000;
// Browsers open six connections to a host; what waits for one of them takes up time.
const AT_A_TIME = 12;

const body = {
  none: () => undefined,
  bytes: () => new Uint8Array([97, 98, 99]),
  stream: () => new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array([97, 98, 99]));
      controller.close();
    },
  }),
};

async function fetched(step) {
  const response = await fetch(step.url, {
    method: step.method,
    headers: step.headers,
    mode: step.mode,
    credentials: step.credentials,
    redirect: step.redirect,
    body: body[step.body](),
    ...(step.body === "stream" && { duplex: "half" }),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const text = await response.text();
  return {
    type: response.type,
    status: response.status,
    url: response.url,
    redirected: response.redirected,
    headers: [...response.headers],
    length: text.length,
  };
}

// The only way to listen to an upload.
function uploaded(step) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(step.method, step.url);
    for (const [name, value] of step.headers) request.setRequestHeader(name, value);
    request.withCredentials = step.credentials === "include";
    request.timeout = TIMEOUT;
    request.upload.addEventListener("progress", () => {});
    request.addEventListener("error", () => reject(new TypeError("error event")));
    request.addEventListener("timeout", () => reject(new DOMException("", "TimeoutError")));
    request.addEventListener("load", () => resolve({
      status: request.status,
      url: request.responseURL,
      headers: request.getAllResponseHeaders().split("\r\n").filter((line) => line)
        .map((line) => line.split(/: ?(.*)/s, 2)),
      length: request.responseText.length,
    }));
    request.send(body[step.body]());
  });
}

function loaded(step) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = step.url;
    script.addEventListener("load", () => resolve({ loaded: true }));
    script.addEventListener("error", () => reject(new TypeError("error event")));
    document.documentElement.append(script);
  });
}

const acts = {
  fetch: fetched,
  upload: uploaded,
  script: loaded,
  wait: (step) => new Promise((resolve) => setTimeout(() => resolve({ waited: true }), step.seconds * 1000)),
};

async function run(steps) {
  const results = [];
  for (const step of steps) {
    try {
      results.push(await acts[step.act](step));
    } catch (error) {
      results.push({ error: error.name, message: error.message });
    }
  }
  return results;
}

async function runAll() {
  const results = cases.map(() => []);
  const left = [...cases.keys()].reverse();
  const worker = async () => {
    while (left.length > 0) {
      const index = left.pop();
      results[index] = await run(cases[index]);
    }
  };
  // Whoever only waits is in nobody's way.
  const waits = cases.some((steps) => steps.some((step) => step.act === "wait"));
  await Promise.all(Array.from({ length: waits ? cases.length : AT_A_TIME }, worker));
  return results;
}

// What a page's own scripts could have set. A sandboxed frame may have none.
try { document.cookie = "session=1; path=/"; } catch {}
runAll().then(done, (error) => done(String(error)));
