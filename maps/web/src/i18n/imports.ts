/** Words of importing, and what the server says of a file: who says them imports this. */
import { addWords } from ".";
import { enImports } from "./en.imports";
import { enReceived } from "./en.received.told";
import { nlImports } from "./nl.imports";
import { nlReceived } from "./nl.received.told";

addWords({ nl: { ...nlImports, ...nlReceived }, en: { ...enImports, ...enReceived } });
