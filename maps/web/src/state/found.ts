/** What was found in the stock: an area, or a street (or whatever else shares a name) with the assets that have it. */
import { getPage } from "../api/client";
import type { AssetRows } from "../api/types";
import { areaOf } from "./data";
import { resource } from "./resource";
import { choice } from "./store";

export const foundArea = areaOf(() => (choice.view.value === "stock" ? choice.found.value : null));

const MOST = 1000;

export const street = resource(
  () => (choice.view.value === "stock" ? choice.name.value : null),
  (name, abort) => getPage<AssetRows>("/v1/assets", { name, limit: MOST }, abort),
);
