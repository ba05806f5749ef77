/** The frame of the page: head, map, floating panels; on a phone the panels become a sheet below the map. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { MapCanvas } from "../map/canvas";
import { meta, registry } from "../state/data";
import { link } from "../state/history";
import { choice, dark, lang, notice } from "../state/store";
import { VIEWS, type View } from "../state/url";
import { MapControls, MapHover } from "../views/overlay";
import { StockPanel } from "../views/stock";
import { SupplyPanel } from "../views/supply";
import { Timeline } from "../views/timeline";
import { IconButton } from "./icons";
import { lazy } from "./lazy";
import { Search } from "./search";
import { Segmented } from "./segmented";
import { Stand } from "./stand";
import { Awaited, Failure, Loading, Message } from "./states";

export function Shell() {
  const [tall, setTall] = useState(false);
  const view = choice.view.value;
  const card =
    (view === "stock" && choice.sel.value !== null) || (view === "offers" && choice.work.value !== null);
  return (
    <div class="shell" data-view={view} data-card={card} data-tall={tall}>
      <a class="skip" href="#panel">
        {t("app.skip")}
      </a>
      <header class="head">
        <p class="brand">
          <Mark />
          <span>{t("app.title")}</span>
        </p>
        <Stand onPaper />
        <Tabs />
        <Tools />
      </header>
      <main class="stage">
        <section class="map" aria-label={t("map.label")}>
          <MapCanvas />
          <MapHover />
          <MapControls />
        </section>
        <div class="sheet" data-covers="bottom">
          <button
            type="button"
            class="grip"
            aria-expanded={tall}
            aria-label={t(tall ? "panel.shrink" : "panel.expand")}
            onClick={() => setTall(!tall)}
          />
          <Panels />
        </div>
      </main>
      <Notice />
    </div>
  );
}

const imports = lazy(() => import("../views/imports"));
const assetCard = lazy(() => import("../views/card"));
const offers = lazy(() => import("../views/offers"));
const work = lazy(() => import("../views/work"));

/** A panel whose part of the page is on its way. */
function Coming() {
  return (
    <aside class="panel" id="panel" data-covers="left">
      <Awaited lines={5} />
    </aside>
  );
}

function Panels() {
  const failed = registry.error.value;
  if (failed) {
    return (
      <aside class="panel" id="panel" data-covers="left">
        <Failure error={failed} retry={registry.retry} />
      </aside>
    );
  }
  if (choice.view.value === "imports") {
    const ImportsPanel = imports()?.ImportsPanel;
    return ImportsPanel ? <ImportsPanel /> : <Coming />;
  }
  const known = meta.value;
  if (!known || known.assets === 0) {
    return (
      <aside class="panel" id="panel" data-covers="left">
        {known && !registry.loading.value ? (
          <Message title={t("empty.registry.title")}>
            <p>{t("empty.registry.body")}</p>
            <button
              type="button"
              class="button"
              onClick={() => {
                choice.view.value = "imports";
              }}
            >
              {t("empty.registry.import")}
            </button>
          </Message>
        ) : (
          <Loading lines={5} />
        )}
      </aside>
    );
  }
  switch (choice.view.value) {
    case "stock": {
      const AssetCard = choice.sel.value === null ? null : assetCard()?.AssetCard;
      return (
        <>
          <StockPanel />
          {AssetCard && <AssetCard />}
        </>
      );
    }
    case "supply":
      return (
        <>
          <SupplyPanel />
          <Timeline />
        </>
      );
    case "offers": {
      const OffersPanel = offers()?.OffersPanel;
      const WorkCard = choice.work.value === null ? null : work()?.WorkCard;
      return (
        <>
          {OffersPanel ? <OffersPanel /> : <Coming />}
          {WorkCard && <WorkCard />}
        </>
      );
    }
  }
}

function Tabs() {
  const go = (view: View) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    choice.view.value = view;
  };
  return (
    <nav class="tabs" aria-label={t("app.views")}>
      {VIEWS.map((view) => (
        <a
          key={view}
          href={`/${view}`}
          aria-current={choice.view.value === view ? "page" : undefined}
          onClick={go(view)}
        >
          {t(`view.${view}`)}
        </a>
      ))}
    </nav>
  );
}

function Tools() {
  const copy = () => {
    void navigator.clipboard?.writeText(link()).then(() => {
      notice.value = { text: t("link.copied"), passing: true };
    });
  };
  const other = dark.value ? "light" : "dark";
  return (
    <div class="tools">
      <Search />
      <Segmented
        legend={t("lang.switch")}
        options={LANGUAGES}
        value={lang.value}
        onChange={(value) => {
          choice.lang.value = value;
        }}
      />
      <IconButton
        icon={dark.value ? "sun" : "moon"}
        label={`${t("theme.switch")}: ${t(`theme.${other}`)}`}
        class="theme-switch"
        onClick={() => {
          choice.theme.value = other;
        }}
      />
      <IconButton icon="link" label={t("link.copy")} onClick={copy} class="copy-link" />
    </div>
  );
}

const LANGUAGES = [
  { value: "nl", label: "NL" },
  { value: "en", label: "EN" },
] as const;

function Notice() {
  return (
    <div class="notice" role="status" hidden={notice.value === null}>
      <span>{notice.value?.text}</span>
      <IconButton
        icon="close"
        label={t("common.close")}
        onClick={() => {
          notice.value = null;
        }}
      />
    </div>
  );
}

/** Layers under a street, and one taken out. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
      <rect x="2" y="4" width="24" height="5.5" rx="1.6" fill="var(--mark-1)" />
      <rect x="2" y="11.2" width="16" height="5.5" rx="1.6" fill="var(--mark-2)" />
      <rect x="2" y="18.4" width="24" height="5.5" rx="1.6" fill="var(--mark-3)" />
      <rect x="20.4" y="11.2" width="5.6" height="5.5" rx="1.6" fill="var(--mark-4)" />
    </svg>
  );
}
