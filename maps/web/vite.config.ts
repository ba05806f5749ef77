import { loadEnv } from "vite";
import { defineConfig } from "vitest/config";

/** The registry's own server, which `vite` asks for data while developing. */
const server = loadEnv("", ".", "ASSETREGISTRY_URL").ASSETREGISTRY_URL ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "/",
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
