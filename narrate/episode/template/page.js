"use strict";
(() => {
  const found = (id) => document.getElementById(id);
  const audio = found("audio");
  const data = JSON.parse(found("cues").textContent);
  const seek = found("seek"), play = found("play"), speed = found("speed"), follow = found("follow");
  const now = found("now"), caption = found("caption"), keys = found("keys");
  const place = "narrate " + data.id;
  const SKIP_S = 15, LINGER_MS = 80;

  // A page opened as a file, or in a frame of another site, may have no storage.
  const stored = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { return; } };

  const words = [];
  const lines = data.cues.map(([start, end]) => ({ start, end }));

  function wrap(node, cue) {
    const text = node.textContent, parts = document.createDocumentFragment();
    let at = 0;
    for (const [start, end, from, to] of data.cues[cue][2]) {
      if (to <= from || start < at) continue;
      const word = document.createElement("span");
      word.className = "w";
      word.textContent = text.slice(start, end);
      word.dataset.word = words.length;
      parts.append(text.slice(at, start), word);
      words.push({ node: word, start: from, end: to });
      at = end;
    }
    parts.append(text.slice(at));
    node.replaceChildren(parts);
  }
  for (const node of document.querySelectorAll("[data-cue]")) wrap(node, Number(node.dataset.cue));

  // The last entry that starts at or before a time; -1 before the first.
  function latest(entries, time) {
    let low = 0, high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (entries[middle].start <= time) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  const time = () => audio.currentTime * 1000;
  const shown = (seconds) => {
    const s = Math.floor(seconds), two = (n) => String(n).padStart(2, "0");
    return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
  };
  const unit = (name) => new Intl.NumberFormat(data.language, { style: "unit", unit: name, unitDisplay: "long" });
  const minutes = unit("minute"), seconds = unit("second");
  const said = (s) => `${minutes.format(Math.floor(s / 60))} ${seconds.format(Math.floor(s % 60))}`;

  let sounding = null, line = -2, chapter = -2, second = -1, following = true;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  function keepInSight(node) {
    const box = node.getBoundingClientRect(), player = found("player").getBoundingClientRect();
    const bottom = player.top > innerHeight / 2 ? player.top : innerHeight;
    if (box.top < 40 || box.bottom > bottom - 60)
      scrollTo({ top: scrollY + box.top - bottom / 3, behavior: calm.matches ? "auto" : "smooth" });
  }

  function showWord() {
    const index = latest(words, time() + 1), word = index >= 0 && time() < words[index].end + LINGER_MS ? words[index].node : null;
    if (word === sounding) return;
    if (sounding) sounding.classList.remove("sounding");
    sounding = word;
    if (!word) return;
    word.classList.add("sounding");
    if (following && !audio.paused) keepInSight(word);
  }

  function showChapter() {
    const index = latest(data.chapters, time() + 1);
    if (index === chapter) return;
    chapter = index;
    document.querySelectorAll("nav a").forEach((link, number) => {
      if (number === index) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    });
  }

  function showCaption() {
    const index = latest(lines, time() + 1);
    if (!caption || index === line) return;
    line = index;
    caption.textContent = index < 0 ? "" : data.cues[index][3];
  }

  function show() {
    showWord();
    showChapter();
    showCaption();
    const whole = Math.floor(audio.currentTime);
    if (whole === second) return;
    second = whole;
    now.textContent = shown(whole);
    if (document.activeElement !== seek || audio.paused || !seek.matches(":active")) seek.value = whole;
    seek.setAttribute("aria-valuetext", `${said(whole)} ${data.words.of} ${said(data.duration / 1000)}`);
    if (whole % 5 === 0) remember();
  }

  function frame() {
    show();
    if (!audio.paused) requestAnimationFrame(frame);
  }

  const remember = () => { if (audio.readyState) store(place, String(Math.floor(audio.currentTime))); };
  // Safari on iOS loads nothing before a tap and forgets where it was sent until then.
  let wanted = null;
  const go = (milliseconds) => {
    const seconds = Math.min(Math.max(milliseconds / 1000, 0), data.duration / 1000);
    audio.currentTime = seconds;
    wanted = audio.readyState ? null : seconds;
    show();
  };
  audio.addEventListener("loadedmetadata", () => {
    if (wanted !== null && Math.abs(audio.currentTime - wanted) > 0.5) audio.currentTime = wanted;
    wanted = null;
  });
  audio.addEventListener("error", () => { found("trouble").hidden = false; });
  const start = () => audio.play().catch(() => { play.setAttribute("aria-label", data.words.play); });
  const toggle = () => (audio.paused ? start() : audio.pause());
  const skip = (seconds) => go(time() + seconds * 1000);
  const step = (entries, by) => {
    const index = latest(entries, time() + 1) + by;
    if (entries.length) go(entries[Math.min(Math.max(index, 0), entries.length - 1)].start);
  };
  const setFollowing = (on) => {
    following = on;
    follow.setAttribute("aria-pressed", String(on));
    if (on && sounding) keepInSight(sounding);
  };
  const setSpeed = (rate) => {
    audio.playbackRate = rate;
    audio.defaultPlaybackRate = rate;
    speed.value = String(rate);
    store("narrate speed", String(rate));
  };
  const shiftSpeed = (by) => {
    const next = speed.options[speed.selectedIndex + by];
    if (next) setSpeed(Number(next.value));
  };

  for (const event of ["timeupdate", "seeking", "seeked", "loadedmetadata"]) audio.addEventListener(event, show);
  audio.addEventListener("play", () => {
    document.body.classList.add("playing");
    play.setAttribute("aria-label", data.words.pause);
    requestAnimationFrame(frame);
  });
  audio.addEventListener("pause", () => {
    document.body.classList.remove("playing");
    play.setAttribute("aria-label", data.words.play);
    remember();
  });
  audio.addEventListener("ended", () => store(place, "0"));
  addEventListener("pagehide", remember);
  play.addEventListener("click", toggle);
  found("back").addEventListener("click", () => skip(-SKIP_S));
  found("on").addEventListener("click", () => skip(SKIP_S));
  follow.addEventListener("click", () => setFollowing(!following));
  speed.addEventListener("change", () => setSpeed(Number(speed.value)));
  seek.addEventListener("input", () => go(Number(seek.value) * 1000));
  for (const event of ["wheel", "touchmove"]) addEventListener(event, () => audio.paused || setFollowing(false), { passive: true });

  document.addEventListener("click", (event) => {
    const word = event.target.closest(".w");
    if (!word || !getSelection().isCollapsed) return;
    go(words[Number(word.dataset.word)].start);
    start();
  });
  document.querySelectorAll("nav a").forEach((link, number) => {
    link.addEventListener("click", () => { go(data.chapters[number].start); start(); });
  });

  const KEYS = {
    " ": toggle, k: toggle, j: () => skip(-SKIP_S), l: () => skip(SKIP_S), ArrowLeft: () => skip(-SKIP_S), ArrowRight: () => skip(SKIP_S),
    p: () => step(lines, -1), n: () => step(lines, 1), ",": () => step(words, -1), ".": () => step(words, 1),
    "-": () => shiftSpeed(-1), "+": () => shiftSpeed(1), "=": () => shiftSpeed(1), f: () => setFollowing(!following),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const at = event.target;
    if (at.closest("input, select, textarea, audio") || (event.key === " " && at.closest("button, summary, a"))) return;
    const inPlayer = at.closest("#player");
    if (keys && !keys.checked && !inPlayer) return;
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  if (keys) {
    keys.checked = stored("narrate keys") !== "off";
    keys.addEventListener("change", () => store("narrate keys", keys.checked ? "on" : "off"));
  }

  if ("mediaSession" in navigator && "MediaMetadata" in window) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: data.title, artist: data.artist, album: data.album });
    const actions = { seekbackward: () => skip(-SKIP_S), seekforward: () => skip(SKIP_S), previoustrack: () => step(data.chapters, -1), nexttrack: () => step(data.chapters, 1) };
    for (const [name, act] of Object.entries(actions)) {
      try { navigator.mediaSession.setActionHandler(name, act); } catch { continue; }
    }
  }

  const asked = /^#t=(\d+(?:\.\d+)?)$/.exec(location.hash);
  const before = asked ? Number(asked[1]) : Number(stored(place));
  if (before > 0 && before < data.duration / 1000 - 5) go(before * 1000);
  setSpeed(Number(stored("narrate speed")) || 1);
  if (speed.selectedIndex < 0) setSpeed(1);
  audio.removeAttribute("controls");
  document.querySelectorAll(".controls, .help").forEach((part) => { part.hidden = false; });
  document.body.classList.add("live");
  show();
})();
