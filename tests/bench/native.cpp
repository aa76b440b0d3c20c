// The engine without JavaScript, as a runner of the benchmark: a request a line on standard input, an answer a line
// on standard output. Requests: {"method":"open","text":"…","numbers":[H,L,B,T,V,warm-up ms]},
// {"method":"run","numbers":[ms]}, {"method":"limit","numbers":[ms]}, {"method":"start"}, {"method":"close"}.

#include <chrono>
#include <cstdio>
#include <iostream>

#include "io/json.h"
#include "session/session.h"

using namespace unrolled;

extern "C" {
float repeat_4x2(int count);
float repeat_2x4(int count);
double flops_per_repetition();
}

namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

std::unique_ptr<Session> session;
double characters_per_step = 0;

void train(double wanted) {
  const auto began = Clock::now();
  const auto first = session->step();
  do {
    const auto step = session->step();
    while (session->step() == step) session->advance();
  } while (since(began) < wanted);
  const double taken = since(began);
  session->take_losses();
  std::printf("{\"value\":{\"characters\":%.0f,\"seconds\":%.6f}}\n",
              static_cast<double>(session->step() - first) * characters_per_step, taken);
}

void open(const std::string& text, const std::vector<std::uint64_t>& n) {
  SessionOptions o;
  o.shape = {.cell = CellKind::lstm, .H = static_cast<Index>(n.at(0)), .L = static_cast<Index>(n.at(1))};
  o.vocabulary = static_cast<Index>(n.at(4));
  o.validation = 0;
  o.training = {.batch = static_cast<Index>(n.at(2)), .window = static_cast<Index>(n.at(3)),
                .optimizer = {.kind = OptimizerKind::adam, .rate = 2e-3}, .clip = 5};
  session = std::make_unique<Session>(o, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  characters_per_step = static_cast<double>(n[2] * n[3]);
  train(static_cast<double>(n.at(5)) / 1000);
}

double speed(float (*repeat)(int), double wanted) {
  const auto began = Clock::now();
  double count = 0;
  for (; since(began) < wanted; count += 1000) repeat(1000);
  return count * flops_per_repetition() / since(began) / 1e9;
}

void limit(double wanted) {
  const double best = std::max(speed(repeat_4x2, wanted / 2), speed(repeat_2x4, wanted / 2));
  std::printf("{\"value\":{\"gigaflops\":%.4f}}\n", best);
}

void answer(const std::string& line) {
  std::string why;
  const auto request = parse_json(line, why);
  if (!request) throw std::runtime_error("The request is no JSON that this program reads: " + why);
  const auto& fields = request->object;
  const std::string& method = fields.at("method").text;
  const auto numbers = fields.contains("numbers") ? fields.at("numbers").numbers : std::vector<std::uint64_t>{};
  if (method == "open") return open(fields.at("text").text, numbers);
  if (method == "run") return train(static_cast<double>(numbers.at(0)) / 1000);
  if (method == "limit") return limit(static_cast<double>(numbers.at(0)) / 1000);
  if (method == "close") session.reset();
  std::puts("{\"value\":{}}");
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line); std::fflush(stdout)) {
    try {
      answer(line);
    } catch (const std::exception& error) {
      std::printf("{\"error\":%s}\n", json_string(error.what()).c_str());
    }
  }
}
