// What the browser modules say, in the page's language.
const FRENCH = {
  bold: "Gras", italic: "Italique", heading: "Titre", list: "Liste", link: "Lien vers un site", page: "Lien vers une page",
  table: "Tableau", activity: "Activité", preview: "Aperçu", tools: "Mise en forme", text: "texte", column: "Colonne",
  activityText: "\n### Activité : \n\n- Durée : 15 min\n- Type : discussion\n- Forme : groupe entier\n- Matériel : \n\n",
  unchanged: "Aucune modification à enregistrer",
  unsaved: (time) => `Pas encore enregistré · gardé sur cet appareil à ${time}`,
  offline: (time) => `Hors ligne : gardé sur cet appareil à ${time}`,
  unkept: "Pas encore enregistré · cet appareil ne peut pas garder de copie",
  saving: "Enregistrement en cours…",
  previewFailed: "L'aperçu n'est pas disponible pour l'instant. Votre texte est gardé.",
  draftFound: (time) => `Un texte que vous n'aviez pas enregistré est gardé sur cet appareil (${time}).`,
  draftResume: "Reprendre ce texte", draftForget: "L'abandonner",
  changing: "Modifications en cours…", subheading: "Sous-titre",
  draftKept: (time) => `Brouillon enregistré à ${time}`,
  signedOut: "Votre session est terminée : votre texte est gardé sur cet appareil", signIn: "Me reconnecter",
  unreachable: "Le site ne répond pas pour l'instant. Réessayez dans un moment.",
  otherWriter: (handle) => `Ce texte est celui de @${handle} : connectez-vous avec ce compte.`,
  elsewhere: (time) => `Une autre fenêtre ou un autre appareil a écrit ce texte à ${time}. Rien n'est perdu : dites lequel continue, l'autre reste un jour dans vos brouillons abandonnés.`,
  elsewhereHere: "Continuer ici", elsewhereOther: "Reprendre l'autre texte", elsewhereCompare: "Voir ce qui diffère",
  elsewhereWaits: "Deux textes différents : choisissez plus haut lequel continue",
  actLater: "Hors ligne : écrivez, tout est gardé ici. Ajouter, déplacer et retirer reviendront avec la connexion.",
  tokenRemove: (item) => `Retirer « ${item} »`, tokenRemoved: (item) => `« ${item} » est retiré`,
};

const ENGLISH = {
  bold: "Bold", italic: "Italic", heading: "Heading", list: "List", link: "Link to a website", page: "Link to a page",
  table: "Table", activity: "Activity", preview: "Preview", tools: "Formatting", text: "text", column: "Column",
  activityText: "\n### Activité : \n\n- Durée : 15 min\n- Type : discussion\n- Forme : groupe entier\n- Matériel : \n\n",
  unchanged: "No changes to save",
  unsaved: (time) => `Not saved yet · kept on this device at ${time}`,
  offline: (time) => `Offline: kept on this device at ${time}`,
  unkept: "Not saved yet · this device cannot keep a copy",
  saving: "Saving…",
  previewFailed: "The preview is not available just now. Your text is kept.",
  draftFound: (time) => `A text you had not saved is kept on this device (${time}).`,
  draftResume: "Resume this text", draftForget: "Discard it",
  changing: "Changing…", subheading: "Sub-heading",
  draftKept: (time) => `Draft saved at ${time}`,
  signedOut: "Your session has ended: your text is kept on this device", signIn: "Sign in again",
  unreachable: "The site does not answer just now. Try again in a moment.",
  otherWriter: (handle) => `This text is @${handle}’s: sign in with that account.`,
  elsewhere: (time) => `Another window or device wrote this text at ${time}. Nothing is lost: say which one goes on; the other stays for a day among your discarded drafts.`,
  elsewhereHere: "Go on here", elsewhereOther: "Take up the other text", elsewhereCompare: "See what differs",
  elsewhereWaits: "Two different texts: choose above which one goes on",
  actLater: "Offline: keep writing, everything is kept here. Adding, moving and removing will be back with the connection.",
  tokenRemove: (item) => `Remove “${item}”`, tokenRemoved: (item) => `“${item}” is removed`,
};

export const messages = document.documentElement.lang.startsWith("en") ? ENGLISH : FRENCH;

const withTypography = (text) => text.replace(/ ([:;!?])/g, "\u00a0$1").replaceAll("'", "\u2019");

for (const [name, text] of Object.entries(messages)) {
  if (name === "activityText") continue;
  messages[name] = typeof text === "function" ? (...given) => withTypography(text(...given)) : withTypography(text);
}
