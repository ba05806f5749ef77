/**
 * Why the server refuses, by its codes (`code=` in its sources; a test compares). Fetched when something is refused.
 * After a colon the server's own sentence follows, or what is wrong with each field (`field.`).
 */
export const nlRefused = {
  "not-understood": "De server begrijpt dit niet ({fields}):",
  "field.missing": "“{field}” ontbreekt",
  "field.unknown-field": "“{field}” is hier niet bekend",
  "field.no-whole-number": "“{field}” is geen geheel getal",
  "field.no-number": "“{field}” is geen getal",
  "field.no-truth": "“{field}” is waar noch onwaar",
  "field.no-day": "“{field}” is geen dag, zoals 2026-11-24",
  "field.no-instant": "“{field}” is geen tijdstip met zone, zoals 2026-11-24T12:00:00Z",
  "field.no-text": "“{field}” is geen tekst",
  "field.too-short": "“{field}” moet {least} of meer tekens hebben",
  "field.too-long": "“{field}” mag {most} of minder tekens hebben",
  "field.too-small": "“{field}” moet {least} of meer zijn",
  "field.too-large": "“{field}” mag {most} of minder zijn",
  "field.no-choice": "“{field}” moet een van deze zijn: {choices}",
  "field.no-json": "“{field}” is geen JSON",
  "unknown-owner": "“{owner}” is geen organisatie in dit register. Haal die uit het filter.",
  "unknown-hazard": "De catalogus kent het gevaar “{hazard}” niet. Haal het uit het filter.",
  "unknown-material": "De catalogus kent het materiaal “{material}” niet. Haal het uit het filter.",
  "unknown-asset-type": "De catalogus kent de soort “{type}” niet. Haal die uit het filter.",
  "unfit-polygon": "Van deze tekening is geen gebied te maken:",
  "beyond-feed": "De feed is bij {last}, en {after} ligt daarna. Begin opnieuw bij wat nu aangeboden wordt.",
  "registry-changing":
    "Het register verandert sneller dan er geteld kan worden. Probeer het over een minuut nog eens.",
  "too-many-squares":
    "In {count} vierkanten van {size} m liggen objecten, en {most} is het meeste in één keer. Kies grotere vierkanten of een gebied.",
  "too-much-to-tell":
    "Dit zijn {rows} antwoorden, en {most} is het meeste in één keer. Kies minder jaren of grotere gebieden.",
  "too-many-to-sort":
    "Op massa zijn hoogstens {most} objecten te ordenen. Zoom in, of filter op een gebied of soort.",
  "too-many-rows": "Een bestand bevat hoogstens {most} objecten. Zoom in, of filter op een gebied of soort.",
  "import-running": "Er wordt net iets ingelezen. Probeer het zo weer.",
  "asset-changed": "Dit object is intussen veranderd.",
  "asset-gone": "Dit object staat niet meer in het register.",
  "edit-refused": "Dit past niet bij dit object:",
  "nothing-to-take-back": "Hier is niets van gezegd: er valt niets terug te nemen.",
  "undo-conflicts": "{count} zouden blijven zoals ze zijn, door latere leveringen. Kijk eerst welke.",
  "is-an-undo": "Dit was zelf het ongedaan maken van een levering. Lees de bron opnieuw in.",
  "undone-already": "Dit is al ongedaan gemaakt, door import {by}.",
  "job-ended": "Dit was al klaar en kan niet meer gestopt worden.",
  "job-not-over": "Alleen wat mislukt of gestopt is kan opnieuw.",
  "file-not-kept": "Het bestand is niet meer bewaard. Stuur het nog eens.",
  "profile-missing": "Profiel “{profile}” is niet meegestuurd. Stuur het naast het bestand mee.",
  "no-file": "Er is geen bestand verstuurd.",
  "same-name": "Twee bestanden hebben dezelfde naam. Stuur elk één keer.",
  "no-owner": "In {rows} van de rijen staat geen eigenaar.",
  "unknown-types": "Het profiel noemt soorten die de catalogus niet kent: {types}. Verbeter het profiel.",
  "unknown-organisation":
    "“{organisation}” is geen bekende organisatie en geen code zoals G0153. Voeg haar eerst toe.",
  "would-close":
    "Deze volledige levering zou {closing} van de {held} objecten beëindigen. Ga na of zij volledig is.",
  "shared-dataset":
    "Verschillende lagen gaan naar één dataset: een volledige levering zou die van de ander beëindigen.",
  "unknown-crs": "Het coördinatenstelsel {crs} is niet bekend. Zet het bestand om, of kies een ander.",
  "unreadable-source": "Dit bestand kan niet worden ingelezen:",
  "out-of-memory":
    "Dit vraagt meer dan {most} MB geheugen; er is niets gewijzigd. Geef het in kleinere delen.",
  "too-long": "Dit duurde langer dan {minutes} minuten; er is niets gewijzigd. Geef het in kleinere delen.",
  "worker-stopped": "Het inlezen werd onderbroken; er is niets gewijzigd. Begin opnieuw.",
  "reader-crashed": "Het lezen van dit bestand liep vast; er is niets gewijzigd. Probeer een ander formaat.",
  "database-broke-off": "De database brak af; er is niets gewijzigd:",
  "file-trouble": "Het bestand is op de server niet te gebruiken; er is niets gewijzigd:",
} as const;
