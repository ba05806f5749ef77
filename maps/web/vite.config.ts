import { loadEnv, type Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The registry's own server, which `vite` asks for data while developing. */
const server = loadEnv("", ".", "ASSETREGISTRY_URL").ASSETREGISTRY_URL ?? "http://127.0.0.1:8000";

/** What every view asks for at once (`state/data.ts`). */
const STARTS_WITH = ["/v1/meta", "/v1/materials", "/v1/asset-types", "/v1/scenarios", "/tiles/assets.json"];

/** The page itself names what will surely be needed, so that nothing waits for the script that asks for it. */
const preload: Plugin = {
  name: "preload",
  apply: "build",
  transformIndexHtml(_, { bundle }) {
    const map = Object.values(bundle ?? {}).find((file) => file.type === "chunk" && file.name === "map");
    if (map?.type !== "chunk") throw new Error("there is no chunk of the map to preload");
    const link = (attrs: Record<string, string | boolean>) => ({ tag: "link", attrs });
    return [
      ...STARTS_WITH.map((href) => link({ rel: "preload", href, as: "fetch", crossorigin: true })),
      link({ rel: "modulepreload", href: `/${map.fileName}`, crossorigin: true }),
      ...[...(map.viteMetadata?.importedCss ?? [])].map((css) =>
        link({ rel: "preload", href: `/${css}`, as: "style", crossorigin: true }),
      ),
    ];
  },
};

export default defineConfig({
  base: "/",
  plugins: [preload],
  build: {
    target: "es2022",
    // MapLibre is one file of about 1 MB before compression; scripts/budget.mjs guards the compressed sum.
    chunkSizeWarningLimit: 1200,
    // Fonts and icons stay files: an inlined one would be sent again with every new style sheet.
    assetsInlineLimit: 0,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { proxy: { "/v1": server, "/tiles": server } },
  test: { include: ["test/**/*.test.ts", "test/**/*.test.tsx"], environment: "node", css: true },
});
