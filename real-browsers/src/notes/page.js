// Run in the page, which has the origin that matters: asks for what it is told to ask for.
// `arguments`: a list of requests, and the function that takes, for each, whether the page got it.

const [asks, done] = arguments;

const loaded = (url) => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = url;
  script.addEventListener("load", resolve);
  script.addEventListener("error", reject);
  document.documentElement.append(script);
});

async function got({ after, script, url, ...options }) {
  await new Promise((resolve) => setTimeout(resolve, after * 1000));
  try {
    await (script ? loaded(url) : fetch(url, { ...options, signal: AbortSignal.timeout(20000) }));
    return true;
  } catch {
    return false;
  }
}

Promise.all(asks.map(got)).then(done, (error) => done(String(error)));
