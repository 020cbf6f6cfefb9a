// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// Muon: what it makes of matrices, by hand and by the laws of orthogonal matrices.
#include <gradsmith/optimize.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "problems.hpp"

using namespace gradsmith;
using namespace gradsmith::tests;

namespace {

using matrix = std::vector<double>;      // row by row

/// What one singular value becomes.
double after_iterations(double value, int iterations = 5) {
  for (int k = 0; k < iterations; ++k)
    value = 3.4445 * value - 4.775 * std::pow(value, 3) + 2.0315 * std::pow(value, 5);
  return value;
}
/// x after steps with these gradients, from `start`.
matrix moved(muon const& rule, matrix start, std::vector<matrix> const& gradients) {
  auto state = rule.begin<double>(start.size());
  for (matrix const& each : gradients) rule.advance<double>(start, each, state);
  return start;
}
muon of_shape(std::size_t rows, std::size_t columns) {
  return {.learning_rate = 1, .weight_decay = 0, .blocks = {{.offset = 0, .size = rows * columns, .rows = rows}}};
}
/// The first step from 0, with a rate of 1, undone in sign.
matrix orthogonal(std::size_t rows, matrix const& g, muon::scale scaling = muon::scale::shape) {
  muon rule = of_shape(rows, g.size() / rows);
  rule.scaling = scaling;
  matrix out = moved(rule, matrix(g.size()), {g});
  for (double& each : out) each = -each;
  return out;
}
matrix product(matrix const& a, matrix const& b, std::size_t inner) {
  std::size_t const rows = a.size() / inner, columns = b.size() / inner;
  matrix out(rows * columns);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      for (std::size_t k = 0; k < inner; ++k) out[i * columns + j] += a[i * inner + k] * b[k * columns + j];
  return out;
}
matrix transposed(matrix const& a, std::size_t rows) {
  std::size_t const columns = a.size() / rows;
  matrix out(a.size());
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t k = 0; k < columns; ++k) out[k * rows + i] = a[i * columns + k];
  return out;
}
matrix random_matrix(std::size_t size, std::uint64_t seed) {
  optimize::random_bits random(seed);
  matrix out(size);
  for (double& each : out) each = 2 * random.uniform() - 1;
  return out;
}

}  // namespace

TEST_CASE("muon: two steps by hand") {
  // diag(3, 4) has the norm 5; every singular value goes its own way.
  muon rule = of_shape(2, 2);
  rule.learning_rate = 0.1;
  matrix const start{1, 2, 3, 4}, g{3, 0, 0, 4}, g2{0, 2, 1, 0};
  double const one = after_iterations(0.6), two = after_iterations(0.8);
  auto const first = moved(rule, start, {g});
  CHECK(largest_difference(first, matrix{1 - 0.1 * one, 2, 3, 4 - 0.1 * two}) < 1e-14);
  // Without momentum the second step knows only g2, whose singular values are 2 and 1.
  muon plain = rule;
  plain.momentum = 0;
  auto const second = moved(plain, start, {g, g2});
  double const root = std::sqrt(5.0);
  matrix const expected{first[0], 2 - 0.1 * after_iterations(2 / root), 3 - 0.1 * after_iterations(1 / root), first[3]};
  CHECK(largest_difference(second, expected) < 1e-14);
  // Momentum, with gradients that stay diagonal: m = 0.0475 g + 0.05 h, u = 0.05 h + 0.95 m or m.
  matrix const h{0, 0, 0, -8};
  for (bool nesterov : {true, false}) {
    rule.nesterov = nesterov;
    double const m[] = {0.0475 * 3, 0.0475 * 4 - 0.05 * 8};
    double const u[] = {nesterov ? 0.95 * m[0] : m[0], nesterov ? -0.05 * 8 + 0.95 * m[1] : m[1]};
    double const length = std::hypot(u[0], u[1]);
    auto const x = moved(rule, start, {g, h});
    CHECK(x[0] == doctest::Approx(first[0] - 0.1 * after_iterations(u[0] / length)).epsilon(1e-13));
    CHECK(x[3] == doctest::Approx(first[3] - 0.1 * after_iterations(u[1] / length)).epsilon(1e-13));
  }
}

