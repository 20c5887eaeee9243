// An answer saves itself while one writes. Three texts are known of each field: what the server and this page last
// agreed on (base), what stands on the page (mine), and what the server says now (theirs). Where only one of the last two
// differs from base it wins; where both do, the person chooses. Nothing is thrown away without that choice.
"use strict";

(() => {
  const form = document.getElementById("answer");
  if (!form) return;
  const PAUSE = 1000;
  const POLL = 10000;
  const RETRY = 5000;
  const words = form.dataset;
  const state = document.querySelector("[data-state]");
  const notice = form.querySelector("[data-notice]");
  const names = [...new Set([...form.elements].map((one) => one.name))].filter((name) => name && name !== "version" && name !== "csrfmiddlewaretoken" && !name.startsWith("file"));
  const clashes = new Map();
  let timer = 0;
  let running = null;
  let stopped = false;
  let leaving = false;

  const value = (name) => {
    const chosen = form.elements[name];
    return chosen instanceof RadioNodeList || chosen.type !== "radio" ? chosen.value : chosen.checked ? chosen.value : "";
  };
  const show = (name, text) => {
    form.elements[name].value = text;
    if (name === "deviation" && !text) form.querySelectorAll("[name=deviation]").forEach((one) => { one.checked = false; });
  };
  // Where the server put a refused or conflicting text on the page, it differs from base: it is mine.
  const base = Object.fromEntries(names.map((name) => [name, initial(name)]));
  function initial(name) {
    if (name === "deviation") {
      const chosen = [...form.querySelectorAll("[name=deviation]")].find((one) => one.defaultChecked);
      return chosen ? chosen.value : "";
    }
    return form.elements[name].defaultValue;
  }

  const dirty = () => names.filter((name) => value(name) !== base[name] && !clashes.has(name));
  const touched = () => names.filter((name) => value(name) !== base[name]);
  const version = (number) => {
    document.querySelectorAll("#answer [name=version], [data-from-last] [name=version]").forEach((one) => { one.value = number; });
  };
  const say = (text, isWarning = false) => {
    state.classList.toggle("warning", isWarning);
    if (state.textContent.trim() !== text) state.textContent = text;
  };
  const tell = (text) => {
    notice.textContent = text;
    notice.hidden = false;
  };

  // --- what could not be saved stays in this browser, under the answer and the person ---
  const keep = () => {
    const unsaved = Object.fromEntries(touched().map((name) => [name, { base: base[name], mine: value(name) }]));
    try {
      if (Object.keys(unsaved).length) localStorage.setItem(words.key, JSON.stringify(unsaved));
      else localStorage.removeItem(words.key);
    } catch { /* private windows may refuse: the page still saves to the server */ }
  };
  const restore = () => {
    let unsaved = {};
    try { unsaved = JSON.parse(localStorage.getItem(words.key) || "{}"); } catch { return; }
    let found = false;
    for (const [name, one] of Object.entries(unsaved)) {
      if (!names.includes(name) || one.mine === value(name)) continue;
      found = true;
      if (one.base === base[name]) show(name, one.mine);
      else clash(name, one.mine, base[name], "");
    }
    if (found) tell(words.restored);
    keep();
  };

  // --- the server's words beside mine ---
  const field = (name) => (name === "deviation" ? document.getElementById("deviation") : form.elements[name].closest(".field"));
  const label = (name, text) => {
    if (name !== "deviation") return text || words.empty;
    const chosen = document.getElementById(`deviation-${text}`);
    return chosen ? chosen.closest("label").querySelector(".state").textContent : words.empty;
  };
  const part = (title, text) => {
    const box = document.createElement("div");
    const head = document.createElement("span");
    head.className = "kind";
    head.textContent = title;
    const body = document.createElement("span");
    body.className = "diff";
    body.textContent = text;
    box.append(head, body);
    return box;
  };
  const press = (text, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  };
  function clash(name, mine, theirs, who) {
    base[name] = theirs;
    const known = clashes.get(name);
    if (known && known.theirs === theirs) return;
    if (known) known.box.remove();
    const settle = (text) => {
      clashes.get(name).box.remove();
      clashes.delete(name);
      show(name, text);
      keep();
      form.elements[name].focus?.();
      save();
    };
    const box = document.createElement("div");
    box.className = "conflict callout warning";
    box.setAttribute("role", "alert");
    const ways = document.createElement("div");
    ways.className = "row";
    ways.append(press(words.keepMine, () => settle(value(name))), press(words.takeTheirs, () => settle(theirs)));
    if (form.elements[name].tagName === "TEXTAREA") ways.append(press(words.takeBoth, () => settle(`${theirs}\n\n${value(name)}`)));
    box.append(part(who ? words.theirs.replace("{name}", who) : words.stands, label(name, theirs)), part(words.mine, label(name, mine)), ways);
    const place = field(name);
    place.insertBefore(box, name === "deviation" ? place.querySelector(".choices") : form.elements[name]);
    clashes.set(name, { box, theirs });
    if (value(name) !== mine) show(name, mine);
  }

  const merge = (now, sent = {}) => {
    let alsoWrote = false;
    for (const name of names) {
      const theirs = now.values[name];
      const mine = value(name);
      if (theirs === base[name]) continue;
      if (theirs === mine || theirs === sent[name]) {
        base[name] = theirs;
      } else if (mine === base[name]) {
        base[name] = theirs;
        show(name, theirs);
        alsoWrote = true;
      } else {
        clash(name, mine, theirs, now.by);
      }
    }
    version(now.version);
    if (alsoWrote && now.by) tell(words.also.replace("{name}", now.by));
    if (!now.writable && !stopped) {
      stopped = true;
      tell(words.closed);
    }
    keep();
  };

  const wrongAt = (errors = {}) => {
    for (const name of names) {
      const place = field(name);
      place.querySelector("[data-live]")?.remove();
      if (!errors[name]) continue;
      const line = document.createElement("span");
      line.className = "error";
      line.dataset.live = "";
      line.textContent = errors[name];
      place.insertBefore(line, name === "deviation" ? place.querySelector(".choices") : form.elements[name]);
    }
  };

  // --- saving ---
  const send = async (changes, keepalive) => {
    const body = new URLSearchParams({ ...changes, version: form.elements.version.value, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    // HX-Request: when the session has ended the sign-in page answers 401 instead of itself.
    return fetch(words.save, { method: "POST", body, keepalive, credentials: "same-origin", headers: { Accept: "application/json", "HX-Request": "true" } });
  };
  const renewed = async (answer) => {
    const { token, person } = await answer.json().catch(() => ({}));
    if (!token || String(person) !== form.dataset.person) return false;
    for (const hidden of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) hidden.value = token;
    return true;
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, RETRY);
  };
  async function saveOnce(keepalive) {
    const changes = Object.fromEntries(dirty().map((name) => [name, value(name)]));
    if (stopped || !Object.keys(changes).length) return;
    say(words.saving);
    let answer;
    try {
      answer = await send(changes, keepalive);
    } catch {
      say(words.unsaved, true);
      later();
      return;
    }
    // Another tab has signed in since, so our token is an old one. As the same person we go on with the new one.
    if (answer.status === 403 && (await renewed(answer))) {
      answer = await send(changes, keepalive).catch(() => null);
      if (!answer) {
        say(words.unsaved, true);
        later();
        return;
      }
    }
    if (answer.status === 401 || answer.status === 403) {
      say("", false);
      tell(words.signedOut);
      later();
      return;
    }
    if (![200, 409, 422].includes(answer.status)) {
      say(words.unsaved, true);
      if (answer.status >= 500) later();
      return;
    }
    const now = await answer.json();
    const stored = Object.fromEntries(Object.entries(changes).filter(([name, text]) => now.values[name] === text));
    merge(now, stored);
    wrongAt(now.errors);
    if (answer.status === 200) {
      notice.hidden = notice.textContent !== words.signedOut ? notice.hidden : true;
      say(`${words.saved} ${now.saved}`);
    } else {
      say(now.problem || words.unsaved, true);
    }
    if (answer.status === 409 && dirty().length) later();
  }
  function save(keepalive = false) {
    clearTimeout(timer);
    if (running && !keepalive) return running.then(() => save());
    const mine = saveOnce(keepalive).finally(() => { if (running === mine) running = null; });
    running = mine;
    return mine;
  }

  form.addEventListener("input", () => {
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("input", (event) => {
    event.target.closest(".field")?.querySelector("[data-copied]")?.remove();
  });
  form.addEventListener("focusout", () => { if (dirty().length) save(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !leaving && dirty().length) save(true); });
  window.addEventListener("pagehide", () => { if (!leaving && dirty().length) save(true); });
  window.addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) poll();
  });
  window.addEventListener("online", () => { if (dirty().length) save(); });

  // Filing: what is on its way arrives first, and a second press does nothing.
  form.addEventListener("submit", (event) => {
    if (leaving) {
      event.preventDefault();
      return;
    }
    leaving = true;
    clearTimeout(timer);
    if (!running) return;
    event.preventDefault();
    const by = event.submitter;
    running.finally(() => {
      leaving = false;
      form.requestSubmit(by);
    });
  });
  // “Start from that answer” replaces what is written: what I have written is saved, and in the history, first.
  document.querySelector("[data-from-last]")?.addEventListener("submit", (event) => {
    if (!running && !dirty().length) return;
    event.preventDefault();
    save().then(() => event.target.submit());
  });

  // --- what others write meanwhile ---
  async function poll() {
    if (stopped || running || leaving || document.visibilityState === "hidden") return;
    try {
      const answer = await fetch(`${words.now}?version=${form.elements.version.value}`, { credentials: "same-origin", headers: { "HX-Request": "true" } });
      if (answer.status !== 200 || running || leaving) return;
      merge(await answer.json());
    } catch { /* the next save says that Rimlig cannot be reached */ }
  }
  setInterval(poll, POLL);

  document.documentElement.classList.add("scripted");
  restore();
  if (dirty().length) save();
})();
