// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Losses of a score and a target per observation: sums with the gradient by the scores, the gradient alone, values and gradients of each
// observation, and gradient with the diagonal of the Hessian, as boosting wants them.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <gradsmith/explain.hpp>

#include "expert_pointwise.hpp"
#include "pointwise_losses.hpp"
#include "pointwise_plain.hpp"
#include "timing.hpp"

namespace {

using namespace benchmarks;
using pointwise::i;
namespace gs = gradsmith;

template <class Loss>
inline constexpr auto total = sum(pointwise::i, pointwise::loss<Loss>);

struct scores {
  scores(std::size_t n, bool labels) : z(n), y(n) {
    std::mt19937_64 bits(11);
    std::normal_distribution<double> normal;
    for (std::size_t k = 0; k < n; ++k) {
      z[k] = 2 * normal(bits);
      y[k] = labels ? (normal(bits) > 0 ? 1 : -1) : std::floor(2 * std::abs(normal(bits)) * 1024) / 1024;
    }
  }
  std::vector<double> z, y;
};

/// What a contender filled in, or NaN where it has nothing to say.
struct outputs {
  explicit outputs(std::size_t n) : value(n), slope(n), curvature(n) {}
  double sum = 0;
  std::vector<double> value, slope, curvature;
};

enum class what { sum, slope, each, curvature };

/// The largest error relative to the largest entry: neighbours of a kink and of 0 count for what they are.
template <class Loss>
void check(std::string const& contender, scores const& data, outputs const& got, what kind) {
  long double sum = 0, worst = 0, size = 0;
  auto const note = [&](double ours, long double right) { worst = std::max(worst, std::abs(ours - right)), size = std::max(size, std::abs(right)); };
  for (std::size_t k = 0; k < data.z.size(); ++k) {
    auto const right = Loss::template plain<long double>(data.z[k], data.y[k]);
    sum += right.value;
    note(got.slope[k], right.slope);
    if (kind == what::each) note(got.value[k], right.value);
    if (kind == what::curvature) note(got.curvature[k], right.curvature);
  }
  // The plain loop adds one after the other.
  if (kind == what::sum && !(std::abs(got.sum / sum - 1) < 1e-15L * std::sqrt(static_cast<long double>(data.z.size())))) worst = size;
  if (!(worst <= 1e-14L * size)) {
    std::fprintf(stderr, "%s, %s: wrong by %.1e\n", Loss::name, contender.c_str(), static_cast<double>(worst / size));
    std::exit(1);
  }
}

template <class Loss>
void run(std::size_t n) {
  scores const data(n, Loss::labels);
  outputs out(n);
  double const *const z = data.z.data(), *const y = data.y.data();
  auto const workload = [&](char const* kind) { return std::string("pointwise ") + Loss::name + ", " + kind + ", " + std::to_string(n); };
  auto const compare = [&](what kind, char const* name, double predicted, std::vector<contender> contenders) {
    for (contender const& each : contenders) {
      std::fill(out.slope.begin(), out.slope.end(), NAN);
      each.run();
      check<Loss>(each.name, data, out, kind);
    }
    print_rows(workload(name), measure(contenders, {.repetitions = 15, .seconds_per_sample = 5e-4}), static_cast<double>(n), "expert", predicted);
    keep(&out);
  };

  auto problem = gs::bind<total<Loss>>(pointwise::y = data.y);
  plain_loops const plain = strict_loops(Loss::name), fast = fast_loops(Loss::name);
  compare(what::sum, "sum and gradient", gs::explain<total<Loss>>(pointwise::i = n).predicted.seconds(),
          {{"expert", [&] { out.sum = expert::evaluate<Loss, true, false, true, false>(n, z, y, nullptr, out.slope.data(), nullptr); }},
           {"gradsmith", [&] { out.sum = problem.value_and_gradient(data.z, out.slope); }},
           {"plain loop", [&] { out.sum = plain.sum(n, z, y, out.slope.data()); }},
           {"plain loop, fast math", [&] { out.sum = fast.sum(n, z, y, out.slope.data()); }}});
  compare(what::slope, "gradient", gs::explain<gs::diff(total<Loss>, pointwise::z)>(pointwise::i = n).predicted.seconds(),
          {{"expert", [&] { expert::evaluate<Loss, false, false, true, false>(n, z, y, nullptr, out.slope.data(), nullptr); }},
           {"gradsmith", [&] { problem.gradient(data.z, out.slope); }}});

  constexpr auto each = gs::compile<pointwise::loss<Loss>, gs::diff(total<Loss>, pointwise::z)>;
  auto memory = each.workspace(pointwise::z = data.z, pointwise::y = data.y);
  compare(what::each, "each value and derivative",
          gs::explain<pointwise::loss<Loss>, gs::diff(total<Loss>, pointwise::z)>(pointwise::i = n).predicted.seconds(),
          {{"expert", [&] { expert::evaluate<Loss, false, true, true, false>(n, z, y, out.value.data(), out.slope.data(), nullptr); }},
           {"gradsmith", [&] { each.into(memory, out.value, out.slope)(pointwise::z = data.z, pointwise::y = data.y); }},
           {"plain loop", [&] { plain.each(n, z, y, out.value.data(), out.slope.data()); }},
           {"plain loop, fast math", [&] { fast.each(n, z, y, out.value.data(), out.slope.data()); }}});

  constexpr auto boosting = gs::compile<gs::diff(total<Loss>, pointwise::z), gs::hessian_diagonal(total<Loss>, pointwise::z)>;
  auto room = boosting.workspace(pointwise::z = data.z, pointwise::y = data.y);
  compare(what::curvature, "gradient and Hessian diagonal",
          gs::explain<gs::diff(total<Loss>, pointwise::z), gs::hessian_diagonal(total<Loss>, pointwise::z)>(pointwise::i = n).predicted.seconds(),
          {{"expert", [&] { expert::evaluate<Loss, false, false, true, true>(n, z, y, nullptr, out.slope.data(), out.curvature.data()); }},
           {"gradsmith", [&] { boosting.into(room, out.slope, out.curvature)(pointwise::z = data.z, pointwise::y = data.y); }}});
}

template <class... Loss>
void run_all(std::size_t n, std::tuple<Loss...>*) {
  (run<Loss>(n), ...);
}

}  // namespace

int main() {
  for (std::size_t const n : std::initializer_list<std::size_t>{1000, 100000, 10000000}) run_all(n, static_cast<pointwise::losses*>(nullptr));
}
