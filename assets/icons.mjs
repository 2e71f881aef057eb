// The Bootstrap Icons that pages use. A test fails when a template asks for one that is not here.
export const ICONS = [
  "arrow-counterclockwise", "arrow-left", "arrow-right", "arrow-left-right", "basket", "bell", "bell-fill", "bell-slash", "book", "braces", "buildings",
  "calendar3", "chat-quote", "check-circle", "check-lg", "chevron-down", "circle-half", "clock", "clock-history",
  "compass", "cpu", "download", "envelope", "exclamation-octagon", "exclamation-triangle", "eye", "file-earmark-text", "file-text", "flag",
  "funnel", "gear", "geo-alt", "globe2", "hexagon", "house", "info-circle", "journal-text", "link-45deg",
  "list", "list-ul", "lock", "map", "palette", "pencil", "people", "person", "person-circle", "person-plus",
  "plus-lg", "printer", "rss", "search", "shield-check", "shield-lock", "signpost-split", "star", "table", "tag", "tools", "translate",
  "trash", "tree", "type-bold", "type-h2", "type-italic", "wifi-off", "x-lg", "box-arrow-up-right", "collection",
  "camera", "paperclip",
  "arrow-up", "arrow-down", "copy", "grip-vertical", "list-check", "magic", "type-h3",
  "image", "images", "music-note-beamed", "film", "file-earmark-zip", "upload",
  "heart", "hand-thumbs-up", "lightbulb", "check2-circle", "eye-slash", "unlock",
  "card-checklist", "hexagon-fill", "hourglass-split", "send", "x-circle",
];
