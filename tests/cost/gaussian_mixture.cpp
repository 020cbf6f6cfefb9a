// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
//
// Compile cost of ADBench's Gaussian mixture with extents known at run time: value and full gradient.   [Srajer2018]
#include <gradsmith/gradsmith.hpp>

namespace gs = gradsmith;

namespace mixture {

constexpr auto n = gs::axis<"n">;
constexpr auto k = gs::axis<"k">;
constexpr auto d = gs::axis<"d">;
constexpr auto e = gs::axis<"e">;
constexpr auto t = gs::axis<"t">;
constexpr auto alpha = gs::param<"alpha">(k);
constexpr auto mu = gs::param<"mu">(k, d);
constexpr auto icf = gs::param<"icf">(k, t);
constexpr auto x = gs::input<"x">(n, d);
constexpr auto prior_scale = gs::input<"gamma">;
constexpr auto m = gs::input<"m">;
constexpr auto size = extent(d);
constexpr auto factor = gs::let([] { return where(d == e, exp(icf(k, d)), where(d > e, icf(k, size + e * (2 * size - e - 1) / 2 + d - e - 1), 0)); });
constexpr auto log_determinant = gs::let([] { return sum(d, icf(k, d)); });
constexpr auto distance = gs::let([] { return sum(d, square(sum(e, factor * (x(n, e) - mu(k, e))))); });
constexpr auto likelihood = sum(n, logsumexp(k, alpha + log_determinant - distance / 2)) - extent(n) * (logsumexp(k, alpha) + 0.91893853320467274 * size);
constexpr auto wishart = (size + m + 1) * size * (log(prior_scale) - 0.34657359027997265) - size * (size - 1) * 0.28618247146235004 - sum(d, lgamma((size + m + 1 - d) / 2));
constexpr auto prior = sum(k, square(prior_scale) / 2 * sum(d, e, square(factor)) - m * log_determinant - wishart);
constexpr auto loss = -(likelihood + prior);

}  // namespace mixture

double evaluate(double const* data, std::size_t rows, std::size_t columns, std::size_t components, double const* parameters, double* out) {
  using namespace mixture;
  auto problem = gs::bind<loss>(x = gs::matrix(data, rows, columns), prior_scale = 1.0, m = 0.0, k = components, e = columns, t = columns * (columns + 1) / 2);
  return problem.value_and_gradient(std::span(parameters, problem.size()), std::span(out, problem.size()));
}
