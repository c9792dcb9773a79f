// Opens pages in Chromium and prints what is seen there as one JSON value.
// Usage: node browse.cjs CHROMIUM WORK.json, where WORK.json lists steps; playwright-core and axe-core by NODE_PATH.
const fs = require("fs");
const os = require("os");
const path = require("path");
const { chromium } = require("playwright-core");
const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
];

const audioReady = (page) => page.waitForFunction(() => document.getElementById("audio").readyState >= 1);
const state = (page) => page.evaluate(() => {
  const audio = document.getElementById("audio");
  const word = document.querySelector(".sounding");
  return {
    seconds: audio.currentTime, sought: window.sought, paused: audio.paused, rate: audio.playbackRate, controls: audio.controls,
    word: word && Number(word.dataset.word), text: word && word.textContent,
    caption: (document.getElementById("caption") || {}).textContent,
    chapter: (document.querySelector("nav a[aria-current]") || {}).textContent,
    following: document.getElementById("follow").getAttribute("aria-pressed"),
  };
});

const STEPS = {
  // The highlighted word and the time, taken together while the audio plays, at each of the given seconds.
  async listen(page, { seconds }) {
    await audioReady(page);
    const seen = [];
    for (const at of seconds) {
      seen.push(await page.evaluate((at) => new Promise((resolve) => {
        const audio = document.getElementById("audio");
        audio.currentTime = at;
        audio.play();
        const look = () => {
          if (audio.currentTime < at + 0.15) return requestAnimationFrame(look);
          requestAnimationFrame(() => {
            const word = document.querySelector(".sounding");
            resolve([audio.currentTime, word && Number(word.dataset.word), word && word.textContent]);
            audio.pause();
          });
        };
        look();
      }), at));
    }
    return seen;
  },
  async clickWord(page, { number }) {
    await audioReady(page);
    await page.click(`[data-word="${number}"]`);
    await page.waitForFunction(() => !document.getElementById("audio").seeking);
    const seen = await state(page);
    await page.evaluate(() => document.getElementById("audio").pause());
    return seen;
  },
  async press(page, { keys, focus }) {
    await audioReady(page);
    if (focus) await page.focus(focus);
    const seen = [];
    for (const key of keys) {
      await page.keyboard.press(key);
      await page.waitForFunction(() => !document.getElementById("audio").seeking);
      await page.waitForTimeout(60);
      seen.push(await state(page));
    }
    return seen;
  },
  async click(page, { selector }) {
    await page.click(selector);
    await page.waitForTimeout(120);
    return state(page);
  },
  async reload(page) {
    await page.reload();
    await audioReady(page);
    await page.waitForTimeout(120);
    return state(page);
  },
  async seek(page, { seconds }) {
    await audioReady(page);
    await page.evaluate((at) => { document.getElementById("audio").currentTime = at; }, seconds);
    await page.waitForTimeout(150);
    return state(page);
  },
  async axe(page) {
    await page.evaluate(AXE);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
  },
  async layout(page) {
    return page.evaluate(() => {
      const small = [...document.querySelectorAll("button, select, input[type=range], nav a")]
        .map((node) => [node.id || node.textContent, node.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([name]) => name);
      return { scrolls: document.documentElement.scrollWidth - document.documentElement.clientWidth, small };
    });
  },
  async text(page) {
    return page.evaluate(() => ({
      title: document.title, heading: document.querySelector("h1").textContent,
      body: document.querySelector("main").innerText, scripts: document.scripts.length, owned: Boolean(window.owned),
      elements: [...new Set([...document.querySelectorAll("main *")].map((node) => node.localName))].sort(),
      links: [...document.links].map((link) => link.href),
      handlers: [...document.querySelectorAll("*")].flatMap((node) => node.getAttributeNames()).filter((name) => name.startsWith("on")),
    }));
  },
  async visible(page) {
    return { audio: await page.isVisible("#audio"), controls: await page.isVisible(".controls"), body: await page.innerText("main") };
  },
  async trouble(page) {
    await page.waitForSelector("#trouble", { state: "visible" });
    return page.innerText("main");
  },
  async printed(page) {
    await page.emulateMedia({ media: "print" });
    return page.evaluate(() => ({
      quote: getComputedStyle(document.querySelector(".s1")).color, text: getComputedStyle(document.body).color,
      player: getComputedStyle(document.getElementById("player")).display,
    }));
  },
  async screenshot(page, { file, full }) {
    await page.screenshot({ path: file, fullPage: Boolean(full) });
  },
};

function within(milliseconds, what, promise) {
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`too late: ${what}`)), milliseconds); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function visit(browser, job) {
  const context = await browser.newContext({
    viewport: { width: job.width || 1280, height: job.height || 800 }, colorScheme: job.scheme || "light",
    javaScriptEnabled: job.script !== false, bypassCSP: false,
  });
  context.setDefaultTimeout(8000);
  const page = await context.newPage();
  // Where a click sought to: while audio plays, its time has moved on before anyone can read it.
  await page.addInitScript(() => {
    document.addEventListener("seeking", (event) => { window.sought = event.target.currentTime; }, true);
  });
  const requests = [], complaints = [];
  page.on("request", (request) => requests.push(request.url().slice(0, 200)));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("dialog", (dialog) => { complaints.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(job.url);
  const results = [];
  for (const step of job.steps) results.push(await within(15000, `${job.url} ${JSON.stringify(step)}`, STEPS[step.do](page, step)));
  await context.close();
  return { results, requests, complaints };
}

(async () => {
  const [, , executablePath, work] = process.argv;
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "browse-"));
  const browser = await chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, HOME: profile } });
  try {
    const answers = {};
    const [first, ...jobs] = Object.entries(JSON.parse(fs.readFileSync(work, "utf8")));
    answers[first[0]] = await visit(browser, first[1]); // alone: it measures time
    const worker = async () => {
      for (let next = jobs.shift(); next; next = jobs.shift()) answers[next[0]] = await visit(browser, next[1]);
    };
    await Promise.all([worker(), worker(), worker()]);
    console.log(JSON.stringify(answers));
  } finally {
    await browser.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
})().catch((error) => { console.error(error); process.exit(1); });
