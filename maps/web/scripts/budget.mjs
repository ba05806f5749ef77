/** Fails when the script of a first load outgrows its budget (gzip). Prints the sizes either way. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 520;
const dist = new URL("../dist/", import.meta.url);
const page = readFileSync(new URL("index.html", dist), "utf8");
/** What the page names, the map's worker, and what these import at once; the rest comes when it is asked for. */
const files = readdirSync(new URL("assets/", dist)).filter((file) => file.endsWith(".js"));
const text = (name) => readFileSync(new URL(`assets/${name}`, dist), "utf8");
const first = new Set(files.filter((name) => page.includes(name) || name.includes("worker")));
for (const name of first)
  for (const [, other] of text(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) first.add(other);
let total = 0;
for (const name of files) {
  const size = gzipSync(text(name), { level: 9 }).length / 1000;
  if (first.has(name)) total += size;
  console.log(`${size.toFixed(1).padStart(7)} kB  ${name}${first.has(name) ? "" : "  (when asked for)"}`);
}
console.log(`${total.toFixed(1).padStart(7)} kB  of ${BUDGET_KB} kB`);
if (total > BUDGET_KB) {
  console.error("The first load is over its budget: load more of it later, or drop something.");
  process.exit(1);
}
