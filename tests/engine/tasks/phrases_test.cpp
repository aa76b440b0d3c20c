#include "tasks/phrases.h"

#include <map>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "tasks/catalogue.h"
#include "tasks/lexicon.h"

using namespace unrolled;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

const std::vector<Example>& many() {
  static const auto examples = distinct_examples(phrases_task, {}, 60000, 1);
  return examples;
}

}  // namespace

TEST_CASE("there are sixty thousand different phrases, and either language determines the other", "[tasks]") {
  REQUIRE(many().size() == 60000);
  std::map<std::string, std::string> english_of;
  for (const Example& e : many()) {
    const auto [at, added] = english_of.emplace(e.target, e.source);
    INFO(e.target << " = " << e.source << " = " << at->second);
    REQUIRE(added);
  }
  for (const Example& e : distinct_examples(phrases_task, {.language = "zh-en"}, 20000, 2)) {
    const auto known = english_of.find(e.source);
    if (known != english_of.end()) REQUIRE(known->second == e.target);
  }
}

TEST_CASE("a question is one in both languages, and so is a denial", "[tasks]") {
  for (const Example& e : many()) {
    INFO(e.source << " " << e.target);
    REQUIRE(e.source.ends_with('?') == e.target.ends_with("吗？"));
    REQUIRE(e.source.ends_with('.') == e.target.ends_with("。"));
    REQUIRE(has(e.source, " not ") == (has(e.target, "没") || has(e.target, "不")));
    REQUIRE((e.source[0] >= 'A' && e.source[0] <= 'Z'));
    REQUIRE(!has(e.source, "  "));
    REQUIRE(!has(e.target, " "));
  }
}

TEST_CASE("what is past has 了 unless it is denied, and nothing else has", "[tasks]") {
  for (const Example& e : many()) {
    INFO(e.source << " " << e.target);
    const bool past = has(e.source, "yesterday") || has(e.source, "last ") || has(e.source, "this morning");
    REQUIRE(has(e.target, "了") == (past && !has(e.source, " not ")));
    REQUIRE(has(e.target, "会") == (has(e.source, "will ") || has(e.source, "Will ")));
    REQUIRE(has(e.source, "every ") == has(e.target, "每天"));
  }
}

TEST_CASE("time and place stand before the verb in Chinese, after the object in English", "[tasks]") {
  for (const Example& e : many()) {
    INFO(e.source << " " << e.target);
    for (const auto& place : lexicon::places) {
      if (!has(e.source, place.english) || e.source.find(place.english) == 0) continue;
      for (const auto& verb : lexicon::verbs)
        if (const size_t at = e.target.find(std::string(place.chinese) + std::string(verb.chinese)); at != std::string::npos)
          for (const auto& time : lexicon::times)
            if (has(e.target, time.chinese)) REQUIRE(e.target.find(time.chinese) < at);
    }
  }
}

TEST_CASE("every number in Chinese is followed by a measure word, and the noun's own", "[tasks]") {
  std::set<std::string> seen;
  for (const Example& e : many()) {
    for (const auto& noun : lexicon::nouns) {
      for (const std::string_view number : {"一", "两", "三", "四", "五", "六", "十", "这", "那"}) {
        const std::string measured = std::string(number) + std::string(noun.measure) + std::string(noun.chinese);
        if (has(e.target, measured)) seen.insert(std::string(noun.measure) + std::string(noun.chinese));
      }
    }
    INFO(e.target);
    REQUIRE(!has(e.target, "二"));
  }
  CHECK(seen.size() == std::size(lexicon::nouns));
}

TEST_CASE("English articles, verbs and helpers agree", "[tasks]") {
  for (const Example& e : many()) {
    INFO(e.source);
    const std::string text = " " + e.source;
    for (const char vowel : {'a', 'e', 'i', 'o', 'u'}) REQUIRE(!has(text, std::string(" a ") + vowel));
    for (const char consonant : {'b', 'c', 'd', 'f', 'g', 'h', 'l', 'n', 'p', 'r', 's', 't', 'w', 'y'})
      REQUIRE(!has(text, std::string(" an ") + consonant));
    for (const std::string_view wrong : {"I is", "I are", "he are", "she are", "they is", "we is", "children is ", "you is ", "you does",
                                         "He do ", "she do ", "They does", "He read books at home every"})
      REQUIRE(!has(text, wrong));
  }
}

TEST_CASE("sentences come out as people say them", "[tasks]") {
  std::map<std::string, std::string> chinese_of;
  for (const Example& e : distinct_examples(phrases_task, {}, 3000, 4)) chinese_of.emplace(e.source, e.target);
  const std::map<std::string, std::string> expected = {
      {"Did we wash your big apple this morning?", "我们今天早上洗你的大苹果了吗？"},
      {"Did the teacher read old books last night?", "老师昨晚看旧书了吗？"},
      {"Did he see three big white dogs in the park yesterday?", "他昨天在公园里看到了三条白色的大狗吗？"},
      {"My friend is selling my good book at the market now.", "我的朋友现在正在市场卖我的好书。"},
      {"Her mother is not writing interesting letters at home now.", "她妈妈现在没在家写有趣的信。"},
      {"We are washing trousers now.", "我们现在正在洗裤子。"},
      {"The doctor does not often write stories in the library.", "医生不常在图书馆写故事。"},
      {"The teacher often sells new umbrellas at the station.", "老师经常在车站卖新雨伞。"},
      {"Your father does not like that tree.", "你爸爸不喜欢那棵树。"},
      {"Is this bowl of rice delicious?", "这碗米饭好吃吗？"},
      {"The doctor will not wash that pair of new white trousers in the garden tomorrow.", "医生明天不会在花园里洗那条白色的新裤子。"},
      {"They did not drink this cup of tea this morning.", "他们今天早上没喝这杯茶。"},
  };
  for (const auto& [english, chinese] : expected) {
    INFO(english);
    REQUIRE(chinese_of.contains(english));
    CHECK(chinese_of.at(english) == chinese);
  }
}
