#include "tasks/probes.h"

#include <algorithm>

#include "tasks/draw.h"

namespace unrolled {

Example make_copy(Random& random, const TaskOptions& options) {
  std::string letters;
  for (Index k = 0; k < copied_letters; ++k) letters += letter(random, 'a', options.symbols);
  const std::string wait(static_cast<size_t>(options.length), '_'), blank(copied_letters, '_');
  Example e{letters + wait + blank, blank + wait + letters, {}, {}};
  e.source[static_cast<size_t>(copied_letters + options.length - 1)] = ':';
  return e;
}

Example make_reversal(Random& random, const TaskOptions& options) {
  Example e;
  for (Index left = between(random, 1, options.length); left > 0; --left) e.source += letter(random, 'a', options.symbols);
  e.target.assign(e.source.rbegin(), e.source.rend());
  return e;
}

Example make_adding(Random& random, const TaskOptions& options) {
  const Index T = options.length, half = T / 2;
  const Index first = below(random, half), second = between(random, half, T - 1);
  Example e;
  for (Index t = 0; t < T; ++t) {
    e.frames.push_back(static_cast<float>(random.uniform()));
    e.frames.push_back(t == first || t == second ? 1.0f : 0.0f);
  }
  e.values = {e.frames[static_cast<size_t>(2 * first)] + e.frames[static_cast<size_t>(2 * second)]};
  return e;
}

Example make_parity(Random& random, const TaskOptions& options) {
  Example e;
  Index odd = 0;
  for (Index t = 0; t < options.length; ++t) {
    const Index bit = below(random, 2);
    odd ^= bit;
    e.source += static_cast<char>('0' + bit);
    e.target += static_cast<char>('0' + odd);
  }
  return e;
}

Example make_brackets(Random& random, const TaskOptions& options) {
  constexpr std::string_view opening = "([{", closing = ")]}";
  const bool counts = options.variant == "depth";
  const Index T = options.length / 2 * 2, kinds = counts ? 1 : options.symbols, deepest = 9;
  Example e;
  std::string open;  // the brackets that would close what is open
  for (Index t = 0; t < T; ++t) {
    const Index depth = static_cast<Index>(open.size());
    const bool coin = below(random, 2) == 0;
    if (depth == 0 || (coin && depth < std::min(deepest, T - t))) {
      const Index kind = below(random, kinds);
      open += closing[static_cast<size_t>(kind)];
      e.source += opening[static_cast<size_t>(kind)];
    } else {
      e.source += open.back();
      open.pop_back();
    }
    e.target += counts ? static_cast<char>('0' + open.size()) : open.empty() ? '.' : open.back();
  }
  return e;
}

Example make_gap(Random& random, const TaskOptions& options) {
  Example e;
  e.source += letter(random, 'A', options.symbols);
  e.target = e.source;
  for (Index t = 1; t < options.length; ++t) e.source += letter(random, 'a', 10);
  return e;
}

}  // namespace unrolled
