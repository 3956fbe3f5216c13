// Sends a request, and tells what a page gets of the answer: all that it ever gets, since this is
// an ordinary script of an ordinary page. A classic script, as a sandboxed frame can't load modules.

const PATIENCE = 20_000;
const MAX_BODY = 4_096;

/** Of `{ url, method, headers, credentials, uploadListener }`. Never rejects. */
function sendRequest(request) {
  const sending = request.uploadListener ? sendWatched(request) : sendPlain(request);
  return sending.catch((error) => ({ error: String(error) }));
}

async function sendPlain({ url, method, headers, credentials }) {
  const response = await fetch(url, {
    method,
    headers,
    credentials,
    signal: AbortSignal.timeout(PATIENCE),
  });
  return {
    response: {
      type: response.type,
      url: response.url,
      status: response.status,
      reason: response.statusText,
      redirected: response.redirected,
      headers: [...response.headers],
      ...(await beginningOf(response.body)),
    },
  };
}

/** As much of a body as is shown. */
async function beginningOf(stream) {
  if (!stream) {
    return { body: "" };
  }
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let body = "";
  try {
    while (body.length <= MAX_BODY) {
      const { done, value } = await reader.read();
      if (done) {
        return { body: body + decoder.decode() };
      }
      body += decoder.decode(value, { stream: true });
    }
    reader.cancel();
    return { body: body.slice(0, MAX_BODY), cut: true };
  } catch (error) {
    return { body, cut: true, failure: String(error) };
  }
}

function sendWatched({ url, method, headers, credentials }) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    let progress = 0;
    xhr.open(method, url);
    xhr.timeout = PATIENCE;
    xhr.withCredentials = credentials === "include";
    for (const [name, value] of headers) {
      xhr.setRequestHeader(name, value);
    }
    xhr.upload.addEventListener("progress", () => (progress += 1));
    xhr.addEventListener("load", () =>
      resolve({
        response: {
          url: xhr.responseURL,
          status: xhr.status,
          reason: xhr.statusText,
          headers: parse(xhr.getAllResponseHeaders()),
          body: xhr.responseText.slice(0, MAX_BODY),
          cut: xhr.responseText.length > MAX_BODY,
          progress,
        },
      }),
    );
    xhr.addEventListener("error", () => reject("an error event, which says nothing more"));
    xhr.addEventListener("timeout", () => reject("a timeout event"));
    const hasBody = !/^(get|head)$/i.test(method);
    // Without a type of its own, which would be a header that nobody has set.
    xhr.send(hasBody ? new Blob(["x".repeat(1_024)]) : null);
  });
}

function parse(lines) {
  return lines
    .trim()
    .split(/[\r\n]+/)
    .filter((line) => line.includes(":"))
    .map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
}
