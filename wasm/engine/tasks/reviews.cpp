#include "tasks/reviews.h"

#include "tasks/draw.h"

namespace unrolled {

namespace {

/// Opposites: what they say of a thing, and the reverse.
struct Contrast {
  std::string_view good, bad;
};
struct Aspect {
  std::string_view thing, verb, would;  // “the food”, “was”, “it”
  Contrast contrasts[4];
};
/// What a line is about: its things never mix with those of another.
using Domain = Aspect[4];

constexpr Domain english[] = {
    {{"the food", "was", "it", {{"good", "bad"}, {"delicious", "awful"}, {"fresh", "stale"}, {"excellent", "terrible"}}},
     {"the service", "was", "it", {{"good", "bad"}, {"friendly", "rude"}, {"fast", "slow"}, {"excellent", "terrible"}}},
     {"the soup", "was", "it", {{"good", "bad"}, {"tasty", "bland"}, {"hot", "cold"}, {"wonderful", "awful"}}},
     {"the waiters", "were", "they", {{"good", "bad"}, {"friendly", "rude"}, {"polite", "impolite"}, {"attentive", "careless"}}}},
    {{"the room", "was", "it", {{"good", "bad"}, {"clean", "dirty"}, {"quiet", "noisy"}, {"comfortable", "shabby"}}},
     {"the bed", "was", "it", {{"good", "bad"}, {"comfortable", "uncomfortable"}, {"clean", "dirty"}, {"great", "terrible"}}},
     {"the breakfast", "was", "it", {{"good", "bad"}, {"tasty", "bland"}, {"fresh", "stale"}, {"excellent", "poor"}}},
     {"the people at the desk", "were", "they", {{"good", "bad"}, {"kind", "unkind"}, {"helpful", "useless"}, {"polite", "rude"}}}},
    {{"the film", "was", "it", {{"good", "bad"}, {"exciting", "boring"}, {"clever", "silly"}, {"great", "terrible"}}},
     {"the story", "was", "it", {{"good", "bad"}, {"touching", "dull"}, {"clever", "stupid"}, {"original", "stale"}}},
     {"the music", "was", "it", {{"good", "bad"}, {"beautiful", "ugly"}, {"lovely", "annoying"}, {"great", "awful"}}},
     {"the actors", "were", "they", {{"good", "bad"}, {"convincing", "wooden"}, {"brilliant", "dreadful"}, {"great", "terrible"}}}},
};

constexpr Domain chinese[] = {
    {{"菜", "", "", {{"好", "差"}, {"好吃", "难吃"}, {"新鲜", "油腻"}, {"可口", "糟糕"}}},
     {"服务", "", "", {{"好", "差"}, {"周到", "马虎"}, {"热情", "冷淡"}, {"快", "慢"}}},
     {"汤", "", "", {{"好", "差"}, {"好喝", "难喝"}, {"鲜美", "寡淡"}, {"香", "咸"}}},
     {"服务员", "", "", {{"好", "差"}, {"热情", "冷淡"}, {"礼貌", "粗鲁"}, {"细心", "粗心"}}}},
    {{"房间", "", "", {{"好", "差"}, {"干净", "脏"}, {"安静", "吵"}, {"宽敞", "狭小"}}},
     {"床", "", "", {{"好", "差"}, {"舒服", "难受"}, {"干净", "脏"}, {"结实", "破旧"}}},
     {"早餐", "", "", {{"好", "差"}, {"好吃", "难吃"}, {"丰盛", "单调"}, {"新鲜", "糟糕"}}},
     {"前台", "", "", {{"好", "差"}, {"热情", "冷淡"}, {"耐心", "急躁"}, {"专业", "马虎"}}}},
    {{"电影", "", "", {{"好看", "难看"}, {"精彩", "无聊"}, {"感人", "沉闷"}, {"出色", "糟糕"}}},
     {"故事", "", "", {{"好", "差"}, {"感人", "无聊"}, {"精彩", "乏味"}, {"新颖", "老套"}}},
     {"音乐", "", "", {{"好", "差"}, {"好听", "难听"}, {"动人", "刺耳"}, {"优美", "吵"}}},
     {"演员", "", "", {{"好", "差"}, {"自然", "做作"}, {"出色", "糟糕"}, {"投入", "敷衍"}}}},
};

constexpr std::string_view english_openings[] = {"", "", "honestly, ", "in the end, ", "this time ", "on Sunday ", "for us, "};
constexpr std::string_view chinese_openings[] = {"", "", "说实话，", "总的来说，", "这次", "周末去的，", "我们觉得"};

/// One thing with one word about it; `good` is the verdict, `word` bears it out and `opposite` does not.
struct Verdict {
  const Aspect& about;
  std::string_view word, opposite;
};

Verdict draw_verdict(Random& random, const Aspect& about, Index good) {
  const Contrast& c = pick(random, about.contrasts);
  return {about, good ? c.good : c.bad, good ? c.bad : c.good};
}

std::string text(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const std::string_view part : parts) all += part;
  return all;
}

constexpr Index forms = 8;

std::string english_line(Index form, const Verdict& v, const Verdict& other) {
  const std::string subject = text({v.about.thing, " ", v.about.verb, " "});
  const std::string against = text({other.about.thing, " ", other.about.verb, " ", other.word});
  switch (form) {
    case 0: return text({subject, v.word});
    case 1: return text({subject, "not ", v.opposite});
    case 2: return text({subject, v.word, ", not ", v.opposite});
    case 3: return text({subject, "not ", v.opposite, " at all"});
    case 4: return text({against, ", but ", subject, v.word});
    case 5: return text({"although ", against, ", ", subject, v.word});
    case 6: return text({subject, v.word, ", although ", against});
    default: return text({"I thought ", v.about.thing, " would be ", v.opposite, ", but ", v.about.would, " ", v.about.verb, " ", v.word});
  }
}

std::string chinese_line(Index form, const Verdict& v, const Verdict& other) {
  const std::string_view thing = v.about.thing;
  const std::string against = text({other.about.thing, "很", other.word});
  switch (form) {
    case 0: return text({thing, "很", v.word});
    case 1: return text({thing, "不", v.opposite});
    case 2: return text({thing, "很", v.word, "，不", v.opposite});
    case 3: return text({thing, "一点也不", v.opposite});
    case 4: return text({against, "，但是", thing, "很", v.word});
    case 5: return text({"虽然", against, "，但", thing, "很", v.word});
    case 6: return text({thing, "很", v.word, "，尽管", against});
    default: return text({"本来以为", thing, "很", v.opposite, "，没想到很", v.word});
  }
}

}  // namespace

Example make_review(Random& random, const TaskOptions& options) {
  const bool zh = options.language == "zh";
  const Domain& domain = zh ? pick(random, chinese) : pick(random, english);
  const Index good = below(random, 2), form = below(random, forms);
  const Index first = below(random, 4), second = (first + 1 + below(random, 3)) % 4;
  const Verdict v = draw_verdict(random, domain[first], good);
  const Verdict other = draw_verdict(random, domain[second], 1 - good);
  const std::string_view opening = zh ? pick(random, chinese_openings) : pick(random, english_openings);
  return {std::string(opening) += zh ? chinese_line(form, v, other) : english_line(form, v, other),
          zh ? (good ? "好评" : "差评") : (good ? "positive" : "negative"), {}, {}};
}

}  // namespace unrolled
