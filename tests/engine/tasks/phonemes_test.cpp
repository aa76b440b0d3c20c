#include "tasks/phonemes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "data/utf8.h"
#include "tasks/catalogue.h"

using namespace unrolled;

namespace {

constexpr Index K = phoneme_count, states = K * K * longest_phoneme;  // own, next, frames that are left after this one
using Belief = std::vector<double>;

Index state(Index own, Index next, Index left) { return (own * K + next) * longest_phoneme + left; }

void normalise(Belief& b) {
  double sum = 0;
  for (const double p : b) sum += p;
  for (double& p : b) p /= sum;
}

/// p(frame | own, next) up to a factor, for every state.
Belief likelihood(const float* x, double noise) {
  Belief b(states, 0.0);
  for (Index own = 0; own < K; ++own) {
    for (Index next = 0; next < K; ++next) {
      if (own == next) continue;
      float mean[phoneme_width];
      write_frame(own, next, mean);
      double square = 0;
      for (Index j = 0; j < phoneme_width; ++j) {
        const double off = (x[j] - mean[j]) / (j < phoneme_places ? noise / 2 : noise);
        square += off * off;
      }
      for (Index left = 0; left < longest_phoneme; ++left) b[state(own, next, left)] = std::exp(-square / 2) + 1e-300;
    }
  }
  return b;
}

Belief step(const Belief& b) {
  Belief after(states, 0.0);
  for (Index own = 0; own < K; ++own) {
    for (Index next = 0; next < K; ++next) {
      for (Index left = 1; left < longest_phoneme; ++left) after[state(own, next, left - 1)] += b[state(own, next, left)];
      for (Index third = 0; third < K; ++third)
        for (Index left = 0; third != next && left < longest_phoneme; ++left)
          after[state(next, third, left)] += b[state(own, next, 0)] / (longest_phoneme * (K - 1));
    }
  }
  return after;
}

/// The same backwards: what later frames say of a state.
Belief step_back(const Belief& b) {
  Belief before(states, 0.0);
  std::array<double, K> begins{};  // of the next phoneme's start
  for (Index next = 0; next < K; ++next)
    for (Index third = 0; third < K; ++third)
      for (Index left = 0; third != next && left < longest_phoneme; ++left)
        begins[next] += b[state(next, third, left)] / (longest_phoneme * (K - 1));
  for (Index own = 0; own < K; ++own)
    for (Index next = 0; next < K; ++next)
      for (Index left = 0; left < longest_phoneme; ++left)
        before[state(own, next, left)] = left ? b[state(own, next, left - 1)] : begins[next];
  return before;
}

Index best(const Belief& b) {
  std::array<double, K> own{};
  for (Index s = 0; s < states; ++s) own[s / (K * longest_phoneme)] += b[s];
  return std::ranges::max_element(own) - own.begin();
}

struct Errors {
  double forward = 0, both = 0;
};

/// How often the best possible taggers err: one that has read the frames so far, one that has read them all.
Errors bayes_errors(Index utterances) {
  const Index T = 40, counted = T - longest_phoneme;  // what comes before silence is no state here
  Errors errors;
  for (const Example& e : distinct_examples(phonemes_task, {.length = T}, utterances, 1)) {
    const auto points = decode_utf8({reinterpret_cast<const std::uint8_t*>(e.target.data()), e.target.size()});
    std::vector<Belief> seen, forward, backward(counted, Belief(states, 1.0));
    for (Index t = 0; t < counted; ++t) seen.push_back(likelihood(e.frames.data() + t * phoneme_width, 0.5));
    Belief belief(states, 1.0);
    for (Index t = 0; t < counted; ++t) {
      if (t > 0) belief = step(forward.back());
      for (Index s = 0; s < states; ++s) belief[s] *= seen[t][s];
      normalise(belief);
      forward.push_back(belief);
    }
    for (Index t = counted - 2; t >= 0; --t) {
      Belief later = backward[t + 1];
      for (Index s = 0; s < states; ++s) later[s] *= seen[t + 1][s];
      backward[t] = step_back(later);
      normalise(backward[t]);
    }
    for (Index t = 0; t < counted; ++t) {
      Index right = 0;
      std::string symbol;
      append_utf8(symbol, points[t]);
      while (phoneme_symbols[right] != symbol) ++right;
      Belief all = forward[t];
      for (Index s = 0; s < states; ++s) all[s] *= backward[t][s];
      const double share = 1.0 / static_cast<double>(utterances * counted);
      errors.forward += (best(forward[t]) != right) * share;
      errors.both += (best(all) != right) * share;
    }
  }
  return errors;
}

}  // namespace

TEST_CASE("the best tagger that reads forward errs more than three times as often as the best that reads both ways", "[tasks]") {
  const Errors errors = bayes_errors(60);
  CAPTURE(errors.forward, errors.both);
  CHECK(errors.forward == Catch::Approx(0.165).margin(0.01));
  CHECK(errors.both == Catch::Approx(0.036).margin(0.006));
  CHECK(errors.forward > 3 * errors.both);
}

TEST_CASE("phonemes last one to three frames and never follow themselves", "[tasks]") {
  std::map<char32_t, Index> counts;
  std::map<Index, Index> lasting;
  for (const Example& e : distinct_examples(phonemes_task, {.length = 60}, 500, 1)) {
    const auto points = decode_utf8({reinterpret_cast<const std::uint8_t*>(e.target.data()), e.target.size()});
    REQUIRE(points.size() == 60);
    REQUIRE(e.frames.size() == 60 * phoneme_width);
    Index run = 0;
    for (size_t t = 0; t < 60; ++t) {
      ++counts[points[t]];
      ++run;
      if (t + 1 < 60 && points[t + 1] == points[t]) continue;
      REQUIRE(run <= longest_phoneme);
      ++lasting[run];
      run = 0;
    }
  }
  CHECK(counts.size() == phoneme_count);
  for (const auto& [symbol, count] : counts) CHECK(static_cast<double>(count) == Catch::Approx(2500).epsilon(0.1));
  for (const auto& [length, count] : lasting) CHECK(static_cast<double>(count) == Catch::Approx(5000).epsilon(0.1));
}

TEST_CASE("without noise a frame is its phoneme moved towards the next one", "[tasks]") {
  float x[phoneme_width];
  write_frame(0, 3, x);  // p before d
  CHECK(std::vector<float>(x, x + phoneme_width) == std::vector<float>{0.75f, 0.25f, 0, 0, 0, 0, -2, -2});
  write_frame(1, 2, x);  // b before t: formants as those of p before k
  CHECK(std::vector<float>(x, x + phoneme_width) == std::vector<float>{0.75f, 0.25f, 0, 0, 0, 0, 0, 0});
  write_frame(11, -1, x);  // ʒ at the end
  CHECK(std::vector<float>(x, x + phoneme_width) == std::vector<float>{0, 0, 0, 0, 0, 0.75f, 1, 1});
  const Example e = distinct_examples(phonemes_task, {.length = 6, .noise = 0}, 1, 1).at(0);
  for (size_t t = 0; t < 6; ++t)
    CHECK(std::count(e.frames.begin() + 8 * static_cast<Index>(t), e.frames.begin() + 8 * static_cast<Index>(t) + 6, 0.75f) == 1);
}
