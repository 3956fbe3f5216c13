// Making elements. What servers send becomes text, and nothing else.

export const byId = (id) => document.getElementById(id);

/**
 * `make("p.hint", { id: "a" }, "text", element)`: properties by their names in scripts, attributes
 * by those with a dash.
 */
export function make(description, properties = {}, ...children) {
  const [tag, ...classes] = description.split(".");
  const element = document.createElement(tag);
  element.classList.add(...classes);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-")) {
      element.setAttribute(name, value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Says it to those who listen to the page. */
export function announce(text) {
  byId("announcer").textContent = text;
}

/** Fills a `<select>`, and adds what it lacks once it is chosen. */
export function fill(select, values) {
  select.replaceChildren(...values.map((value) => option(value)));
}

export function choose(select, value) {
  if (![...select.options].some((option) => option.value === value)) {
    select.append(option(value));
  }
  select.value = value;
}

function option(value) {
  const [key, text] = Array.isArray(value) ? value : [value, value];
  return make("option", { value: key }, text);
}

/** A request to the page's own server: `{ ok, answer }`. */
export async function call(path, method = "GET", body = undefined) {
  const response = await fetch(path, {
    method,
    headers: body ? { "content-type": "application/json" } : {},
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    answer = { error: text.trim() || `${response.status} ${response.statusText}` };
  }
  return { ok: response.ok, answer };
}
