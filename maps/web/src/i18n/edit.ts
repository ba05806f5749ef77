/** Words of editing and undoing: who says them imports this. */
import { addWords } from ".";
import { enEdit } from "./en.edit";
import { nlEdit } from "./nl.edit";

addWords({ nl: nlEdit, en: enEdit });
