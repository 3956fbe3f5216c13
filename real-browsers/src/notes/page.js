// Run in the page, which has the origin that matters: asks for what it is told to ask for.
// `arguments`: a list of requests, and the function that takes, for each, what came of it.

const [asks, done] = arguments;

const loaded = (url) => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = url;
  script.addEventListener("load", resolve);
  script.addEventListener("error", reject);
  document.documentElement.append(script);
});

async function came({ after, patience, script, url, ...options }) {
  await new Promise((resolve) => setTimeout(resolve, after * 1000));
  try {
    const signal = AbortSignal.timeout(patience * 1000);
    await (script ? loaded(url) : fetch(url, { ...options, signal }));
    return "got";
  } catch (error) {
    return error.name === "TimeoutError" ? "waiting" : "blocked";
  }
}

Promise.all(asks.map(came)).then(done, (error) => done(String(error)));
