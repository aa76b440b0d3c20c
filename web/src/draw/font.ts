/** System stacks only. The CJK families come late so that each machine's own Latin faces win. */

export const sans =
  '-apple-system, "Segoe UI", "Source Sans 3", "Source Sans Pro", Roboto, "Noto Sans", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif';

export const serif =
  'Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", "Source Serif Pro", "Noto Serif", Georgia, "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", STSong, SimSun, serif';

/** For Chinese passages: the quotation marks and dashes must come from a Chinese face. */
export const serifChinese = '"Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", STSong, SimSun, serif';

/** The systems' own mathematical faces: others put an index on the line instead of below it. */
export const math = '"STIX Two Math", "Cambria Math", "Latin Modern Math", "Libertinus Math", "Noto Sans Math", "DejaVu Math TeX Gyre", math';
