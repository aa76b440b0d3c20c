#include "lens/ablation.h"

#include <catch2/catch_test_macros.hpp>

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

/// The mean loss of a one-layer tanh network written out, in which unit `missing` is 0 whenever it is read.
double plain_loss(LanguageModel<double>& model, const std::vector<Id>& ids, Index missing) {
  const auto W = parameter(model, 0, "W"), U = parameter(model, 0, "U"), b = parameter(model, 0, "b");
  const auto V = parameter(model, "head.W"), d = parameter(model, "head.b");
  Eigen::RowVectorXd h = Eigen::RowVectorXd::Zero(U.rows());
  double sum = 0;
  for (std::size_t t = 0; t + 1 < ids.size(); ++t) {
    h = (W.row(ids[t]) + h * U + b.row(0)).array().tanh().matrix().eval();
    if (missing >= 0) h[missing] = 0;
    const Eigen::RowVectorXd z = h * V + d.row(0);
    sum += std::log(z.array().exp().sum()) - z[ids[t + 1]];
  }
  return sum / static_cast<double>(ids.size() - 1);
}

}  // namespace

TEST_CASE("Without a unit the loss is that of a network in which it is zero", "[lens]") {
  auto model = seeded({.cell = CellKind::rnn, .V = 6, .H = 5});
  parameter(*model, "head.W") *= 4;
  model->changed();
  const auto ids = random_ids(300, 6, 5);
  Ablation<double> ablation(*model, ids, 0);
  finish(ablation);
  CHECK(relative_error(figure(ablation, "loss").numbers[0], plain_loss(*model, ids, -1), 0) < 1e-12);
  for (Index j = 0; j < 5; ++j)
    CHECK(std::abs(figure(ablation, "change").numbers[j] - (plain_loss(*model, ids, j) - plain_loss(*model, ids, -1))) < 1e-12);
}

TEST_CASE("Each layer's units are silenced where that layer is read", "[lens]") {
  const auto ids = random_ids(40, 6, 5);
  for (const auto cell : {CellKind::lstm, CellKind::gru})
    for (Index l = 0; l < 2; ++l) {
      auto model = seeded({.cell = cell, .V = 6, .H = 4, .L = 2});
      Ablation<double> ablation(*model, ids, l);
      finish(ablation);
      const auto loss = [&] { return mean(read<double>(*model, ids, [](auto&&...) {})->losses()); };
      const double whole = loss();
      parameter(*model, l, "U").row(2).setZero();
      (l == 0 ? parameter(*model, 1, "W") : parameter(*model, "head.W")).row(2).setZero();
      model->changed();
      const double change = loss() - whole;
      CHECK(change != 0);
      CHECK(std::abs(figure(ablation, "change").numbers[2] - change) < 1e-14);
    }
}

TEST_CASE("A unit that nobody reads is not missed, and the model is left as it was", "[lens]") {
  auto model = seeded({.cell = CellKind::lstm, .V = 6, .H = 4});
  parameter(*model, 0, "U").row(1).setZero();
  parameter(*model, "head.W").row(1).setZero();
  model->changed();
  const std::vector<double> before(model->parameters().all().begin(), model->parameters().all().end());
  Ablation<double> ablation(*model, random_ids(40, 6, 5), 0);
  finish(ablation);
  CHECK(figure(ablation, "change").numbers[1] == 0);
  CHECK(figure(ablation, "change").numbers[2] != 0);
  CHECK(same_bits(before, model->parameters().all()));
}
