#pragma once
// Frames of made-up speech → the phoneme of each frame. Coarticulation: the mouth is already on its way to the next
// phoneme, so that what comes later says what has been.
//
// Twelve phonemes, six places of articulation k, each voiceless (v = −1) or voiced (v = +1): p b, t d, k ɡ, f v, s z, ʃ ʒ.
// A phoneme lasts 1 to 3 frames. Within phoneme (k, v), before one of place k′, a frame is
//
//   x_j = (1 − m)·[j = k] + m·[j = k′] + ½σ ε      j = 0 … 5      m = 0.25       where in the mouth
//   x_j = v + a(k′) + σ ε                        j = 6, 7       a = ±1         two formants
//
// with ε normal, σ = `noise` = 0.5; after the last phoneme is silence, which adds nothing. a is +1 for p, k, s and their
// like and −1 for t, f, ʃ: the next phoneme moves the formants as far as voice does. Formants around 0 are then a
// voiced phoneme before a = −1 or a voiceless one before a = +1, and the place of the next phoneme hardly shows before
// it is there. tests/engine/tasks/phonemes_test.cpp computes what the best possible taggers make of it: of the frames,
// one that has read only what came before errs in 16 %, one that has read everything in 4 %.
//
// `length` = 24 frames, cut out of the beginning of a longer utterance when the last phoneme does not fit.

#include "tasks/example.h"

namespace unrolled {

inline constexpr Index phoneme_places = 6, phoneme_count = 12, phoneme_width = 8, longest_phoneme = 3;
inline constexpr std::string_view phoneme_symbols[phoneme_count] = {"p", "b", "t", "d", "k", "ɡ", "f", "v", "s", "z", "ʃ", "ʒ"};

/// x without noise; `next` is −1 for silence. Phoneme 2k is voiceless, 2k + 1 voiced.
void write_frame(Index phoneme, Index next, float* x);

Example make_phonemes(Random& random, const TaskOptions& options);

inline constexpr Task phonemes_task{
    "phonemes", Form::aligned, phoneme_width, make_phonemes, "", "", 24, 1, 1000, 0, 0, 0, 0.5};

}  // namespace unrolled
