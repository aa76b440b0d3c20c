/** An address that names no language: go where the reader's is. */
import { Preferences } from "../state/preferences.js";

location.replace(`${new Preferences(null, navigator.languages).language}/`);