TEST_CASE("muon: scales, weight decay, epsilon, number of iterations") {
  double const one = after_iterations(1);
  // A single row or column is divided by its norm; a column of 9 rows is 3 times as long.
  CHECK(orthogonal(1, {3, 4})[0] == doctest::Approx(0.6 * one).epsilon(1e-14));
  CHECK(orthogonal(9, matrix(9, 2.0))[0] == doctest::Approx(3 * one / 3).epsilon(1e-14));
  CHECK(orthogonal(1, matrix(9, 2.0))[0] == doctest::Approx(one / 3).epsilon(1e-14));
  CHECK(orthogonal(9, matrix(9, 2.0), muon::scale::rms)[0] == doctest::Approx(0.2 * 3 * one / 3).epsilon(1e-14));
  CHECK(orthogonal(1, matrix(9, 2.0), muon::scale::rms)[0] == doctest::Approx(0.2 * 3 * one / 3).epsilon(1e-14));
  muon rule = of_shape(1, 1);
  rule.learning_rate = 0.1;
  rule.weight_decay = 0.5;
  rule.iterations = 2;
  CHECK(moved(rule, {2}, {{7}})[0] == doctest::Approx(2 * 0.95 - 0.1 * after_iterations(1, 2)).epsilon(1e-14));
  rule.epsilon = 4;      // u is 0.05 g + 0.95 0.05 g
  CHECK(moved(rule, {2}, {{2}})[0] == doctest::Approx(1.9 - 0.1 * after_iterations(0.195 / 4, 2)).epsilon(1e-14));
  CHECK(moved(rule, {2}, {{0}})[0] == doctest::Approx(1.9).epsilon(1e-14));
}

TEST_CASE("steps turn with the gradient, and are transposed with it; adam's are not") {
  // A rotation in the first two of five columns, and one of three rows.
  double const c = std::cos(0.7), s = std::sin(0.7);
  matrix const of_columns{c, s, 0, 0, 0, -s, c, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1};
  matrix const of_rows{c, 0, -s, 0, 1, 0, s, 0, c};
  matrix const g = random_matrix(15, 3);
  auto const turned = orthogonal(3, product(product(of_rows, g, 3), of_columns, 5));
  CHECK(largest_difference(turned, product(product(of_rows, orthogonal(3, g), 3), of_columns, 5)) < 1e-13);
  matrix const tall = orthogonal(5, transposed(g, 3), muon::scale::rms);
  CHECK(largest_difference(tall, transposed(orthogonal(3, g, muon::scale::rms), 3)) < 1e-14);
  auto const by_adam = [](matrix const& gradient) {
    matrix x(gradient.size());
    adam const rule{.learning_rate = 1};
    auto state = rule.begin<double>(x.size());
    rule.advance<double>(x, gradient, state);
    return x;
  };
  CHECK(largest_difference(by_adam(product(g, of_columns, 5)), product(by_adam(g), of_columns, 5)) > 0.1);
}

TEST_CASE("singular values of a step are about 1, though the gradient's differ by a factor of 50") {
  // X X' has them squared; from rotated diag(1, 0.02) they can be read off its trace and determinant.
  double const c = std::cos(0.3), s = std::sin(0.3);
  matrix const turn{c, s, -s, c}, g = product(product(turn, {1, 0, 0, 0.02}, 2), turn, 2);
  matrix const x = orthogonal(2, g), gram = product(x, transposed(x, 2), 2);
  double const middle = (gram[0] + gram[3]) / 2, product_of_both = gram[0] * gram[3] - gram[1] * gram[2];
  double const apart = std::sqrt(std::max(0.0, middle * middle - product_of_both));
  CHECK(std::sqrt(middle + apart) < 1.3);
  CHECK(std::sqrt(middle - apart) > 0.6);
}

