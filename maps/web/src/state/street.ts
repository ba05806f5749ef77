/** A street that was found, or whatever else shares a name: the assets that have it. */
import { getPage } from "../api/client";
import type { AssetRows } from "../api/types";
import { resource } from "./resource";
import { choice } from "./store";

const MOST = 1000;

export const street = resource(
  () => (choice.view.value === "stock" ? choice.name.value : null),
  (name, abort) => getPage<AssetRows>("/v1/assets", { name, limit: MOST }, abort),
);
