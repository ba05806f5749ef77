/** The start: language, theme, the first address; then the page. */
import { effect } from "@preact/signals";
import { render } from "preact";
import "@fontsource-variable/source-sans-3/wght.css";
import "./css/tokens.css";
import "./css/base.css";
import "./css/shell.css";
import "./css/search.css";
import "./css/controls.css";
import "./css/only.css";
import "./css/panels.css";
import "./css/stock.css";
import "./css/list.css";
import "./css/supply.css";
import "./css/explain.css";
import "./css/card.css";
import "./css/edit.css";
import "./css/draw.css";
import "./css/offers.css";
import "./css/imports.css";
import "./css/receipt.css";
import "./css/chart.css";
import "./css/map.css";
import "./css/narrow.css";
import "./css/forced.css";
import "./css/print.css";
import { t } from "./i18n";
import { fetchAhead } from "./map/canvas";
import { installHooks } from "./map/hooks";
import { started } from "./state/data";
import { forgetWhatIsGone } from "./state/gone";
import { startHistory } from "./state/history";
import { keepAsking } from "./state/reach";
import { narrow } from "./state/screen";
import { browserLang, choice, dark, lang, notice, systemDark } from "./state/store";
import { Shell } from "./ui/shell";

const NOTICE_MS = 6000;

const scheme = matchMedia("(prefers-color-scheme: dark)");
systemDark.value = scheme.matches;
scheme.addEventListener("change", () => {
  systemDark.value = scheme.matches;
});
browserLang.value = navigator.language.toLowerCase().startsWith("nl") ? "nl" : "en";

const { state, bad, turned } = startHistory();
const noticed = [
  turned && t("notice.turned", { from: state.from ?? "", to: state.to ?? "" }),
  bad.length > 0 && t("notice.badUrl", { names: bad.join(", ") }),
].filter(Boolean);
if (noticed.length > 0) notice.value = { text: noticed.join(" "), passing: false };

// A sheet of paper is narrow too; what is printed is what is on the screen.
const phone = matchMedia("screen and (max-width: 860px)");
narrow.value = phone.matches;
phone.addEventListener("change", () => {
  narrow.value = phone.matches;
});

effect(() => {
  document.documentElement.dataset.theme = dark.value ? "dark" : "light";
});
effect(() => {
  document.documentElement.lang = lang.value;
  document.title = `${t(`view.${choice.view.value}`)} · ${t("app.title")}`;
});
effect(() => {
  if (!notice.value?.passing) return;
  const timer = setTimeout(() => {
    notice.value = null;
  }, NOTICE_MS);
  return () => clearTimeout(timer);
});

forgetWhatIsGone();
keepAsking();

fetchAhead();
installHooks();
started.value = true;
const root = document.getElementById("app");
if (root) render(<Shell />, root);
