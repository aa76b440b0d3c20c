#pragma once
// A picture of one or two shapes → a caption that follows from it: “a big red circle above a small blue cross”,
// “一个红色的大圆在一个蓝色的小十字的上面”.
//
// 16 × 16 pixels of red, green and blue, 0 or 1, black ground: frames[(y·16 + x)·3 + channel], one frame of 768 numbers.
// A shape is a circle (a ring: filled it would differ from a square by its corners only), square, triangle or cross;
// red, green, blue or yellow; 5 (small) or 7 (big) pixels across; in either direction it may stand in two places one
// pixel apart. A scene of two has two different shapes, one in each half of the picture, on its middle line; the caption
// begins with the one that comes first in the list circle, square, triangle, cross, and says where it is from the other:
// left of, right of, above, below. A scene of one says in which part of the picture the shape is: at an edge (on the
// left, on the right, at the top, at the bottom) or in the middle.
//
// 24 576 scenes of two, 640 of one. Of 1000 unseen scenes one hidden layer of 64 units captions 98 % without a mistake
// when it has learned from 8000 (words predicted place by place).
//
// `language`: "en" (default), "zh"; `variant`: "both" (default; one scene in four has one shape), "one", "two".

#include "tasks/example.h"

namespace unrolled {

inline constexpr Index scene_side = 16, scene_channels = 3;

enum class ShapeKind { circle, square, triangle, cross };

struct Shape {
  ShapeKind kind;
  Index colour;     // 0 red, 1 green, 2 blue, 3 yellow
  Index size;       // 5 or 7
  Index x, y;       // of the upper left pixel
};

/// Whether pixel (x, y) of a shape's own square belongs to it.
bool covers(ShapeKind kind, Index size, Index x, Index y);
void paint(std::vector<float>& picture, const Shape& shape);

Example make_scene(Random& random, const TaskOptions& options);

inline constexpr Task scenes_task{
    "scenes", Form::picture, scene_side * scene_side * scene_channels, make_scene, "en zh", "both one two"};

}  // namespace unrolled
