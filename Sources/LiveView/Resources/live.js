// Talking to the server.

/** Asks the server to do something; the answer, or an error with the server's reason. */
async function post(action, body = {}) {
  const response = await fetch(`api/${action}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({ error: response.statusText }));
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

/** The page's content, which the server sends once and where it says so again. */
function fetchContent() {
  return fetchJSON("content");
}

async function fetchJSON(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  return response.json();
}

/** Calls back with every update. A browser comes back by itself after a break, and says what it has seen. */
function listenToUpdates(onUpdate) {
  const connection = document.getElementById("connection");
  const source = new EventSource("events");
  source.addEventListener("open", () => { connection.textContent = "Live"; });
  source.addEventListener("error", () => {
    connection.textContent = "The server does not answer; trying again …";
    document.documentElement.dataset.lost = "yes";
  });
  source.addEventListener("update", (event) => {
    delete document.documentElement.dataset.lost;
    onUpdate(JSON.parse(event.data));
  });
  addEventListener("pagehide", () => source.close());
}

/** A button that asks for something. Its label may change. */
function actionButton(text, action, properties = {}) {
  const button = element("button", { type: "button", className: "chip action", ...properties }, text);
  button.addEventListener("click", action);
  return button;
}

/** Says what went wrong, until the next thing goes right. */
function showFault(place, message) {
  place.textContent = message;
  place.hidden = message === "";
}

/** Begins a page: its colours, its heading, its content. */
async function startPage(build) {
  theme.start();
  document.getElementById("title").textContent = document.title;
  try {
    build(await fetchContent());
    document.documentElement.dataset.ready = "yes";
  } catch (error) {
    document.getElementById("connection").textContent = `This page cannot be shown: ${error.message}.`;
    throw error;
  }
}
