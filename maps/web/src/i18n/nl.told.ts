/** What the server says with a code; a code that is not here is told in the server's own sentence. */
export const nlTold = {
  "hazard.reason.tar-suspect":
    "Teer zat tot 1991 in warm asfalt, tot 1990 in oppervlakbehandelingen, en als teerhoudend granulaat tot januari 2001 in funderingen en hergebruikte lagen; alleen een proef (hoogstens 75 mg/kg PAK10) sluit het uit.",
  "hazard.reason.asbestos-suspect":
    "Asbestcement is gevaarlijk afval (17 06 05*): gecertificeerd verwijderen, dan storten, nooit hergebruiken.",
  "error.code.400": "Dit kan zo niet.",
  "error.code.404": "Dit staat niet (meer) in het register.",
  "error.code.409": "Dit kan niet samen met wat er intussen veranderd is.",
  "error.code.413": "Dit is te groot om te versturen.",
  "error.code.500": "Er ging iets mis op de server.",
  "error.code.503": "De server heeft het druk. Probeer het zo nog eens.",
} as const;
