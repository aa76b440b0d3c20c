#include "tasks/reviews.h"

#include <cmath>
#include <map>
#include <set>

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "data/utf8.h"
#include "tasks/catalogue.h"

using namespace unrolled;

namespace {

/// English words, Chinese characters.
std::vector<std::string> tokens(const std::string& line) {
  std::vector<std::string> all(1);
  for (const char32_t c : decode_utf8({reinterpret_cast<const std::uint8_t*>(line.data()), line.size()})) {
    if (c < 128 && c != ' ' && c != ',') {
      append_utf8(all.back(), c);
      continue;
    }
    if (!all.back().empty()) all.emplace_back();
    if (c >= 128) append_utf8(all.back(), c), all.emplace_back();
  }
  if (all.back().empty()) all.pop_back();
  return all;
}

/// Naive Bayes over words, trained on the first half, right on so much of the second.
double bag_of_words(std::string_view language) {
  const auto examples = distinct_examples(reviews_task, {.language = language}, 12000, 1);
  std::map<std::string, std::map<std::string, double>> counts;
  std::map<std::string, double> totals;
  const size_t half = examples.size() / 2;
  std::set<std::string> words;
  for (size_t k = 0; k < half; ++k)
    for (const auto& w : tokens(examples[k].source)) ++counts[examples[k].target][w], ++totals[examples[k].target], words.insert(w);
  size_t right = 0;
  for (size_t k = half; k < examples.size(); ++k) {
    std::string best;
    double most = -1e300;
    for (auto& [label, count] : counts) {
      double sum = 0;
      for (const auto& w : tokens(examples[k].source)) sum += std::log((count[w] + 1) / (totals[label] + static_cast<double>(words.size())));
      if (sum > most) most = sum, best = label;
    }
    right += best == examples[k].target;
  }
  return static_cast<double>(right) / static_cast<double>(examples.size() - half);
}

struct Grammar {
  std::string_view language, good, comma, is, word_begins, deny, although_first, although_last, but, thought, surprise;
};

/// Reads a line by its grammar, with words whose verdict simple lines have taught it.
struct Reader {
  Grammar g;
  std::map<std::string, bool> taught;

  static std::string after(const std::string& s, std::string_view mark) {
    const size_t at = s.rfind(mark);
    return at == s.npos ? s : s.substr(at + mark.size());
  }
  /// The clause that counts.
  std::string main_clause(std::string line) const {
    if (const size_t at = line.find(g.although_first); at != line.npos) return line.substr(line.find(g.comma, at) + g.comma.size());
    if (const size_t at = line.find(g.although_last); at != line.npos) return line.substr(0, at);
    if (line.find(g.thought) != line.npos) return after(line, g.surprise);
    return line.find(g.but) == line.npos ? line : after(line, g.but);
  }
  bool reads(const std::string& line) const {
    std::string clause = main_clause(line);
    bool good = true, found = false;
    size_t first = clause.npos, longest = 0;
    for (const auto& [word, verdict] : taught) {
      const size_t at = clause.find(word);
      if (at == clause.npos || at > first || (at == first && word.size() < longest)) continue;
      first = at, longest = word.size(), good = verdict, found = true;
    }
    REQUIRE(found);
    const std::string before = clause.substr(0, first);
    return good != before.ends_with(g.deny);
  }
};

void check_reader(const Grammar& g) {
  Reader reader{g, {}};
  const auto examples = distinct_examples(reviews_task, {.language = g.language}, 12000, 2);
  const auto simple = [&](const std::string& line) {
    for (const auto part : {g.deny, g.although_first, g.although_last, g.but, g.thought})
      if (line.find(part) != line.npos) return false;
    return true;
  };
  for (const Example& e : examples)
    if (simple(e.source)) reader.taught[std::string(g.word_begins) + Reader::after(e.source, g.is)] = e.target == g.good;
  REQUIRE(reader.taught.size() > 40);
  size_t good = 0;
  for (const Example& e : examples) {
    INFO(e.source);
    REQUIRE(reader.reads(e.source) == (e.target == g.good));
    good += e.target == g.good;
  }
  CHECK(static_cast<double>(good) == Catch::Approx(6000).epsilon(0.05));
}

}  // namespace

TEST_CASE("who knows the words and the English grammar reads every label", "[tasks]") {
  check_reader({"en", "positive", ", ", " ", " ", " not", "although ", ", although ", ", but ", "I thought ", ", but "});
}

TEST_CASE("who knows the words and the Chinese grammar reads every label", "[tasks]") {
  check_reader({"zh", "好评", "，", "很", "", "不", "虽然", "，尽管", "，但是", "本来以为", "没想到"});
}

TEST_CASE("who counts words only is often wrong", "[tasks]") {
  const double english = bag_of_words("en"), chinese = bag_of_words("zh");
  CAPTURE(english, chinese);
  CHECK(english < 0.75);
  CHECK(chinese < 0.75);
}
