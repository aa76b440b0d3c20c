#pragma once
// The words of `phrases`, with what goes together: which adjectives a noun takes, which things a verb acts on, where.

#include <cstdint>
#include <string_view>

#include "math/types.h"

namespace unrolled::lexicon {

using Set = std::uint32_t;

struct Person {
  std::string_view english, chinese;
  enum class Kind { me, plural, singular } kind;
};

struct Adjective {
  std::string_view english, chinese;
  bool joins;  // stands right before the noun: 新书, but 漂亮的花
  /// What a thing of this kind may be said to be: "" for none.
  std::string_view predicate;
};

enum AdjectiveSet : Set {
  red = 1, white = 2, black = 4, blue = 8, yellow = 16, big = 32, small = 64, new_ = 128, old = 256, good = 512,
  beautiful = 1024, expensive = 2048, cheap = 4096, interesting = 8192, delicious = 16384, fresh = 32768,
  hot = 65536, cold = 131072,
};
inline constexpr Index colours = 5;
inline constexpr Set priced = expensive | cheap, sized = big | small, aged = new_ | old;

struct Noun {
  std::string_view one, many;            // English
  std::string_view one_of, many_of;      // "cup of ", "cups of ", or nothing
  std::string_view chinese, measure;
  Set adjectives;
};

struct Verb {
  std::string_view base, third, past, doing;
  std::string_view chinese;
  Set things, places;
  bool lasts;  // one can be doing it right now
};

struct Adverbial {
  std::string_view english, chinese;
};

enum class Tense { past, future, habit, often, now };
struct Time {
  std::string_view english, chinese;
  Tense tense;
};

enum ThingSet : Set {
  book = 1, newspaper = 1 << 1, letter = 1 << 2, story = 1 << 3, apple = 1 << 4, egg = 1 << 5, fish = 1 << 6,
  cake = 1 << 7, rice = 1 << 8, tea = 1 << 9, coffee = 1 << 10, milk = 1 << 11, shirt = 1 << 12, hat = 1 << 13,
  umbrella = 1 << 14, shoes = 1 << 15, trousers = 1 << 16, bicycle = 1 << 17, car = 1 << 18, chair = 1 << 19,
  cup = 1 << 20, flower = 1 << 21, tree = 1 << 22, cat = 1 << 23, dog = 1 << 24, horse = 1 << 25, bird = 1 << 26,
};
inline constexpr Set reading = book | newspaper | letter, raw = apple | egg | fish | cake, food = raw | rice,
                     drinks = tea | coffee | milk, clothes = shirt | hat | shoes | trousers, animals = cat | dog | horse | bird;

enum PlaceSet : Set {
  home = 1, school = 2, library = 4, park = 8, market = 16, shop = 32, restaurant = 64, kitchen = 128, garden = 256,
  station = 512, office = 1024,
};

inline constexpr Person people[] = {
    {"I", "我", Person::Kind::me},
    {"you", "你", Person::Kind::plural},
    {"he", "他", Person::Kind::singular},
    {"she", "她", Person::Kind::singular},
    {"we", "我们", Person::Kind::plural},
    {"they", "他们", Person::Kind::plural},
    {"my friend", "我的朋友", Person::Kind::singular},
    {"the teacher", "老师", Person::Kind::singular},
    {"the doctor", "医生", Person::Kind::singular},
    {"your father", "你爸爸", Person::Kind::singular},
    {"her mother", "她妈妈", Person::Kind::singular},
    {"the children", "孩子们", Person::Kind::plural},
};

inline constexpr std::string_view owners[][2] = {{"my", "我的"}, {"your", "你的"}, {"his", "他的"}, {"her", "她的"}};

// In the order of AdjectiveSet.
inline constexpr Adjective adjectives[] = {
    {"red", "红色的", false, ""},
    {"white", "白色的", false, ""},
    {"black", "黑色的", false, ""},
    {"blue", "蓝色的", false, ""},
    {"yellow", "黄色的", false, ""},
    {"big", "大", true, "大"},
    {"small", "小", true, "小"},
    {"new", "新", true, "新"},
    {"old", "旧", true, "旧"},
    {"good", "好", true, "好"},
    {"beautiful", "漂亮的", false, "漂亮"},
    {"expensive", "昂贵的", false, "贵"},
    {"cheap", "便宜的", false, "便宜"},
    {"interesting", "有趣的", false, "有趣"},
    {"delicious", "好吃的", false, "好吃"},
    {"fresh", "新鲜的", false, "新鲜"},
    {"hot", "热", true, "热"},
    {"cold", "冰", true, ""},
};

// In the order of ThingSet.
inline constexpr Noun nouns[] = {
    {"book", "books", "", "", "书", "本", new_ | old | good | interesting | priced},
    {"newspaper", "newspapers", "", "", "报纸", "份", old | interesting},
    {"letter", "letters", "", "", "信", "封", interesting},
    {"story", "stories", "", "", "故事", "个", new_ | good | interesting},
    {"apple", "apples", "", "", "苹果", "个", red | yellow | sized | delicious | fresh | priced},
    {"egg", "eggs", "", "", "鸡蛋", "个", white | sized | fresh | cheap},
    {"fish", "fish", "", "", "鱼", "条", sized | fresh | delicious | priced},
    {"cake", "cake", "piece of ", "pieces of ", "蛋糕", "块", delicious | fresh},
    {"rice", "rice", "bowl of ", "bowls of ", "米饭", "碗", hot | delicious},
    {"tea", "tea", "cup of ", "cups of ", "茶", "杯", hot | cold | good},
    {"coffee", "coffee", "cup of ", "cups of ", "咖啡", "杯", hot | cold | good | expensive},
    {"milk", "milk", "bottle of ", "bottles of ", "牛奶", "瓶", hot | cold | fresh},
    {"shirt", "shirts", "", "", "衬衫", "件", red | white | black | blue | yellow | aged | beautiful | priced},
    {"hat", "hats", "", "", "帽子", "顶", red | white | black | blue | yellow | sized | aged | beautiful | priced},
    {"umbrella", "umbrellas", "", "", "雨伞", "把", red | white | black | blue | yellow | sized | aged | beautiful | cheap},
    {"shoes", "shoes", "pair of ", "pairs of ", "鞋", "双", red | white | black | blue | aged | beautiful | priced},
    {"trousers", "trousers", "pair of ", "pairs of ", "裤子", "条", white | black | blue | aged | beautiful | priced},
    {"bicycle", "bicycles", "", "", "自行车", "辆", red | white | black | blue | yellow | sized | aged | good | beautiful | priced},
    {"car", "cars", "", "", "汽车", "辆", red | white | black | blue | sized | aged | beautiful | priced},
    {"chair", "chairs", "", "", "椅子", "把", red | white | black | sized | aged | beautiful | priced},
    {"cup", "cups", "", "", "杯子", "个", red | white | blue | yellow | sized | aged | beautiful | priced},
    {"flower", "flowers", "", "", "花", "朵", red | white | yellow | blue | sized | beautiful | fresh},
    {"tree", "trees", "", "", "树", "棵", sized | beautiful},
    {"cat", "cats", "", "", "猫", "只", white | black | sized | beautiful},
    {"dog", "dogs", "", "", "狗", "条", white | black | yellow | sized | beautiful},
    {"horse", "horses", "", "", "马", "匹", white | black | sized | beautiful},
    {"bird", "birds", "", "", "鸟", "只", red | white | black | blue | yellow | sized | beautiful},
};

inline constexpr Verb verbs[] = {
    {"read", "reads", "read", "reading", "看", reading, home | school | library | park | garden | station | office, true},
    {"write", "writes", "wrote", "writing", "写", letter | story, home | school | library | garden | office, true},
    {"eat", "eats", "ate", "eating", "吃", food, home | school | park | restaurant | kitchen | garden | office, true},
    {"drink", "drinks", "drank", "drinking", "喝", drinks, home | school | park | restaurant | kitchen | garden | station | office, true},
    {"buy", "buys", "bought", "buying", "买", book | newspaper | raw | drinks | clothes | umbrella | bicycle | chair | cup | flower, market | shop, true},
    {"sell", "sells", "sold", "selling", "卖", book | newspaper | raw | clothes | umbrella | bicycle | chair | cup | flower, market | shop | station, true},
    {"wash", "washes", "washed", "washing", "洗", apple | clothes | bicycle | car | cup, home | garden, true},
    {"draw", "draws", "drew", "drawing", "画", flower | tree | animals | apple | car | chair, home | school | park | garden, true},
    {"see", "sees", "saw", "", "看到", flower | animals | car | bicycle, school | park | market | garden | station, false},
};
inline constexpr Verb like = {"like", "likes", "", "", "喜欢", (1u << 27) - 1, 0, false};

// In the order of PlaceSet.
inline constexpr Adverbial places[] = {
    {"at home", "在家"},           {"at school", "在学校"},          {"in the library", "在图书馆"},
    {"in the park", "在公园里"},   {"at the market", "在市场"},      {"in the shop", "在商店"},
    {"in the restaurant", "在餐馆"}, {"in the kitchen", "在厨房"},     {"in the garden", "在花园里"},
    {"at the station", "在车站"},  {"in the office", "在办公室"},
};

inline constexpr Time times[] = {
    {"yesterday", "昨天", Tense::past},       {"last night", "昨晚", Tense::past},
    {"this morning", "今天早上", Tense::past}, {"last week", "上周", Tense::past},
    {"tomorrow", "明天", Tense::future},      {"tonight", "今晚", Tense::future},
    {"next week", "下周", Tense::future},     {"every day", "每天", Tense::habit},
    {"every morning", "每天早上", Tense::habit}, {"often", "经常", Tense::often},
    {"now", "现在", Tense::now},
};

inline constexpr std::string_view numerals[][2] = {{"two", "两"}, {"three", "三"}, {"four", "四"}, {"five", "五"},
                                                   {"six", "六"}, {"ten", "十"}};

}  // namespace unrolled::lexicon
