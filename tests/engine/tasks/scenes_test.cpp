#include "tasks/scenes.h"

#include <algorithm>
#include <map>
#include <optional>

#include <catch2/catch_test_macros.hpp>

#include "tasks/catalogue.h"

using namespace unrolled;

namespace {

using Drawing = std::vector<std::string>;

const std::map<std::pair<ShapeKind, Index>, Drawing> drawings = {
    {{ShapeKind::circle, 5}, {".###.", "#...#", "#...#", "#...#", ".###."}},
    {{ShapeKind::square, 5}, {"#####", "#####", "#####", "#####", "#####"}},
    {{ShapeKind::triangle, 5}, {"..#..", "..#..", ".###.", ".###.", "#####"}},
    {{ShapeKind::cross, 5}, {"..#..", "..#..", "#####", "..#..", "..#.."}},
    {{ShapeKind::circle, 7}, {"..###..", ".#...#.", "#.....#", "#.....#", "#.....#", ".#...#.", "..###.."}},
    {{ShapeKind::square, 7}, {"#######", "#######", "#######", "#######", "#######", "#######", "#######"}},
    {{ShapeKind::triangle, 7}, {"...#...", "...#...", "..###..", "..###..", ".#####.", ".#####.", "#######"}},
    {{ShapeKind::cross, 7}, {"..###..", "..###..", "#######", "#######", "#######", "..###..", "..###.."}},
};

/// A letter a pixel: r g b y, or a dot.
Drawing letters(const std::vector<float>& frames) {
  Drawing picture(scene_side, std::string(scene_side, '.'));
  for (Index y = 0; y < scene_side; ++y) {
    for (Index x = 0; x < scene_side; ++x) {
      const float* p = frames.data() + (y * scene_side + x) * scene_channels;
      const int code = int(p[0]) + 2 * int(p[1]) + 4 * int(p[2]);
      picture[y][x] = code == 0 ? '.' : code == 1 ? 'r' : code == 2 ? 'g' : code == 4 ? 'b' : code == 3 ? 'y' : '?';
    }
  }
  return picture;
}

struct Seen {
  ShapeKind kind;
  std::string words;
  Index x, y, size;
};

/// The one shape that is all there is in a part of the picture; nothing if that is no single shape.
std::optional<Seen> look(const Drawing& picture, Index x0, Index y0, Index x1, Index y1) {
  Index left = 99, top = 99, right = -1, bottom = -1;
  char colour = 0;
  for (Index y = y0; y < y1; ++y) {
    for (Index x = x0; x < x1; ++x) {
      const char c = picture[y][x];
      if (c == '.') continue;
      if (colour && c != colour) return {};
      colour = c;
      left = std::min(left, x), right = std::max(right, x), top = std::min(top, y), bottom = std::max(bottom, y);
    }
  }
  if (!colour) return {};
  for (const auto& [what, drawing] : drawings) {
    const Index size = what.second;
    if (right - left + 1 != size || bottom - top + 1 != size) continue;
    bool same = true;
    for (Index y = 0; y < size; ++y)
      for (Index x = 0; x < size; ++x) same &= (drawing[y][x] == '#') == (picture[top + y][left + x] == colour);
    if (!same) continue;
    const std::map<char, std::string> colours = {{'r', "red"}, {'g', "green"}, {'b', "blue"}, {'y', "yellow"}};
    constexpr const char* names[] = {"circle", "square", "triangle", "cross"};
    return Seen{what.first,
                std::string(size == 7 ? "a big " : "a small ") + colours.at(colour) + " " + names[static_cast<int>(what.first)],
                left, top, size};
  }
  return {};
}

std::string caption(const Drawing& picture) {
  std::vector<std::string> found;
  if (const auto one = look(picture, 0, 0, 16, 16)) {
    const auto part = [](Index at, Index size) { return at <= 1 ? 0 : at + size >= 15 ? 2 : 1; };
    const int x = part(one->x, one->size), y = part(one->y, one->size);
    found.push_back(one->words + (x == 0 ? " on the left" : x == 2 ? " on the right" : y == 0 ? " at the top" : y == 2 ? " at the bottom" : " in the middle"));
  }
  for (const bool upright : {false, true}) {
    auto a = upright ? look(picture, 0, 0, 16, 8) : look(picture, 0, 0, 8, 16);
    auto b = upright ? look(picture, 0, 8, 16, 16) : look(picture, 8, 0, 16, 16);
    if (!a || !b || a->kind == b->kind) continue;
    std::string relation = upright ? " above " : " left of ";
    if (a->kind > b->kind) {
      std::swap(a, b);
      relation = upright ? " below " : " right of ";
    }
    found.push_back(a->words + relation + b->words);
  }
  return found.size() == 1 ? found[0] : "ambiguous";
}

}  // namespace

TEST_CASE("shapes look like what they are called", "[tasks]") {
  for (const auto& [what, drawing] : drawings)
    for (Index y = 0; y < what.second; ++y)
      for (Index x = 0; x < what.second; ++x) CHECK(covers(what.first, what.second, x, y) == (drawing[y][x] == '#'));
}

TEST_CASE("a reader that only sees the picture finds its caption, and no other", "[tasks]") {
  for (const std::string_view variant : {"one", "two", "both"}) {
    for (const Example& e : distinct_examples(scenes_task, {.variant = variant}, variant == "one" ? 600 : 20000, 1)) {
      if (caption(letters(e.frames)) != e.target) FAIL(caption(letters(e.frames)) << " but " << e.target);
    }
  }
}

TEST_CASE("Chinese captions say the same of the same pictures", "[tasks]") {
  const auto english = distinct_examples(scenes_task, {}, 3000, 1);
  const auto chinese = distinct_examples(scenes_task, {.language = "zh"}, 3000, 1);
  std::map<std::string, std::string> translation, back;
  for (size_t k = 0; k < english.size(); ++k) {
    REQUIRE(english[k].frames == chinese[k].frames);
    REQUIRE(translation.emplace(english[k].target, chinese[k].target).first->second == chinese[k].target);
    REQUIRE(back.emplace(chinese[k].target, english[k].target).first->second == english[k].target);
  }
  std::vector<float> picture;
  CHECK(std::ranges::any_of(translation, [](const auto& t) { return t.first.ends_with("in the middle") && t.second.ends_with("在中间"); }));
  const auto pair = std::ranges::find_if(translation, [](const auto& t) { return t.first.find("big red circle left of a small") != std::string::npos; });
  REQUIRE(pair != translation.end());
  CHECK(pair->second.starts_with("一个红色的大圆在一个"));
  CHECK(pair->second.ends_with("的左边"));
}

TEST_CASE("there are as many scenes as the header says", "[tasks]") {
  CHECK(distinct_examples(scenes_task, {.variant = "one"}, 10000, 1).size() == 640);
  CHECK(distinct_examples(scenes_task, {.variant = "two"}, 100000, 1).size() == 24576);
}
