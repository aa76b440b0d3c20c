#include "tasks/phrases.h"

#include <bit>

#include "tasks/draw.h"
#include "tasks/lexicon.h"

namespace unrolled {

namespace {

using namespace lexicon;

enum class Mood { statement, negation, question };
/// Books; a book, three books; this book, that book, her book.
enum ObjectKind : Set { bare = 1, counted = 2, definite = 4 };

struct Words {
  std::string english, chinese;
};
struct Thing {
  Words words;
  ObjectKind kind;
};

/// One of the members of a set, as its number.
Index member(Random& random, Set set) {
  for (Index skip = below(random, std::popcount(set)); skip > 0; --skip) set &= set - 1;
  return std::countr_zero(set);
}

std::string joined(std::initializer_list<std::string_view> words) {
  std::string sentence;
  for (const std::string_view word : words) {
    if (word.empty()) continue;
    if (!sentence.empty()) sentence += ' ';
    sentence += word;
  }
  return sentence;
}

Words finished(Words w, Mood mood) {
  if (w.english[0] >= 'a' && w.english[0] <= 'z') w.english[0] = static_cast<char>(w.english[0] - 'a' + 'A');
  const bool asks = mood == Mood::question;
  w.english += asks ? '?' : '.';
  w.chinese += asks ? "吗？" : "。";
  return w;
}

std::string_view article(std::string_view word) {
  return std::string_view("aeiou").find(word[0]) == std::string_view::npos ? "a" : "an";
}

/// Nothing, one adjective, or one of size or age with a colour: English “big red”, Chinese “red big”.
Words adjectives_for(Random& random, Set allowed) {
  const Index how_many = below(random, 3);
  if (how_many == 0 || allowed == 0) return {};
  const Set colour = allowed & ((1u << colours) - 1), plain = allowed & (sized | aged);
  if (how_many == 2 && colour && plain) {
    const Adjective& first = adjectives[member(random, plain)];
    const Adjective& second = adjectives[member(random, colour)];
    return {joined({first.english, second.english}), std::string(second.chinese) += first.chinese};
  }
  const Adjective& one = adjectives[member(random, allowed)];
  return {std::string(one.english), std::string(one.chinese)};
}

Words counted_thing(Random& random, const Noun& noun) {
  const Words adjective = adjectives_for(random, noun.adjectives);
  const Index n = below(random, 2 * static_cast<Index>(std::size(numerals)));
  const bool several = n < static_cast<Index>(std::size(numerals));
  Words w{joined({adjective.english, several ? noun.many : noun.one}), adjective.chinese};
  w.english.insert(0, several ? noun.many_of : noun.one_of);
  w.english = joined({several ? numerals[n][0] : article(w.english), w.english});
  w.chinese = (std::string(several ? numerals[n][1] : "一") += noun.measure) += w.chinese;
  w.chinese += noun.chinese;
  return w;
}

/// Those that need no 的: after an owner's 的 a second one is clumsy.
Set joining(Set allowed) {
  for (size_t k = 0; k < std::size(adjectives); ++k)
    if (!adjectives[k].joins) allowed &= ~(1u << k);
  return allowed;
}

/// This, that, or somebody's: tea is “my tea”, not “my cup of tea”.
Words definite_thing(Random& random, const Noun& noun, Set allowed, Index choices) {
  const Index choice = below(random, choices);
  const Words adjective = adjectives_for(random, choice < 2 ? allowed : joining(allowed));
  if (choice >= 2) {
    const auto& owner = owners[choice - 2];
    return {joined({owner[0], adjective.english, noun.one}), (std::string(owner[1]) += adjective.chinese) += noun.chinese};
  }
  Words w{std::string(noun.one_of) += joined({adjective.english, noun.one}), choice == 0 ? "这" : "那"};
  w.english.insert(0, choice == 0 ? "this " : "that ");
  ((w.chinese += noun.measure) += adjective.chinese) += noun.chinese;
  return w;
}

Thing thing(Random& random, Set things, Set kinds) {
  const Noun& noun = nouns[member(random, things)];
  const auto kind = static_cast<ObjectKind>(1u << member(random, kinds));
  if (kind == counted) return {counted_thing(random, noun), kind};
  if (kind == definite) return {definite_thing(random, noun, noun.adjectives, 2 + std::size(owners)), kind};
  const Words adjective = adjectives_for(random, noun.adjectives);
  return {{joined({adjective.english, noun.many}), adjective.chinese + std::string(noun.chinese)}, kind};
}

std::string_view be(const Person& who) {
  return who.kind == Person::Kind::me ? "am" : who.kind == Person::Kind::singular ? "is" : "are";
}

std::string_view auxiliary(Tense tense, const Person& who) {
  switch (tense) {
    case Tense::past: return "did";
    case Tense::future: return "will";
    case Tense::now: return be(who);
    default: return who.kind == Person::Kind::singular ? "does" : "do";
  }
}

/// What is done, to what; where and when may be left out.
struct Action {
  const Person& who;
  const Verb& verb;
  Tense tense;
  Mood mood;
};

/// [does] she [does] [not] [often] read: the verb with all that belongs to it, and its subject.
std::string english_core(const Action& a) {
  const bool plain = a.mood == Mood::statement && a.tense != Tense::future && a.tense != Tense::now;
  const std::string_view helper = plain ? "" : auxiliary(a.tense, a.who);
  const std::string_view finite = a.tense == Tense::past                       ? a.verb.past
                                  : a.who.kind == Person::Kind::singular ? a.verb.third
                                                                         : a.verb.base;
  const std::string_view verb = plain ? finite : a.tense == Tense::now ? a.verb.doing : a.verb.base;
  const bool asks = a.mood == Mood::question;
  return joined({asks ? helper : "", a.who.english, asks ? "" : helper, a.mood == Mood::negation ? "not" : "",
                 a.tense == Tense::often ? "often" : "", verb});
}

/// What stands between when and where.
std::string_view chinese_particle(Tense tense, Mood mood) {
  const bool negated = mood == Mood::negation;
  switch (tense) {
    case Tense::past: return negated ? "没" : "";
    case Tense::future: return negated ? "不会" : "会";
    case Tense::now: return negated ? "没" : "正";
    case Tense::often: return negated ? "不常" : "经常";
    default: return negated ? "不" : "";
  }
}

std::string chinese_action(const Action& a, std::string_view when, std::string_view where, const Thing& what) {
  std::string s(a.who.chinese);
  if (a.tense != Tense::often) s += when;
  s += chinese_particle(a.tense, a.mood);
  s += where.empty() && a.tense == Tense::now ? "在" : where;
  s += a.verb.chinese;
  const bool done = a.tense == Tense::past && a.mood != Mood::negation;
  const bool at_the_end = a.mood == Mood::question && what.kind != counted;
  if (done && !at_the_end) s += "了";
  s += what.words.chinese;
  if (done && at_the_end) s += "了";
  return s;
}

/// What goes with a tense: “does not eat two apples” or “drinks this cup of tea every day” is nothing people say.
Set kinds_for(const Verb& verb, Tense tense, Mood mood) {
  if (tense == Tense::often) return bare;
  if (tense == Tense::habit) return bare | counted;
  if (mood == Mood::negation) return bare | definite;
  const bool gone = tense == Tense::past && (verb.things & (rice | milk)) && !(verb.things & book);
  return gone ? bare | counted : bare | counted | definite;
}

Mood draw_mood(Random& random) {
  const Index n = below(random, 4);
  return n == 0 ? Mood::negation : n == 1 ? Mood::question : Mood::statement;
}

const Person& draw_person(Random& random, Mood mood) {
  const Index first = mood == Mood::question ? 1 : 0;  // nobody asks what he does himself
  return people[between(random, first, static_cast<Index>(std::size(people)) - 1)];
}

Words action(Random& random) {
  const Verb& verb = pick(random, verbs);
  const Index last_time = static_cast<Index>(std::size(times)) - (verb.lasts ? 1 : 2);
  const Time& time = times[between(random, 0, last_time)];
  Mood mood = draw_mood(random);
  if (mood == Mood::negation && time.tense == Tense::habit) mood = Mood::statement;
  const Person& who = draw_person(random, mood);
  const bool somewhere = below(random, 3) != 0;
  const Adverbial where = somewhere ? places[member(random, verb.places)] : Adverbial{};
  const Thing what = thing(random, verb.things, kinds_for(verb, time.tense, mood));
  const Action a{who, verb, time.tense, mood};
  const std::string_view when = time.tense == Tense::often ? "" : time.english;
  return finished({joined({english_core(a), what.words.english, where.english, when}),
                   chinese_action(a, time.chinese, where.chinese, what)}, mood);
}

Words liking(Random& random) {
  const Mood mood = draw_mood(random);
  const Person& who = draw_person(random, mood);
  const Thing what = thing(random, like.things, bare | definite);
  const Action a{who, like, Tense::habit, mood};
  return finished({joined({english_core(a), what.words.english}), chinese_action(a, "", "", what)}, mood);
}

/// This book is very interesting.
Words quality(Random& random) {
  const Noun& noun = pick(random, nouns);
  Set said = 0;
  for (size_t k = 0; k < std::size(adjectives); ++k)
    if (!adjectives[k].predicate.empty()) said |= 1u << k;
  const Mood mood = draw_mood(random);
  const Adjective& how = adjectives[member(random, noun.adjectives & said)];
  const Words what = definite_thing(random, noun, 0, noun.one_of.empty() ? 2 + std::size(owners) : 2);
  const bool asks = mood == Mood::question, denies = mood == Mood::negation;
  Words w{joined({asks ? "is" : "", what.english, asks ? "" : denies ? "is not" : "is very", how.english}), what.chinese};
  (w.chinese += asks ? "" : denies ? "不" : "很") += how.predicate;
  return finished(std::move(w), mood);
}

}  // namespace

Example make_phrase(Random& random, const TaskOptions& options) {
  const Index kind = below(random, 10);
  Words w = kind == 0 ? liking(random) : kind == 1 ? quality(random) : action(random);
  if (options.language == "zh-en") std::swap(w.english, w.chinese);
  return {std::move(w.english), std::move(w.chinese), {}, {}};
}

}  // namespace unrolled
