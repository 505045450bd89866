// Every web page below a folder in a real browser: no accessibility fault that axe knows, at the width of a phone and of a
// desk, light and dark; nothing wider than the screen; nothing fetched; and markup as html-validate wants it. Then a page
// with planted faults, which each of them must find.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, modules] = process.argv.slice(2);
const need = createRequire(path.join(modules, "package.json"));
const { chromium } = need("playwright-core");
const { HtmlValidate, StaticConfigLoader } = need("html-validate");
const axe = fs.readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// A report's title names the report, the provider and the quarter; what a search engine would show of it is no concern.
const markup = new HtmlValidate(
  new StaticConfigLoader({ root: true, extends: ["html-validate:recommended"], rules: { "long-title": "off" } }),
);

const pages = ["", "teams"].flatMap((sub) =>
  fs.readdirSync(path.join(folder, sub)).filter((name) => name.endsWith(".html")).map((name) => path.join(folder, sub, name)),
);

async function faultsOf(browser, file) {
  const report = await markup.validateString(fs.readFileSync(file, "utf8"), file);
  const faults = report.results.flatMap((r) => r.messages.map((m) => `markup: ${m.ruleId} at line ${m.line}: ${m.message}`));
  for (const width of [320, 1280])
    for (const colorScheme of ["light", "dark"]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      const at = `at ${width} px, ${colorScheme}`;
      page.on("request", (r) => /^(file|data):/.test(r.url()) || faults.push(`fetched: ${r.url()}`));
      page.on("pageerror", (error) => faults.push(`script: ${error}`));
      await page.goto(pathToFileURL(file).href);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) faults.push(`wide: ${over} px more than the screen ${at}`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
      for (const v of violations) faults.push(`axe: ${v.id} ${at}: ${v.nodes[0].html.slice(0, 120)}`);
      await context.close();
    }
  return faults;
}

const PLANTED = `<!DOCTYPE html><html><head><title>A page</title></head><body><p style="color:#bbb">Too pale.</p>
<div style="width:2000px">Too wide.</div><img src="https://example.org/a.png"><p>Not closed.</div><script>nothing()</script></body></html>`;

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(fs.existsSync);
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath, args });
let count = 0;
for (const file of pages)
  for (const fault of await faultsOf(browser, file)) {
    count += 1;
    console.log(`  ${path.relative(folder, file)}: ${fault}`);
  }
console.log(`${pages.length} pages looked at, ${count} faults`);
const bad = path.join(modules, "planted.html");
fs.writeFileSync(bad, PLANTED);
const found = (await faultsOf(browser, bad)).join("\n");
const blind = ["axe: color-contrast", "axe: html-has-lang", "wide:", "fetched:", "markup:", "script:"].filter((kind) => !found.includes(kind));
console.log(`planted faults not found: ${blind.join(", ") || "none"}`);
await browser.close();
process.exit(count > 0 || blind.length > 0 || pages.length === 0 ? 1 : 0);
