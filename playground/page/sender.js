// Sends what the page around this sandboxed frame asks for, on behalf of the origin `null`.

addEventListener("message", async ({ source, data, ports: [port] }) => {
  if (source === parent && port) {
    port.postMessage(await sendRequest(data));
  }
});
parent.postMessage("ready", "*");
