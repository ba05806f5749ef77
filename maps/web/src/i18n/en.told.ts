import type { nlTold } from "./nl.told";

export const enTold: Record<keyof typeof nlTold, string> = {
  "hazard.reason.tar-suspect":
    "Tar went into hot mix until 1991, into surface dressings until 1990, and as tar-bearing granulate into foundations and reused layers until January 2001; only a test (at most 75 mg/kg PAK10) clears it.",
  "hazard.reason.asbestos-suspect":
    "Asbestos cement is hazardous waste (17 06 05*): certified removal, then landfill, never reuse.",
  "error.code.400": "This cannot be done like this.",
  "error.code.404": "This is not (or no longer) in the registry.",
  "error.code.409": "This does not go with what has changed meanwhile.",
  "error.code.413": "This is too large to send.",
  "error.code.500": "Something went wrong on the server.",
  "error.code.503": "The server is busy. Try again in a moment.",
};