TEST_CASE("blocks by themselves; in groups those of the group; errors") {
  matrix const g = random_matrix(10, 4);
  muon both = of_shape(2, 3);
  both.blocks = {{.offset = 0, .size = 6, .rows = 2}, {.offset = 6, .size = 4, .rows = 2}};
  auto const x = moved(both, matrix(10), {g});
  auto const a = orthogonal(2, matrix(g.begin(), g.begin() + 6)), b = orthogonal(2, matrix(g.begin() + 6, g.end()));
  for (std::size_t k = 0; k < 10; ++k) CHECK(x[k] == -(k < 6 ? a[k] : b[k - 6]));

  struct block {
    std::string name;
    std::size_t offset, size;
    int rank;
    std::size_t extents[2];
  };
  struct two_matrices {
    std::vector<block> list;
    std::size_t size() const { return 11; }
    std::vector<block> const& blocks() const { return list; }
    double value_and_gradient(std::span<double const> at, std::span<double> slope) const {
      return bowl<>{.curvature = 1, .n = 11}.value_and_gradient(at, slope);
    }
  };
  two_matrices const problem{{{"w1", 0, 6, 2, {2, 3}}, {"b", 6, 1, 0, {}}, {"w2", 7, 4, 2, {2, 2}}}};
  muon const rule{.learning_rate = 1, .weight_decay = 0};
  auto const grouped = in_groups(problem, group({"w1", "w2"}, rule), other_parameters(sgd{.learning_rate = 1}));
  CHECK(grouped.invalid() == "");
  matrix slope(11), at(11);
  for (std::size_t k = 0; k < 11; ++k) slope[k] = k < 6 ? g[k] : k == 6 ? 5 : g[k - 1];
  auto state = grouped.begin<double>(11);
  grouped.advance<double>(at, slope, state);
  for (std::size_t k = 0; k < 11; ++k) CHECK(at[k] == (k < 6 ? x[k] : k == 6 ? -5 : x[k - 1]));

  CHECK(rule.invalid() ==
        "muon needs matrices: write muon{.blocks = blocks_of(problem)}, or a group of in_groups(...) with names.");
  CHECK_THROWS_WITH_AS((void)both.begin<double>(11),
                       "gradsmith: muon has matrices of 10 parameters, the problem has 11", data_error);
  CHECK_THROWS_WITH_AS((void)of_shape(0, 3).begin<double>(0), "gradsmith: a block of 0 parameters cannot have 0 rows",
                       data_error);
  auto const refuses = [&](auto change, std::string const& what) {
    muon wrong = both;
    change(wrong);
    CHECK(wrong.invalid() == "The option " + what + ".");
  };
  refuses([](muon& m) { m.learning_rate = 0; }, "learning_rate is 0 and must be positive and finite");
  refuses([](muon& m) { m.momentum = 1; }, "momentum is 1 and must be in [0, 1)");
  refuses([](muon& m) { m.weight_decay = -1; }, "weight_decay is -1 and must not be negative");
  refuses([](muon& m) { m.weight_decay = 1; }, "weight_decay is 1 and must take away less than all of x in a step");
  refuses([](muon& m) { m.epsilon = 0; }, "epsilon is 0 and must be positive and finite");
  refuses([](muon& m) { m.iterations = 0; }, "iterations is 0 and must be at least 1");
}

TEST_CASE("muon where something is not finite: the run ends, and the best point is a number") {
  muon rule = of_shape(2, 3);
  rule.learning_rate = 0.1;
  matrix const start(6, 2.0);
  double const none = std::nan("");
  for (int const first_bad : {1, 4})
    for (bool const in_one_entry : {false, true}) {
      CAPTURE(first_bad);
      CAPTURE(in_one_entry);
      int calls = 0;
      formula const f{6, [&](auto x, auto g) {
                        double const value = bowl<>{.n = 6}.value_and_gradient(x, g);
                        if (++calls < first_bad) return value;
                        if (in_one_entry) g[5] = none;
                        return in_one_entry ? value : none;
                      }};
      auto const r = minimize(f, start, rule, stop{.max_steps = 20});
      CHECK(r.status == (first_bad == 1 ? status::start_not_finite : status::not_finite));
      CHECK(calls <= first_bad);
      for (double each : r.point) CHECK(std::isfinite(each));
      if (first_bad > 1) CHECK(r.value < 12);
    }
  // Beyond a barrier: steps are halved, and the run goes on.
  formula const walled{6, [&](auto x, auto g) {
                         double const value = bowl<>{.n = 6}.value_and_gradient(x, g);
                         return x[0] < 1 ? none : value;
                       }};
  stop limits{.gradient_norm = std::nullopt, .max_steps = 40};
  limits.on_non_finite = on_non_finite::shrink;
  auto const r = minimize(walled, start, rule, limits);
  CHECK(r.value < 12);
  CHECK(r.point[0] >= 1);
  CHECK(r.point[0] < 1.1);
}

TEST_CASE("muon in single precision") {
  matrix const g = random_matrix(35, 6), in_double = orthogonal(5, g);
  std::vector<float> x(35), slope(g.begin(), g.end());
  muon const rule = of_shape(5, 7);
  auto state = rule.begin<float>(35);
  rule.advance<float>(x, slope, state);
  for (std::size_t k = 0; k < 35; ++k) CHECK(std::abs(static_cast<double>(x[k]) + in_double[k]) < 1e-5);
}
