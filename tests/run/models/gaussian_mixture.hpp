// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
// The Gaussian mixture of ADBench, and its inputs.                                                  [Srajer2018]
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <gradsmith/gradsmith.hpp>

#include "support/numeric.hpp"
#include "support/test_data.hpp"

namespace gradsmith::tests {

/// The log posterior of a mixture of K Gaussians in D dimensions; 0: known when data are bound. The factor of each
/// inverse covariance is a triangle, its diagonal by logarithms, the rest packed by columns behind it.
template <int D, int K>
struct gaussian_mixture {
  static constexpr auto n = axis<"n">;
  static constexpr auto k = axis<"k", K>;
  static constexpr auto d = axis<"d", D>;
  static constexpr auto e = axis<"e", D>;
  static constexpr auto t = axis<"t", D + D*(D - 1) / 2>;
  static constexpr auto alpha = param<"alpha">(k);
  static constexpr auto mu = param<"mu">(k, d);
  static constexpr auto icf = param<"icf">(k, t);
  static constexpr auto x = input<"x">(n, d);
  static constexpr auto gamma = input<"gamma">;
  static constexpr auto m = input<"m">;
  static constexpr auto size = extent(d);
  static constexpr auto factor = let([] { return where(d == e, exp(icf(k, d)), where(d > e, icf(k, size + e * (2 * size - e - 1) / 2 + d - e - 1), 0)); });
  static constexpr auto log_determinant = let([] { return sum(d, icf(k, d)); });
  static constexpr auto distance = let([] { return sum(d, square(sum(e, factor * (x(n, e) - mu(k, e))))); });
  static constexpr auto likelihood = sum(n, logsumexp(k, alpha + log_determinant - distance / 2)) - extent(n) * (logsumexp(k, alpha) + 0.91893853320467274 * size);
  static constexpr auto wishart = (size + m + 1) * size * (log(gamma) - 0.34657359027997265) - size * (size - 1) * 0.28618247146235004 - sum(d, lgamma((size + m + 1 - d) / 2));
  static constexpr auto prior = sum(k, square(gamma) / 2 * sum(d, e, square(factor)) - m * log_determinant - wishart);
  static constexpr auto log_posterior = likelihood + prior;
};

/// One of ADBench's inputs, with the value and the gradient that the index gives for it.
struct mixture_data {
  std::size_t dimensions = 0, components = 0, points = 0;
  std::vector<double> alpha, mu, icf, x;
  double gamma = 0, m = 0, value = 0;
  std::vector<double> gradient;

  explicit mixture_data(table const& index, std::size_t row) {
    std::filesystem::path const folder = test_data() / "adbench";
    std::ifstream in(folder / index.rows[row][index.column("file")]);
    in >> dimensions >> components >> points;
    auto const read = [&](std::vector<double>& to, std::size_t count) {
      to.resize(count);
      for (double& each : to) in >> each;
    };
    read(alpha, components);
    read(mu, components * dimensions);
    read(icf, components * packed());
    read(x, points * dimensions);
    in >> gamma >> m;
    if (!in) throw std::runtime_error("cannot read " + index.rows[row][index.column("file")]);
    value = std::stod(index.rows[row][index.column("objective_value")]);
    table const slopes = read_table(std::filesystem::path{"adbench"} / index.rows[row][index.column("reference_gradient")]);
    for (auto const& each : slopes.rows) gradient.push_back(std::stod(each[slopes.column("value")]));
  }
  std::size_t packed() const { return dimensions + dimensions * (dimensions - 1) / 2; }
};

/// Checks value and gradient, relative, as the model of these extents gives them.
template <int D, int K>
void check_mixture(mixture_data const& data) {
  using model = gaussian_mixture<D, K>;
  constexpr auto evaluate = compile<model::log_posterior, gradsmith::gradient(model::log_posterior)>;
  auto const result = evaluate(model::alpha = data.alpha, model::mu = matrix(data.mu, data.components, data.dimensions),
                               model::icf = matrix(data.icf, data.components, data.packed()), model::x = matrix(data.x, data.points, data.dimensions),
                               model::gamma = data.gamma, model::m = data.m);
  auto const& [value, of_alpha, of_icf, of_mu] = result;  // in the order in which the formula reads them
  std::vector<double> all(of_alpha.data(), of_alpha.data() + of_alpha.size());
  all.insert(all.end(), of_mu.data(), of_mu.data() + of_mu.size());
  all.insert(all.end(), of_icf.data(), of_icf.data() + of_icf.size());
  CHECK(std::abs(value - data.value) < 1e-10 * std::abs(data.value));
  REQUIRE(all.size() == data.gradient.size());
  double worst = 0;
  for (std::size_t each = 0; each < all.size(); ++each) worst = std::max(worst, std::abs(all[each] - data.gradient[each]) / std::abs(data.gradient[each]));
  MESSAGE("largest relative error of the gradient: ", worst, ", value: ", std::abs(value - data.value) / std::abs(data.value));
  CHECK(worst < 1e-10);
}

}  // namespace gradsmith::tests
