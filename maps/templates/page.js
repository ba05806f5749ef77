// Shared by the pictures; stands inside one function with the picture's own script, which sees `map` and `data`.
// What comes from data reaches the page by textContent alone.
const words = data.words;
const locale = data.language === "nl" ? "nl-NL" : "en-GB";
const threeFigures = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat(locale);

const figures = (value) => threeFigures.format(value);
const massUnit = (kg) => (Math.abs(kg) >= 999.5 ? ["t", 1000] : ["kg", 1]);

const leastKg = 0.1; // less is a share of a chance

function mass(kg) {
  if (kg > 0 && kg < leastKg) return `< ${figures(leastKg)}\u00a0kg`;
  const [unit, size] = massUnit(kg);
  return `${figures(kg / size)}\u00a0${unit}`;
}

function massRange(low, high) {
  if (high > 0 && high < leastKg) return mass(high);
  const [unit, size] = massUnit(high);
  const finest = Math.max(0, 2 - Math.floor(Math.log10(Math.max(high / size, leastKg))));
  return `${figures(Number((low / size).toFixed(finest)))}–${figures(high / size)}\u00a0${unit}`;
}

function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// An element; properties as the DOM names them, `style` and `aria` (attributes) as objects, strings become text.
function make(tag, { style = {}, aria = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
  for (const [name, value] of Object.entries(aria)) element.setAttribute(`aria-${name}`, value);
  element.append(...children);
  return element;
}

// A box over the map that keeps clicks and wheels to itself.
function box(className, label, ...children) {
  const element = make("section", { className: `ar-box ${className}`, aria: { label } }, ...children);
  L.DomEvent.disableClickPropagation(element);
  L.DomEvent.disableScrollPropagation(element);
  map.getContainer().append(element);
  return element;
}

function panel(...children) {
  const body = make("div", { className: "ar-body" }, ...children);
  const fold = make("button", { type: "button", className: "ar-fold", aria: { label: words.fold, expanded: "true" } });
  const element = box(
    "ar-panel",
    words.panel,
    make(
      "header",
      {},
      make("div", {}, make("h1", {}, data.title.replace(/(\d)-(?=\d)/g, "$1\u2011")), make("p", { className: "ar-soft" }, say("asOf", { date: data.asOfText }))),
      fold,
    ),
    body,
  );
  const show = (open) => {
    body.hidden = !open;
    fold.textContent = open ? "–" : "+";
    fold.setAttribute("aria-expanded", String(open));
  };
  fold.onclick = () => show(body.hidden);
  show(map.getSize().x > 700);
  return element;
}

// Shows all of the data beside and above the boxes that lie over the map.
function fit(bounds, side, foot) {
  if (!bounds) return;
  const wide = map.getSize().x > 700;
  const left = wide && side ? side.offsetWidth + 24 : 16;
  const top = wide || !side ? 16 : side.offsetHeight + 20;
  const bottom = foot ? foot.offsetHeight + 40 : 16;
  map.fitBounds(bounds, { paddingTopLeft: [left, top], paddingBottomRight: [wide ? 24 : 16, bottom], animate: false });
}

// Columns, one per year, as a backdrop for a slider; `paint(heights, state)` sets them.
function columns(count, onPick) {
  const bars = Array.from({ length: count }, (_, index) => make("i", { onclick: () => onPick(index) }, make("b")));
  const element = make("div", { className: "ar-columns", aria: { hidden: "true" } }, ...bars);
  const paint = (values, isOn, colour) => {
    const most = Math.max(...values, 0);
    bars.forEach((bar, index) => {
      const share = most > 0 ? values[index] / most : 0;
      bar.firstChild.style.height = share > 0 ? `max(2px, ${(100 * share).toFixed(1)}%)` : "0";
      bar.firstChild.style.background = colour;
      bar.className = isOn(index) ? "ar-on" : "";
    });
  };
  return { element, paint };
}

// Sliders whose thumb stands below the middle of its year's column; a thumb is 18 pixels wide.
function under(years, className, ...sliders) {
  return make("div", { className, style: { margin: `0 calc(50% / ${years.length || 1} - 9px)` } }, ...sliders);
}

function yearTicks(years) {
  const room = map.getSize().x > 700 ? 12 : 5;
  const every = [1, 2, 5, 10, 20, 50, 100].find((step) => years.length <= room * step) || 500;
  const ticks = years.map((year) => make("span", {}, year % every === 0 ? String(year) : ""));
  return make("div", { className: "ar-ticks", aria: { hidden: "true" } }, ...ticks);
}

document.documentElement.lang = data.language;
map.getContainer().classList.add("ar-map");
map.getContainer().setAttribute("aria-label", `${words.map}: ${data.title}`);
map.attributionControl.setPrefix("Leaflet");
L.control.zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);

map.eachLayer((layer) => {
  if (!(layer instanceof L.TileLayer)) return;
  layer.once("tileerror", () => {
    const note = box("ar-note", words.map, words.noBasemap);
    setTimeout(() => note.remove(), 8000);
  });
});
