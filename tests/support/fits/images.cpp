// SPDX-FileCopyrightText: The gradsmith authors
// SPDX-License-Identifier: BSL-1.0
#include <gradsmith/gradsmith.hpp>

#include "support/fits/fits.hpp"

namespace gradsmith::tests {

namespace {

namespace gs = gradsmith;

constexpr auto i = gs::axis<"i">;
constexpr auto j = gs::axis<"j">;
constexpr auto c = gs::axis<"c">;
constexpr auto x = gs::input<"x">(i, j);
constexpr auto y = gs::input<"y">(i);
constexpr auto w = gs::param<"w">(c, j);
constexpr auto b = gs::param<"b">(c);
constexpr auto softmax_regression = mean(i, -log(pick(c, softmax(c, sum(j, w * x) + b), y))) + 0.005 * sum(c, j, square(w));

}  // namespace

std::unique_ptr<fit_objective> softmax_of_images(fit_data const& data, std::size_t classes) {
  return hold_objective(gs::bind<softmax_regression>(x = gs::matrix(data.x, data.rows, data.columns), y = data.labels, c = classes));
}

}  // namespace gradsmith::tests
