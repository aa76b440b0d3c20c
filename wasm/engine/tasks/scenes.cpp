#include "tasks/scenes.h"

#include <utility>

#include "tasks/draw.h"

namespace unrolled {

namespace {

constexpr std::string_view colours[][2] = {{"red", "红色的"}, {"green", "绿色的"}, {"blue", "蓝色的"}, {"yellow", "黄色的"}};
constexpr std::string_view shapes[][2] = {{"circle", "圆"}, {"square", "正方形"}, {"triangle", "三角形"}, {"cross", "十字"}};
constexpr std::string_view relations[][2] = {{" left of ", "左边"}, {" right of ", "右边"}, {" above ", "上面"}, {" below ", "下面"}};
constexpr std::string_view parts[][2] = {
    {" on the left", "左边"}, {" on the right", "右边"}, {" at the top", "上面"}, {" at the bottom", "下面"}, {" in the middle", "中间"}};

constexpr Index half = scene_side / 2;

/// Where a shape of a size may begin so that its middle is about the picture's.
Index near_middle(Random& random, Index size) {
  const Index middle = (scene_side - size) / 2;
  return middle + below(random, 2);
}

/// In the middle of the first or the second half of the picture, or one pixel before it.
Index within_half(Random& random, Index size, Index which) {
  const Index most = which * half + (half - size + 1) / 2;
  return most - below(random, 2);
}

Shape draw_shape(Random& random, ShapeKind kind) {
  Shape s{kind, 0, 0, 0, 0};
  s.colour = below(random, static_cast<Index>(std::size(colours)));
  s.size = below(random, 2) ? 7 : 5;
  return s;
}

/// At the picture's first or last edge, or one pixel off it: never near the middle.
Index at_edge(Random& random, Index size, Index which) {
  const Index off = below(random, 2);
  return which ? scene_side - size - off : off;
}

enum Side : Index { left, right, top, bottom, middle };

/// `along`: where it begins in the direction in which the sides lie.
void place(Random& random, Shape& s, Index side, Index along) {
  const Index across = near_middle(random, s.size);
  const bool upright = side == top || side == bottom;
  s.x = upright ? across : along;
  s.y = upright ? along : across;
}

std::string phrase(const Shape& s, std::string_view language) {
  const auto& colour = colours[s.colour];
  const auto& shape = shapes[static_cast<size_t>(s.kind)];
  std::string text;
  if (language == "zh") return (((text += "一个") += colour[1]) += s.size == 7 ? "大" : "小") += shape[1];
  return ((((text += s.size == 7 ? "a big " : "a small ") += colour[0]) += " ") += shape[0]);
}

Example one_shape(Random& random, std::string_view language) {
  Shape s = draw_shape(random, static_cast<ShapeKind>(below(random, 4)));
  const Index side = below(random, 5);
  const Index along = side == middle ? near_middle(random, s.size) : at_edge(random, s.size, side % 2);
  place(random, s, side, along);
  Example e;
  paint(e.frames, s);
  e.target = phrase(s, language);
  if (language == "zh") (e.target += "在") += parts[side][1];
  else e.target += parts[side][0];
  return e;
}

Example two_shapes(Random& random, std::string_view language) {
  Index first = below(random, 4), second = below(random, 3);
  if (second >= first) ++second;
  if (second < first) std::swap(first, second);
  Shape a = draw_shape(random, static_cast<ShapeKind>(first));
  Shape b = draw_shape(random, static_cast<ShapeKind>(second));
  const Index side = below(random, 4);
  const Index opposite = side ^ 1;
  const Index along_a = within_half(random, a.size, side % 2), along_b = within_half(random, b.size, opposite % 2);
  place(random, a, side, along_a);
  place(random, b, opposite, along_b);
  Example e;
  paint(e.frames, a);
  paint(e.frames, b);
  e.target = phrase(a, language);
  if (language == "zh") (((e.target += "在") += phrase(b, language)) += "的") += relations[side][1];
  else (e.target += relations[side][0]) += phrase(b, language);
  return e;
}

}  // namespace

bool covers(ShapeKind kind, Index size, Index x, Index y) {
  const Index middle = size / 2, dx = x - middle, dy = y - middle;
  switch (kind) {
    case ShapeKind::circle: {
      const Index outer = middle * middle + 1, inner = (middle - 1) * (middle - 1) + 1;
      const Index distance = dx * dx + dy * dy;
      return distance <= outer && distance > inner;
    }
    case ShapeKind::square: return true;
    case ShapeKind::triangle: return 2 * (dx < 0 ? -dx : dx) <= y;
    case ShapeKind::cross: break;
  }
  const Index arm = (size - 5) / 2;
  return (dx <= arm && dx >= -arm) || (dy <= arm && dy >= -arm);
}

void paint(std::vector<float>& picture, const Shape& s) {
  picture.resize(scene_side * scene_side * scene_channels);
  for (Index y = 0; y < s.size; ++y) {
    for (Index x = 0; x < s.size; ++x) {
      if (!covers(s.kind, s.size, x, y)) continue;
      float* pixel = picture.data() + ((s.y + y) * scene_side + s.x + x) * scene_channels;
      for (Index channel = 0; channel < scene_channels; ++channel)
        if (s.colour == channel || (s.colour == 3 && channel < 2)) pixel[channel] = 1;
    }
  }
}

Example make_scene(Random& random, const TaskOptions& options) {
  const bool one = options.variant == "one" || (options.variant == "both" && below(random, 4) == 0);
  return one ? one_shape(random, options.language) : two_shapes(random, options.language);
}

}  // namespace unrolled
