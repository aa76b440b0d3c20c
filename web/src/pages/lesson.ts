/** A lesson's page: fetches the exhibits that stand in it, and follows the reader. */
import { followReading } from "./lesson-reading.js";
import { tellScrollers } from "./scrollers.js";
import "./still-page.js";
import "../widgets/index.js";

tellScrollers();
followReading(document.querySelector<HTMLElement>("[data-lesson]")!);
