// The ways for a file into a text: dropped, pasted, chosen with a button, taken with the camera.
import { toolButton } from "./_tool_buttons.js";

const ACCEPTED = [
  "image/jpeg", "image/png", "image/webp", "image/avif", "image/gif", "image/svg+xml", "audio/*", "video/mp4", "video/webm",
  ".pdf", ".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx", ".txt", ".csv", ".md", ".zip",
].join(",");
const HAS_CAMERA = matchMedia("(pointer: coarse)").matches;

/** The files of a paste or a drop; none where words come along, as from a word processor. */
export function filesOf(data) {
  return data && !data.types.includes("text/plain") && !data.types.includes("text/html") ? [...data.files] : [];
}

export const bringsFiles = (event) => Boolean(event.dataTransfer?.types.includes("Files"));

/** Buttons for a toolbar; `take` gets what was chosen. */
export function fileButtons(take) {
  const ways = [{ tool: { name: "file", icon: "paperclip" }, attributes: { accept: ACCEPTED, multiple: true } }];
  if (HAS_CAMERA) ways.push({ tool: { name: "photo", icon: "camera" }, attributes: { accept: "image/*", capture: "environment" } });
  return ways.map(({ tool, attributes }) => toolButton(tool, () => choose(attributes, take)));
}

function choose(attributes, take) {
  const field = Object.assign(document.createElement("input"), { type: "file", ...attributes });
  field.addEventListener("change", () => take(field.files));
  field.click();
}

/** A file that misses the text would replace the page, and what is written in it. */
export function catchStrayFiles(take) {
  addEventListener("dragover", (event) => { if (bringsFiles(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!bringsFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
}
