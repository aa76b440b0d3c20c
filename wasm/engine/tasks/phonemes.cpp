#include "tasks/phonemes.h"

#include <algorithm>

#include "tasks/draw.h"

namespace unrolled {

void write_frame(Index phoneme, Index next, float* x) {
  constexpr float mixed = 0.25f, shift[phoneme_places] = {1, -1, 1, -1, 1, -1};
  std::fill_n(x, phoneme_places, 0.0f);
  x[phoneme / 2] = 1 - mixed;
  if (next >= 0) x[next / 2] += mixed;
  x[phoneme_places] = x[phoneme_places + 1] = (phoneme % 2 ? 1.0f : -1.0f) + (next >= 0 ? shift[next / 2] : 0.0f);
}

Example make_phonemes(Random& random, const TaskOptions& options) {
  Example e;
  Index phoneme = below(random, phoneme_count);
  for (Index written = 0; written < options.length;) {
    const Index frames = std::min(between(random, 1, longest_phoneme), options.length - written);
    written += frames;
    const Index following = below(random, phoneme_count - 1);  // never the same twice: it would be one long phoneme
    const Index next = written == options.length ? -1 : following + (following >= phoneme ? 1 : 0);
    for (Index k = 0; k < frames; ++k) {
      float x[phoneme_width];
      write_frame(phoneme, next, x);
      for (Index j = 0; j < phoneme_width; ++j) {
        const double noise = options.noise * (j < phoneme_places ? 0.5 : 1.0) * random.normal();
        e.frames.push_back(x[j] + static_cast<float>(noise));
      }
      e.target += phoneme_symbols[phoneme];
    }
    phoneme = next;
  }
  return e;
}

}  // namespace unrolled
